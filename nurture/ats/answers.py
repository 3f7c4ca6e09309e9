"""Reading what an API answers, where its form is taken on trust no further than this."""

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import JsonValue

from nurture.errors import Rejected

Record: TypeAlias = dict[str, JsonValue]


def as_object(value: JsonValue) -> Record:
    """The value if it is an object; else an empty one."""
    return value if isinstance(value, dict) else {}


def as_objects(value: JsonValue) -> list[Record]:
    """The objects of a list; of anything else none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def as_text(record: Mapping[str, JsonValue], name: str) -> str | None:
    """A value that is text, without surrounding blanks; None for anything else, and for blanks alone."""
    value = record.get(name)
    return value.strip() or None if isinstance(value, str) else None


def vendors_id(our_id: str | None, *, vendor: str) -> str:
    """The vendor's own id of a record. Raises Rejected where there is none."""
    vendors = (our_id or "").partition(":")[2]
    if not vendors:
        raise Rejected(f"this is no record of {vendor}'s")
    return vendors
