"""What a row says of a person, in our words, or what is wrong with it, by column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from nurture.channels.wording import ADDRESS
from nurture.domain.consent import Basis, Consent, ConsentKind
from nurture.domain.contact_points import normalized_email
from nurture.domain.intake import CandidateUpdate, FieldValue
from nurture.domain.joining import IMPORT
from nurture.domain.values import ValueKind, keep_value
from nurture.errors import Conflict
from nurture.language.sequence import Purpose
from nurture.service.importing.applications import Applied, applied
from nurture.service.importing.cells import value_of
from nurture.service.importing.columns import (
    APPLICATION,
    CONSENT,
    CONTACT,
    ID,
    KINDS,
    LISTS,
    SEVERAL,
    Meaning,
    target_of,
)
from nurture.service.importing.contacts import told_contact
from nurture.service.importing.sheet import Cell, Row
from nurture.service.logging_contacts import Logged
from nurture.values import frozen

SINGLE: Final[Mapping[str, ValueKind]] = {**APPLICATION, **CONTACT}
_ONE_BY_ONE: Final[Mapping[str, Mapping[str, ValueKind]]] = {"applications": APPLICATION, "contacts": CONTACT}
_APART: Final = frozenset({ID, "emails", "phones", *CONSENT})


@frozen
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


@frozen
class Person:
    """What one row says of somebody, of what they applied for, and of contacts with them."""

    line: int
    update: CandidateUpdate
    consent: Consent | None = None
    emails: tuple[str, ...] = ()
    applications: tuple[Applied, ...] = ()
    contacts: tuple[Logged, ...] = ()


@frozen
class Faulty:
    """Why a row is refused: the line, and each fault with its column and what to do."""

    line: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Told:
    """`beside` are the objects of a list that stands in a cell, by the column's target."""

    values: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    beside: list[tuple[str, dict[str, object]]] = field(default_factory=list)


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
    normalized = tuple(dict.fromkeys(normalized_email(each) for each in emails))
    id_ = _record_id(values.get(ID), normalized, terms) if normalized or values.get(ID) else ""
    applications, contacts = _beside(id_, told, terms)
    if told.faults:
        return Faulty(line=row.line, faults=tuple(told.faults))
    fields = {name: _field(value) for name, value in values.items() if name in KINDS and name not in _APART}
    if emails:
        fields["email"] = emails[0]
    phones = _listed(values, "phone", "phones")
    if phones:
        fields["phone"] = phones[0]
    update = CandidateUpdate(
        id=id_,
        fields=fields,
        emails=emails or None,
        phones=phones or None,
        own={name: keep_value(kind, values[name]) for name, kind in terms.own.items() if name in values},
    )
    return Person(
        line=row.line,
        update=update,
        consent=consent,
        emails=normalized,
        applications=applications,
        contacts=contacts,
    )


def _record_id(given: object, emails: tuple[str, ...], terms: Terms) -> str:
    if given and terms.connection:
        return f"{terms.connection}:{given}"
    if given:
        return f"{IMPORT}:{terms.list_name}/{given}"
    return f"{IMPORT}:{terms.hash_of(emails[0])}"


def _beside(id_: str, told: _Told, terms: Terms) -> tuple[tuple[Applied, ...], tuple[Logged, ...]]:
    """The application and the contact of a row's own columns, and those of lists in it."""
    applications: list[Applied] = []
    contacts: list[Logged] = []
    own = {name: value for name, value in told.values.items() if name not in terms.own}
    rows = [(kind, {n: own[n] for n in names if n in own}) for kind, names in _ONE_BY_ONE.items()]
    for kind, values in (*rows, *told.beside):
        if not values:
            continue
        try:
            if kind == "applications":
                applications.append(applied(values, id_, connection=terms.connection, list_name=terms.list_name))
            else:
                contacts.append(told_contact(values, id_, list_name=terms.list_name))
        except Conflict as fault:
            told.faults.append(_worded(fault))
    return tuple(applications), tuple(contacts)


def _read(cells: Mapping[str, Cell], terms: Terms) -> _Told:
    told = _Told()
    for column, cell in cells.items():
        target = terms.targets.get(column)
        if target is None or cell is None or cell == "" or cell == []:
            continue
        if target in SEVERAL and target not in terms.own:
            _read_several(target, column, cell, terms, told)
            continue
        kind = KINDS.get(target) or terms.own.get(target) or SINGLE[target]
        value = _value(f"column “{column}”", target, kind, cell, terms, told.faults)
        if target in LISTS and isinstance(value, tuple):
            before = told.values.get(target, ())
            assert isinstance(before, tuple), "lists are kept as tuples"
            told.values[target] = tuple(dict.fromkeys((*before, *value)))
        elif value is not None:
            told.values[target] = value
    return told


def _read_several(target: str, column: str, cell: Cell, terms: Terms, told: _Told) -> None:
    """A list of applications or contacts, each an object, as only JSON has."""
    if not isinstance(cell, list) or not all(isinstance(each, dict) for each in cell):
        told.faults.append(f"column “{column}”: it is a list of objects; in a table, give each {target[:-1]} its row")
        return
    for number, each in enumerate(cell, start=1):
        assert isinstance(each, dict), "that was looked at"
        values: dict[str, object] = {}
        for name, value in each.items():
            where = f"column “{column}”, {number}, “{name}”"
            part = target_of(str(name), SEVERAL[target])
            if part is None:
                told.faults.append(f"{where}: nobody knows what it is; use one of {', '.join(SEVERAL[target])}")
            elif value is not None and value != "":
                values[part] = _value(where, part, SEVERAL[target][part], value, terms, told.faults)
        told.beside.append((target, {name: value for name, value in values.items() if value is not None}))


def _value(where: str, target: str, kind: ValueKind, cell: Cell, terms: Terms, faults: list[str]) -> object:
    try:
        return value_of(target, kind, cell, terms.meaning, terms.now)
    except Conflict as fault:
        faults.append(f"{where}: {_worded(fault)}")
        return None


def _worded(fault: Conflict) -> str:
    return f"{fault.message}; {fault.hint}" if fault.hint else fault.message


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
