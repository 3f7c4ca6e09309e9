"""What a row says of a person, in our words, or what is wrong with it, by column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from nurture.channels.wording import ADDRESS
from nurture.domain.consent import Basis, Consent, ConsentKind
from nurture.domain.contact_points import normalized_email
from nurture.domain.intake import CandidateUpdate, FieldValue
from nurture.domain.joining import IMPORT
from nurture.domain.values import ValueKind, keep_value
from nurture.errors import Conflict
from nurture.language.faults import one_of
from nurture.language.fields import is_language
from nurture.language.sequence import Purpose
from nurture.service.importing.columns import CONSENT, ID, KINDS, LISTS, Meaning
from nurture.service.importing.sheet import Cell, Row
from nurture.timing.errors import TimingError
from nurture.timing.zones import country_codes, zone_of

_YES_NO: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_APART: Final = frozenset({ID, "emails", "phones", *CONSENT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """How rows are understood: the columns, the company's own fields, and where they come from.

    `connection` is the ATS whose ids the file has; None: it is a list called `list_name`.
    """

    targets: Mapping[str, str]
    meaning: Meaning
    own: Mapping[str, ValueKind]
    list_name: str
    connection: str | None
    hash_of: Callable[[str], str]
    now: datetime

    @property
    def source(self) -> str:
        """Who is said to tell it."""
        return self.connection or IMPORT


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What one row says of somebody."""

    line: int
    update: CandidateUpdate
    consent: Consent | None = None
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Faulty:
    """Why a row is refused: the line, and each fault with its column and what to do."""

    line: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Told:
    values: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def person_of(row: Row, terms: Terms) -> Person | Faulty:
    """The person of a row."""
    if row.fault is not None:
        return Faulty(line=row.line, faults=(row.fault,))
    told = _read(row.cells, terms)
    values = told.values
    emails = _listed(values, "email", "emails")
    told.faults += [f"“{each}” is no mail address" for each in emails if not ADDRESS.fullmatch(each)]
    if not told.faults and not (values.get(ID) or emails):
        told.faults.append("there is neither an id nor a mail address, so that nobody would know this person again")
    consent = _consent(values, terms, told.faults)
    if told.faults:
        return Faulty(line=row.line, faults=tuple(told.faults))
    normalized = tuple(dict.fromkeys(normalized_email(each) for each in emails))
    fields = {name: _field(value) for name, value in values.items() if name in KINDS and name not in _APART}
    if emails:
        fields["email"] = emails[0]
    phones = _listed(values, "phone", "phones")
    if phones:
        fields["phone"] = phones[0]
    update = CandidateUpdate(
        id=_record_id(values.get(ID), normalized, terms),
        fields=fields,
        emails=emails or None,
        phones=phones or None,
        own={name: keep_value(kind, values[name]) for name, kind in terms.own.items() if name in values},
    )
    return Person(line=row.line, update=update, consent=consent, emails=normalized)


def _record_id(given: object, emails: tuple[str, ...], terms: Terms) -> str:
    if given and terms.connection:
        return f"{terms.connection}:{given}"
    if given:
        return f"{IMPORT}:{terms.list_name}/{given}"
    return f"{IMPORT}:{terms.hash_of(emails[0])}"


def _read(cells: Mapping[str, Cell], terms: Terms) -> _Told:
    told = _Told()
    for column, cell in cells.items():
        target = terms.targets.get(column)
        if target is None or cell is None or cell == "" or cell == []:
            continue
        try:
            value = _value(target, cell, terms)
        except Conflict as fault:
            hint = f"; {fault.hint}" if fault.hint else ""
            told.faults.append(f"column “{column}”: {fault.message}{hint}")
            continue
        if target in LISTS and isinstance(value, tuple):
            before = told.values.get(target, ())
            assert isinstance(before, tuple), "lists are kept as tuples"
            told.values[target] = tuple(dict.fromkeys((*before, *value)))
        elif value is not None:
            told.values[target] = value
    return told


def _value(target: str, cell: Cell, terms: Terms) -> object:
    kind = KINDS.get(target) or terms.own[target]
    if kind is ValueKind.LIST:
        return _words(cell, terms.meaning.lists)
    if isinstance(cell, list | dict):
        raise Conflict("it holds more than one value", hint="write one")
    text = str(cell).strip()
    if not text:
        return None
    match kind:
        case ValueKind.YES_NO:
            return _yes_no(cell, text)
        case ValueKind.DATE:
            return _moment(text, terms.meaning.dates).date()
        case ValueKind.TIME:
            return _past(_moment(text, terms.meaning.dates), text, terms.now)
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


_CHECKED: Final[Mapping[str, Callable[[str], object]]] = {
    "language": _language,
    "country": _country,
    "zone": _zone,
    "consent_basis": _basis,
    "consent_purpose": _purpose,
}


def _listed(values: Mapping[str, object], one: str, several: str) -> tuple[str, ...]:
    first, more = values.get(one), values.get(several, ())
    assert isinstance(more, tuple), "lists are kept as tuples"
    return tuple(dict.fromkeys(str(each) for each in (first, *more) if each))


def _field(value: object) -> FieldValue:
    assert isinstance(value, str | bool | datetime | date | tuple), "cells are read as these"
    return value


def _consent(values: Mapping[str, object], terms: Terms, faults: list[str]) -> Consent | None:
    if not any(name in values for name in CONSENT):
        return None
    at, until = values.get("consent_given_at"), values.get("consent_until")
    if not isinstance(at, datetime):
        if not any("consent_given_at" in each for each in faults):
            faults.append("a consent is told of, and not when it was given; fill in consent_given_at")
        return None
    basis, purpose = values.get("consent_basis"), values.get("consent_purpose")
    return Consent(
        kind=ConsentKind.GIVEN,
        at=at,
        until=until if isinstance(until, date) else None,
        purpose=purpose if isinstance(purpose, Purpose) else Purpose.NURTURE,
        basis=basis if isinstance(basis, Basis) else Basis.CONSENT,
        source=str(values.get("consent_source") or f"list {terms.list_name}"),
    )
