"""Files of people: how far each has come, and what is on record of those in it, many at a time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from nurture.domain.consent import Consent
from nurture.domain.contact_points import ContactKind
from nurture.domain.intake import CandidateUpdate
from nurture.domain.joining import Said
from nurture.errors import Conflict
from nurture.store import contact_points, links, words_told
from nurture.store.rows import CANDIDATE_FIELDS
from nurture.store.tables import candidates, consents, imports
from nurture.store.tables import contact_points as points
from nurture.values import frozen

_STATED: Final = tuple(name for name in CANDIDATE_FIELDS if name not in links.FOLLOWS)
_CONSENT: Final = tuple(Consent.__dataclass_fields__)


@frozen
class Import:
    """How far a file has come: so many of its rows were taken in, with what came of them."""

    id: str
    name: str
    source: str
    by: str
    begun_at: datetime
    updated_at: datetime
    rows: int
    counts: Mapping[str, int]
    ended_at: datetime | None = None
    place: str | None = None


def find(conn: Connection, import_id: str) -> Import | None:
    """The import of that content, read in that way; None where it was never begun."""
    found = conn.execute(select(imports).where(imports.c.id == import_id)).one_or_none()
    return Import(**found._mapping) if found else None


def begin(conn: Connection, begun: Import) -> None:
    """Puts it on record that a file is being taken in."""
    values = {name: getattr(begun, name) for name in Import.__dataclass_fields__}
    conn.execute(insert(imports), values)


def forget(conn: Connection, import_id: str) -> None:
    """Forgets how far it had come, to begin anew."""
    conn.execute(delete(imports).where(imports.c.id == import_id))


def advance(conn: Connection, before: Import, after: Import) -> None:
    """Keeps that it has come further. Raises Conflict where somebody else goes on with it."""
    values = {name: getattr(after, name) for name in ("rows", "counts", "updated_at", "ended_at", "place")}
    moved = conn.execute(
        update(imports)
        .where(imports.c.id == before.id, imports.c.rows == before.rows, imports.c.ended_at.is_(None))
        .values({**values, "counts": dict(after.counts)})
    )
    if moved.rowcount == 0:
        raise Conflict("somebody else is taking this in", hint="Let them finish; nothing is done twice.")


@frozen
class Known:
    """A record by that id: whose it is, and what it says, with the addresses and consents of its person."""

    person: str
    is_erased: bool
    says: Mapping[str, object]
    own: Mapping[str, object]


@frozen
class Holder:
    """Somebody on record who has an address."""

    id: str
    names: tuple[str | None, str | None]
    is_closed: bool


@frozen
class OnRecord:
    """What is on record of some people: by the ids of their records, and by their addresses."""

    records: Mapping[str, Known] = field(default_factory=dict)
    holders: Mapping[str, tuple[Holder, ...]] = field(default_factory=dict)
    reached_at: Mapping[str, frozenset[tuple[ContactKind, str]]] = field(default_factory=dict)
    consents: Mapping[str, frozenset[tuple[object, ...]]] = field(default_factory=dict)


def on_record(
    conn: Connection, ids: Collection[str], emails: Collection[str], *, apart_from: str | None = None
) -> OnRecord:
    """What is on record of them, in a few round trips however many they are.

    Whoever is known at an address from `apart_from` is nobody else's record of that address.
    """
    columns = (*(candidates.c[name] for name in _STATED), candidates.c.own, candidates.c.is_anonymized)
    found = conn.execute(
        select(candidates.c.id, candidates.c.merged_into, *columns).where(candidates.c.id.in_(ids))
    ).all()
    linked = links.of_records(conn, [each.id for each in found]) if found else {}
    records = {each.id: _known(each, linked.get(each.id)) for each in found}
    people = {each.person for each in records.values()}
    return OnRecord(
        records=records,
        holders=_holders(conn, emails, apart_from),
        reached_at=_reached_at(conn, people) if people else {},
        consents=_consents(conn, people) if people else {},
    )


def _known(row: Any, link: links.Link | None) -> Known:
    said: Said = link.said if link else {}
    says = {name: value for name, (value, _) in said.items()} if link else {n: row._mapping[n] for n in _STATED}
    is_erased = link.is_erased if link else row.is_anonymized
    return Known(person=row.merged_into or row.id, is_erased=is_erased, says=says, own=row.own)


def _holders(conn: Connection, emails: Collection[str], apart_from: str | None) -> dict[str, tuple[Holder, ...]]:
    flags = candidates.c.is_private, candidates.c.is_anonymized
    query = (
        select(points.c.normalized, candidates.c.id, candidates.c.first_name, candidates.c.last_name, *flags)
        .distinct()
        .join(candidates, candidates.c.id == points.c.candidate_id)
        .where(points.c.kind == ContactKind.EMAIL, points.c.normalized.in_(emails), candidates.c.merged_into.is_(None))
        .order_by(points.c.normalized, candidates.c.id)
    )
    if apart_from is not None:
        query = query.where(points.c.source != apart_from)
    found: dict[str, tuple[Holder, ...]] = {}
    for normalized, holder, first, last, is_private, is_anonymized in conn.execute(query) if emails else ():
        one = Holder(id=holder, names=(first, last), is_closed=is_private or is_anonymized)
        found[normalized] = (*found.get(normalized, ()), one)
    return found


def _reached_at(conn: Connection, people: Collection[str]) -> dict[str, frozenset[tuple[ContactKind, str]]]:
    found: dict[str, set[tuple[ContactKind, str]]] = {}
    query = select(points.c.candidate_id, points.c.kind, points.c.value).where(points.c.candidate_id.in_(people))
    for whose, kind, value in conn.execute(query):
        found.setdefault(whose, set()).add((kind, value))
    return {whose: frozenset(theirs) for whose, theirs in found.items()}


def _consents(conn: Connection, people: Collection[str]) -> dict[str, frozenset[tuple[object, ...]]]:
    found: dict[str, set[tuple[object, ...]]] = {}
    columns = (consents.c[name] for name in _CONSENT)
    query = select(consents.c.candidate_id, *columns).where(consents.c.candidate_id.in_(people))
    for whose, *values in conn.execute(query):
        found.setdefault(whose, set()).add(tuple(values))
    return {whose: frozenset(theirs) for whose, theirs in found.items()}


def entry(consent: Consent) -> tuple[object, ...]:
    """A consent as `OnRecord.consents` holds it."""
    return tuple(getattr(consent, name) for name in _CONSENT)


def add(
    conn: Connection, people: Iterable[tuple[CandidateUpdate, Consent | None]], *, source: str, now: datetime
) -> None:
    """Puts people on record who are new to us, all at once."""
    told = tuple(people)
    if not told:
        return
    blank: dict[str, object] = dict.fromkeys(_STATED) | {
        **dict.fromkeys(("tags", "skills", "interests"), ()),
        "can_email": True,
        "do_not_contact": False,
        "is_private": False,
    }
    rows = [{**blank, **each.fields, "id": each.id, "own": dict(each.own), "updated_at": now} for each, _ in told]
    conn.execute(insert(candidates), rows)
    reached = [
        contact_points.row(each.id, point, source=source, since=now)
        for each, _ in told
        for kind in each.reached_at().values()
        for point in kind
    ]
    if reached:
        conn.execute(insert(points), reached)
    words_told.add(conn, (each for each, _ in told), source=source, now=now)
    agreed = [
        {**{name: getattr(consent, name) for name in _CONSENT}, "candidate_id": each.id, "recorded_at": now}
        for each, consent in told
        if consent is not None
    ]
    if agreed:
        conn.execute(insert(consents), agreed)
