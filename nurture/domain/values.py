"""The kinds of values that a company declares of its own, and how each is kept as JSON."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Kept: TypeAlias = Scalar | list[str]
"""A value as JSON has it: dates and moments as ISO 8601 text."""
Value: TypeAlias = Scalar | date | datetime | tuple[str, ...]
"""The same as conditions and templates see it."""


class ValueKind(StrEnum):
    """What a value is."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes-no"
    DATE = "date"
    TIME = "time"
    LIST = "list"


def read_value(kind: ValueKind, kept: object) -> Value:
    """The value of that kind; None where what was told can't be one."""
    match kind:
        case ValueKind.TEXT:
            return str(kept) if isinstance(kept, str | int | float) and not isinstance(kept, bool) else None
        case ValueKind.NUMBER:
            return _number(kept)
        case ValueKind.YES_NO:
            return kept if isinstance(kept, bool) else _YES_NO.get(str(kept).strip().lower())
        case ValueKind.DATE:
            return read_date(kept)
        case ValueKind.TIME:
            return _moment(kept)
        case ValueKind.LIST:
            return _list(kept)


def keep_value(kind: ValueKind, told: object) -> Kept:
    """The value as it is kept; None where what was told can't be one of that kind."""
    value = read_value(kind, told)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


_YES_NO = {"yes": True, "no": False, "true": True, "false": False}


def _number(kept: object) -> int | float | None:
    if isinstance(kept, bool) or not isinstance(kept, str | int | float):
        return None
    try:
        number = float(kept)
    except ValueError:
        return None
    if number - number != 0:  # neither infinity nor “nan” is a number that somebody meant
        return None
    return int(number) if number.is_integer() else number


def read_date(kept: object) -> date | None:
    """The day that this is, or None."""
    if isinstance(kept, datetime) or not isinstance(kept, str | date):
        return None
    try:
        return date.fromisoformat(kept.strip()[:10]) if isinstance(kept, str) else kept
    except ValueError:
        return None


def _moment(kept: object) -> datetime | None:
    """A moment without a zone is nobody's clock in particular, and none."""
    try:
        moment = datetime.fromisoformat(kept.strip()) if isinstance(kept, str) else kept
    except ValueError:
        return None
    return moment.astimezone(UTC) if isinstance(moment, datetime) and moment.tzinfo else None


def _list(kept: object) -> tuple[str, ...] | None:
    if isinstance(kept, str):
        return tuple(part for each in kept.split(",") if (part := each.strip()))
    if isinstance(kept, Sequence):
        return tuple(str(each) for each in kept if isinstance(each, str | int | float))
    return None
