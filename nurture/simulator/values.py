"""The kinds of values that a log is written with."""

import re
from datetime import date, datetime
from typing import Annotated, Final, Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from nurture.language import codes
from nurture.language.faults import fault, listed, text_of
from nurture.service.contacted import WAYS
from nurture.service.opt_outs import PAUSES
from nurture.timing.duration import Duration, Unit

T = TypeVar("T", bound=date)

UNKNOWN: Final = "unknown"

_YEARS: Final = range(1970, 2200)
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}", re.ASCII)


def _moment(value: object) -> object:
    text = text_of(value, "a moment")
    try:
        if _MOMENT.fullmatch(text):
            return _near(datetime.fromisoformat(text))
    except ValueError:
        pass  # a day or an hour that there is not
    raise fault(codes.WRONG_TYPE, f"“{text}” is not a moment", "write day and time, as in 2026-03-27 15:00")


def _day(value: object) -> date:
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


def _mark(value: bool) -> bool:
    if not value:
        raise fault(codes.CONTRADICTION, "what did not happen is not in the log", "write `true`, or leave the line out")
    return value


def _way(value: object) -> object:
    if value is True or value in WAYS:
        return value
    raise fault(codes.WRONG_TYPE, f"“{value}” is no way to get in touch", f"write {listed(WAYS)}, or `true` for a mail")


def _pause(value: object) -> int:
    text = text_of(value, "a pause")
    pauses = {str(Duration(months, Unit.MONTHS)): months for months in PAUSES}
    months = pauses.get(" ".join(text.split()))
    if months is None:
        raise fault(codes.NOT_A_CHOICE, f"nobody can ask for a pause of “{text}”", f"write {listed(pauses)}")
    return months


Pause: TypeAlias = Annotated[int, PlainValidator(_pause)]
"""A pause that the page offers, such as "3 months", in months."""
Moment: TypeAlias = Annotated[datetime, BeforeValidator(_moment)]
"""Day and time on the clock of the log's zone."""
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Mark: TypeAlias = Annotated[bool, AfterValidator(_mark)]
DayIfKnown: TypeAlias = Annotated[
    date | Literal["unknown"], BeforeValidator(lambda value: value if value == UNKNOWN else _day(value))
]
"""A day, or `unknown` where there is none any more."""
AwayUntil: TypeAlias = Annotated[date | bool, BeforeValidator(lambda value: value if value is True else _day(value))]
"""The day on which somebody is back, or `true` where none is named."""
Contacted: TypeAlias = Annotated[str | bool, BeforeValidator(_way)]
"""How somebody of ours got in touch, or `true`: by mail."""
Said: TypeAlias = Annotated[str | Mark, Field(union_mode="left_to_right")]
"""In words, or just `true`."""


class Days(NamedTuple):
    """Days in a row, the first and the last of them included."""

    first: date
    last: date


def _days(value: object) -> object:
    first, dots, last = text_of(value, "days").partition("..")
    if not dots:
        said = f"“{value}” does not say from when to when"
        raise fault(codes.WRONG_TYPE, said, "write the first day and the last: 2026-07-01..2026-07-14")
    days = Days(first=_day(first.strip()), last=_day(last.strip()))
    if days.first > days.last:
        raise fault(codes.CONTRADICTION, "they end before they begin", "write the first day first")
    return days


InARow: TypeAlias = Annotated[Days, PlainValidator(_days)]
"""As in 2026-07-01..2026-07-14."""
