"""What a cell of a file says, by what its column is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, TypeVar

from nurture.domain.consent import Basis
from nurture.domain.records import ApplicationStatus
from nurture.domain.values import ValueKind, keep_value
from nurture.errors import Conflict
from nurture.language.faults import one_of
from nurture.language.fields import is_language
from nurture.language.sequence import Purpose
from nurture.service.importing.columns import Meaning
from nurture.service.importing.sheet import Cell
from nurture.service.logging_contacts import Kind, Way
from nurture.timing.errors import TimingError
from nurture.timing.zones import country_codes, zone_of

Word = TypeVar("Word", bound=StrEnum)

LONGEST: Final = 24 * 60
"""Minutes of a call or a meeting."""
_YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def value_of(target: str, kind: ValueKind, cell: Cell, meaning: Meaning, now: datetime) -> object:
    """What a cell says; None for one that says nothing. Raises Conflict with what is wrong, and what to do."""
    if kind is ValueKind.LIST:
        return _words(cell, meaning.lists)
    if isinstance(cell, list | dict):
        raise Conflict("it holds more than one value", hint="write one")
    text = str(cell).strip()
    if not text:
        return None
    match kind:
        case ValueKind.YES_NO:
            return _yes_no(cell, text)
        case ValueKind.DATE:
            return _moment(text, meaning.dates).date()
        case ValueKind.TIME:
            return _past(_moment(text, meaning.dates), text, now)
        case ValueKind.NUMBER:
            if keep_value(kind, text) is None:
                raise Conflict(f"“{text}” is no number")
            return text
        case _:
            return _CHECKED[target](text) if target in _CHECKED else " ".join(text.split())


def _words(cell: Cell, between: str) -> tuple[str, ...]:
    parts = cell if isinstance(cell, list) else str(cell).split(between)
    if any(isinstance(part, list | dict) for part in parts):
        raise Conflict("a list holds words", hint="write them in one list")
    return tuple(dict.fromkeys(word for part in parts if (word := " ".join(str(part).split()))))


def _yes_no(cell: Cell, text: str) -> bool:
    found = cell if isinstance(cell, bool) else _YES_NO.get(text.lower())
    if found is None:
        raise Conflict(f"“{text}” is neither yes nor no", hint="write yes or no")
    return found


def _moment(text: str, form: str | None) -> datetime:
    try:
        at = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
    except ValueError as error:
        hint = f"it is to be written as {form}" if form else "write it as 2026-11-29, or say how with `dates` in --map"
        raise Conflict(f"“{text}” is no date", hint=hint) from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _past(at: datetime, text: str, now: datetime) -> datetime:
    if at > now:
        raise Conflict(f"{text} lies in the future")
    return at


def _language(text: str) -> str:
    if not is_language(text):
        raise Conflict(f"“{text}” is no language", hint="write a tag such as de or pt-BR")
    return text


def _country(text: str) -> str:
    code = text.upper()
    if code not in country_codes():
        named = {name.lower(): each for each, name in country_codes().items()}
        if text.lower() in named:
            return named[text.lower()]
        raise Conflict(f"“{text}” is no country", hint="write its code of two letters, such as DE")
    return code


def _zone(text: str) -> str:
    try:
        return zone_of(text).key
    except TimingError as error:
        raise Conflict(error.message, hint=error.hint) from error


def _basis(text: str) -> Basis:
    try:
        return Basis(text.lower().replace(" ", "-").replace("_", "-"))
    except ValueError as error:
        raise Conflict(f"“{text}” is no basis", hint=one_of(text, list(Basis))) from error


def _purpose(text: str) -> Purpose:
    try:
        return Purpose(text.lower())
    except ValueError as error:
        raise Conflict(f"“{text}” is no purpose", hint=one_of(text, list(Purpose))) from error


def _status(text: str) -> ApplicationStatus:
    return _one_of(text, ApplicationStatus, "state of an application")


def _contact(text: str) -> Kind:
    return _one_of(text, Kind, "kind of contact")


def _way(text: str) -> Way:
    return _one_of(text, Way, "direction")


def _one_of(text: str, words: type[Word], what: str) -> Word:
    try:
        return words(text.lower())
    except ValueError as error:
        raise Conflict(f"“{text}” is no {what}", hint=f"write {', '.join(words)}") from error


def _minutes(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= LONGEST:
        raise Conflict(f"“{text}” is no number of minutes", hint="write 25 for 25 minutes")
    return int(text)


_CHECKED: Final[Mapping[str, Callable[[str], object]]] = {
    "language": _language,
    "country": _country,
    "zone": _zone,
    "consent_basis": _basis,
    "consent_purpose": _purpose,
    "status": _status,
    "contact": _contact,
    "contact_direction": _way,
    "contact_minutes": _minutes,
}
