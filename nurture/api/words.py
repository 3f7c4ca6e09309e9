"""The kinds of values that requests hold: with a largest size each, and nothing in them that no database takes."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeAlias
from urllib.parse import unquote

from fastapi import Path
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic.fields import FieldInfo
from starlette.convertors import Convertor, register_url_convertor

NO_NUL: Final = r"^[^\x00]*$"
_SOMETHING: Final = r"^[^\x00]*[^\s\x00][^\x00]*$"
_YEAR: Final = re.compile("[0-9]{4}-")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def _written_out(at: object) -> object:
    """A number of seconds would be taken for a moment, too, which no description of ours says."""
    if not isinstance(at, str) or not _YEAR.match(at):
        raise ValueError("a date and a time are wanted, as in 2026-12-07T15:00:00+01:00")
    return at


def _of_our_time(at: datetime) -> datetime:
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"a year from {_FIRST_YEAR} to {_LAST_YEAR} is wanted")
    return at.astimezone(UTC)


def _day_of_our_time(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"a year from {_FIRST_YEAR} to {_LAST_YEAR} is wanted")
    return day


_LEFT: Final = re.compile("%2F|%25")


class _Whole(Convertor[str]):
    """What stands in a path up to its end, or to the route's next word: ids hold slashes, and may hold anything.

    What `nurture.api.paths` left as it was written is read here.
    """

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return _LEFT.sub(lambda found: unquote(found[0]), value)

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("whole", _Whole())


Word: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_NUL)]
"""An id, a name, an address."""
Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=_SOMETHING)]
"""What a person writes: not only blanks."""
_YEARS: Final = "^(19|2[0-9])[0-9]{2}-"
Moment: TypeAlias = Annotated[
    AwareDatetime,
    BeforeValidator(_written_out),
    AfterValidator(_of_our_time),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": _YEARS}),
]
Day: TypeAlias = Annotated[
    date, AfterValidator(_day_of_our_time), WithJsonSchema({"type": "string", "format": "date", "pattern": _YEARS})
]


def _id(means: str, example: str, *, longest: int = 500) -> FieldInfo:
    """An id that stands in a path."""
    found: FieldInfo = Path(min_length=1, max_length=longest, pattern=NO_NUL, description=means, examples=[example])
    return found


CandidateId: TypeAlias = Annotated[
    str,
    _id(
        "Our id for the person, as in `greenhouse:57683`; one who was merged is found where they went.",
        "greenhouse:57683",
        longest=300,
    ),
]
EnrollmentId: TypeAlias = Annotated[
    str,
    _id(
        "The run's id, with its slashes as `%2F`, or as they are where it doesn't end with a word of a route.",
        "silver-medalist/application/greenhouse:693/1",
    ),
]
BroadcastId: TypeAlias = Annotated[str, _id("The broadcast's id.", "reopened/1/greenhouse:7")]
MessageId: TypeAlias = Annotated[
    str,
    _id("The message's id, with `#` as `%23`.", "silver-medalist/application/greenhouse:693/1#thanks#1"),
]
Number: TypeAlias = Annotated[int, Path(ge=1, lt=2**31, description="The delivery's number.", examples=[12])]
TaskId: TypeAlias = Annotated[
    str, _id("The task's id, with `#` as `%23`.", "silver-medalist/application/greenhouse:693/1#call#1")
]
