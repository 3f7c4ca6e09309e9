"""Days and moments as a log writes them."""

from datetime import date, datetime
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import BeforeValidator

from nurture.language import codes
from nurture.language.faults import fault, text_of

T = TypeVar("T", bound=date)

_YEARS: Final = range(1970, 2200)
_MOMENT: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def _moment(value: object) -> object:
    text = text_of(value, "a moment")
    for form in _MOMENT:
        try:
            return _near(datetime.strptime(text, form))
        except ValueError:
            continue
    raise fault(codes.WRONG_TYPE, f"“{text}” is not a moment", "write day and time, as in 2026-03-27 15:00")


def day_in(value: object) -> date:
    """The day that a text names. Raises a fault."""
    text = text_of(value, "a day")
    try:
        return _near(date.fromisoformat(text))
    except ValueError:
        raise fault(codes.WRONG_TYPE, f"“{text}” is not a day", "write it as in 2026-03-27") from None


def _near(when: T) -> T:
    """The same, if a rehearsal can reach it. Raises a ValueError that is no fault of its own."""
    if when.year not in _YEARS:
        raise ValueError(when)
    return when


Moment: TypeAlias = Annotated[datetime, BeforeValidator(_moment)]
"""Day and time on the clock of the log's zone."""
Day: TypeAlias = Annotated[date, BeforeValidator(day_in)]
