"""What a log says in a company's own words: its fields of people, jobs and applications, and its roles."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import ValidationInfo
from pydantic_core import PydanticCustomError

from nurture.domain.intake import CustomValue
from nurture.domain.values import Kept, ValueKind, keep_value
from nurture.language import codes
from nurture.language.context import own_in
from nurture.language.faults import did_you_mean, fault, one_of
from nurture.timing.walltime import moment

OWN, ROLES = "own", "own_roles"
"""The keys under which a model of a log keeps them; in a file they stand beside the others."""


def set_apart(data: object, info: ValidationInfo, record: str) -> object:
    """The mapping of a file with the company's own fields of that record, and its roles, under `OWN` and `ROLES`.

    Raises a fault for a value that is not of its kind.
    """
    declared = own_in(info)
    if declared is None or not isinstance(data, dict):
        return data
    kinds = declared.fields.get(record, {})
    for key in (OWN, ROLES):
        if key in data and key not in kinds:
            raise fault(codes.UNKNOWN_KEY, f"unknown key `{key}`", one_of(key, kinds) if kinds else None, key=key)
    plain = {key: value for key, value in data.items() if key not in kinds and key not in declared.roles}
    own = {key: kept(key, kinds[key], data[key]) for key in data if key in kinds}
    roles = {key: data[key] for key in data if key in declared.roles}
    return {**plain, **({OWN: own} if own else {}), **({ROLES: roles} if roles else {})}


def values_of(data: object, info: ValidationInfo, record: str) -> object:
    """A mapping of a record's own fields alone. Raises a fault for one that is not declared."""
    declared = own_in(info)
    if declared is None or not isinstance(data, dict):
        return data
    return _kept_of(data, declared.fields.get(record, {}), f"`{record}` has no `%s` in company.yaml")


def carried_by(event: str, told: Mapping[str, object], info: ValidationInfo) -> dict[str, Kept]:
    """What an own event carries. Raises a fault for what it does not, and for an event that is none of the company's.

    A value is missing where the log doesn't tell it.
    """
    declared = own_in(info)
    if declared is None:
        return {key: value for key, value in told.items() if isinstance(value, str | int | float | bool | None)}
    if event not in declared.events:
        known = declared.events
        hint = did_you_mean(event, known) or "`event` is for those of company.yaml; others have a word of their own"
        raise fault(codes.UNKNOWN_EVENT, f"`{event}` is no event of the company's own", hint, key="event")
    kinds = {name: declared.events[event].kind_of(name) for name in declared.events[event].tells}
    return {**dict.fromkeys(kinds), **_kept_of(dict(told), kinds, f"`{event}` carries no `%s`")}


def on_clock(told: Mapping[str, Kept], kinds: Mapping[str, ValueKind], zone: ZoneInfo) -> dict[str, Kept]:
    """The values with every moment that says no zone of its own read on that clock."""
    read = {name: _without_zone(value) for name, value in told.items() if kinds.get(name) is ValueKind.TIME}
    moments = {name: moment(at.date(), at.time(), zone) for name, at in read.items() if at is not None}
    return {**told, **{name: at.astimezone(UTC).isoformat() for name, at in moments.items()}}


def as_custom(own: Mapping[str, Kept]) -> dict[str, CustomValue]:
    """Values of own fields, as an ATS would state them."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in own.items()}


def kept(key: str, kind: ValueKind, told: object) -> Kept:
    """The value as it is kept. Raises a fault if it is not of that kind.

    A moment may leave its zone out: `on_clock` puts it on the log's clock.
    """
    if kind is ValueKind.TIME and (bare := _without_zone(told)) is not None:
        return bare.isoformat()
    value = keep_value(kind, told)
    if value is None and told is not None:
        raise _of_another_kind(key, kind, told)
    return value


def _without_zone(told: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(told.strip()) if isinstance(told, str) else told
    except ValueError:
        return None
    return at if isinstance(at, datetime) and at.tzinfo is None else None


def _kept_of(data: Mapping[str, object], kinds: Mapping[str, ValueKind], unknown: str) -> dict[str, Kept]:
    for key in data:
        if key not in kinds:
            hint = one_of(key, kinds) if kinds else "declare it there first"
            raise fault(codes.UNKNOWN_KEY, unknown % key, hint, key=key)
    return {key: kept(key, kinds[key], data[key]) for key in data}


_AS_IN = {
    ValueKind.TEXT: "write text",
    ValueKind.NUMBER: "write a number",
    ValueKind.YES_NO: "write true or false",
    ValueKind.DATE: "write it as in 2026-07-31",
    ValueKind.TIME: "write it as in 2026-07-31 17:00",
    ValueKind.LIST: "write a list",
}


def _of_another_kind(key: str, kind: ValueKind, told: object) -> PydanticCustomError:
    return fault(codes.WRONG_TYPE, f"`{key}` is a {kind} in company.yaml, and “{told}” is none", _AS_IN[kind], key=key)
