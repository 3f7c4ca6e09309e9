"""Lists for people to look at: who there is, who is inside which sequence, what is published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, or_, select

from nurture.domain.events import EVENTS, Event, EventType
from nurture.domain.touchpoints import Touchpoint
from nurture.store import contacts, rows
from nurture.store.tables import (
    candidates,
    company_versions,
    enrollments,
    events,
    sequence_versions,
    touchpoints,
)
from nurture.store.words import EnrollmentStatus

_INSIDE = (
    "id",
    "candidate_id",
    "sequence",
    "version",
    "status",
    "entered_at",
    "step",
    "summary",
    "next_at",
    "held_reason",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRow:
    """One person in a list. `latest` is the newest thing that happened, in a word or a sentence."""

    id: str
    name: str | None
    email: str | None
    latest_at: datetime | None = None
    latest: str | None = None
    open: int = 0
    held: int = 0

    @property
    def called(self) -> str:
        """The name, or the id of somebody without one."""
        return self.name or self.id


@dataclass(frozen=True, kw_only=True, slots=True)
class Inside:
    """Somebody inside a sequence, in a list. `person` is their name, None when it is not known."""

    id: str
    candidate_id: str
    person: str | None
    sequence: str
    version: int
    status: EnrollmentStatus
    entered_at: datetime
    step: str | None
    summary: str | None
    next_at: datetime | None
    held_reason: str | None

    @property
    def called(self) -> str:
        """The name, or the id of somebody without one."""
        return self.person or self.candidate_id


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionRow:
    """One published version, and how many are inside or have been through it."""

    sequence: str
    version: int
    title: str
    content_hash: str
    commit: str | None
    author: str | None
    published_at: datetime
    open: int
    ended: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """An event in a person's stream; `note` says why one that came late, or said nothing new, did not act."""

    event: Event
    note: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A contact on somebody's timeline; `recipient` is the role that was written to, the candidate or one of ours."""

    touchpoint: Touchpoint
    recipient: str


def find_people(conn: Connection, who: str) -> tuple[PersonRow, ...]:
    """Whom an id, a vendor's id or a mail address names; a record that was merged stands for the one that goes on."""
    address = func.lower(candidates.c.email) == who.lower()
    named = or_(candidates.c.id == who, candidates.c.id.endswith(f":{who}", autoescape=True), address)
    found = conn.execute(select(candidates.c.id, candidates.c.merged_into).where(named)).all()
    ids = {row.merged_into or row.id for row in found}
    return _rows(conn, select(candidates).where(candidates.c.id.in_(ids)).order_by(candidates.c.id))


def people(conn: Connection, *, containing: str = "", limit: int = 50) -> tuple[PersonRow, ...]:
    """People by latest activity; `containing` looks for parts of the name, the address or the id."""
    touched = case(
        (candidates.c.last_contact > candidates.c.updated_at, candidates.c.last_contact),
        else_=candidates.c.updated_at,
    )
    query = select(candidates).where(candidates.c.merged_into.is_(None)).order_by(touched.desc(), candidates.c.id)
    for word in containing.split():
        places = (candidates.c.first_name, candidates.c.last_name, candidates.c.email, candidates.c.id)
        query = query.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    return _rows(conn, query.limit(limit))


def inside(
    conn: Connection, *, status: EnrollmentStatus | None = None, sequence: str | None = None, limit: int = 200
) -> tuple[Inside, ...]:
    """Who is inside, those whose next move comes first before the others; in one state, or in one sequence."""
    query = (
        select(*(enrollments.c[name] for name in _INSIDE), candidates.c.first_name, candidates.c.last_name)
        .join(candidates, candidates.c.id == enrollments.c.candidate_id)
        .where(enrollments.c.status != EnrollmentStatus.ENDED)
        .order_by(enrollments.c.next_at.is_(None), enrollments.c.next_at, enrollments.c.id)
        .limit(limit)
    )
    if status is not None:
        query = query.where(enrollments.c.status == status)
    if sequence is not None:
        query = query.where(enrollments.c.sequence == sequence)
    return tuple(
        Inside(**{name: row._mapping[name] for name in _INSIDE}, person=_name(row.first_name, row.last_name))
        for row in conn.execute(query)
    )


def versions(conn: Connection, *, sequence: str | None = None) -> tuple[VersionRow, ...]:
    """Every published version, of all sequences or one: by name, newest first."""
    is_open = case((enrollments.c.status != EnrollmentStatus.ENDED, 1))
    counted = (
        select(
            enrollments.c.sequence,
            enrollments.c.version,
            func.count(is_open).label("open"),
            func.count().label("all"),
        )
        .group_by(enrollments.c.sequence, enrollments.c.version)
        .subquery()
    )
    table = sequence_versions
    same = (table.c.sequence == counted.c.sequence) & (table.c.version == counted.c.version)
    query = (
        select(table, func.coalesce(counted.c.open, 0).label("open"), func.coalesce(counted.c.all, 0).label("all"))
        .join(counted, same, isouter=True)
        .order_by(table.c.sequence, table.c.version.desc())
    )
    if sequence is not None:
        query = query.where(table.c.sequence == sequence)
    return tuple(_version(row) for row in conn.execute(query))


def events_of(conn: Connection, candidate_id: str) -> tuple[Happened, ...]:
    """A person's whole stream of events, oldest first."""
    query = (
        select(events.c.note, *rows.EVENT_COLUMNS)
        .where(events.c.candidate_id == candidate_id)
        .order_by(events.c.at, events.c.number)
    )
    return tuple(Happened(event=rows.event(values), note=note) for note, *values in conn.execute(query))


def contacts_of(conn: Connection, candidate_id: str) -> tuple[Contact, ...]:
    """Every contact with a person, or about them with one of ours, oldest first."""
    query = (
        select(touchpoints.c.recipient, *contacts.COLUMNS)
        .where(touchpoints.c.candidate_id == candidate_id)
        .order_by(touchpoints.c.at, touchpoints.c.id)
    )
    return tuple(
        Contact(touchpoint=contacts.read(values), recipient=recipient) for recipient, *values in conn.execute(query)
    )


def company_hash(conn: Connection) -> str | None:
    """The content hash of the newest company file; None when none was published."""
    query = select(company_versions.c.content_hash).order_by(company_versions.c.id.desc()).limit(1)
    found: str | None = conn.execute(query).scalar_one_or_none()
    return found


def company_zone(conn: Connection) -> str:
    """The company's zone; UTC while no company file is published."""
    query = select(company_versions.c.document).order_by(company_versions.c.id.desc()).limit(1)
    document = conn.execute(query).scalar_one_or_none()
    return json.loads(document)["zone"] if document else "UTC"


def _rows(conn: Connection, query: Select[Any]) -> tuple[PersonRow, ...]:
    found = conn.execute(query).all()
    ids = [row.id for row in found]
    latest, counts = _latest(conn, ids), _open_counts(conn, ids)
    listed = []
    for row in found:
        at, what = latest.get(row.id, (None, None))
        counted, held = counts.get(row.id, (0, 0))
        listed.append(
            PersonRow(
                id=row.id,
                name=_name(row.first_name, row.last_name),
                email=row.email,
                latest_at=at,
                latest=what,
                open=counted,
                held=held,
            )
        )
    return tuple(listed)


def _latest(conn: Connection, ids: list[str]) -> Mapping[str, tuple[datetime, str]]:
    """The newest event or touchpoint of each of these people."""
    happened = (
        select(events.c.candidate_id, events.c.at, events.c.type)
        .join(candidates, candidates.c.id == events.c.candidate_id)
        .where(events.c.candidate_id.in_(ids), events.c.number == candidates.c.last_event)
    )
    rank = func.row_number().over(partition_by=touchpoints.c.candidate_id, order_by=touchpoints.c.at.desc())
    ranked = (
        select(touchpoints.c.candidate_id, touchpoints.c.at, touchpoints.c.summary.label("what"), rank.label("rank"))
        .where(touchpoints.c.candidate_id.in_(ids))
        .subquery()
    )
    touched = select(ranked.c.candidate_id, ranked.c.at, ranked.c.what).where(ranked.c.rank == 1)
    newest = {row.candidate_id: (row.at, EVENTS[EventType(row.type)].means) for row in conn.execute(happened)}
    for row in conn.execute(touched):
        if row.candidate_id not in newest or row.at >= newest[row.candidate_id][0]:
            newest[row.candidate_id] = (row.at, row.what)
    return newest


def _open_counts(conn: Connection, ids: list[str]) -> Mapping[str, tuple[int, int]]:
    """How many open and how many held enrollments each of these people has."""
    is_held = case((enrollments.c.status == EnrollmentStatus.HELD, 1))
    query = (
        select(enrollments.c.candidate_id, func.count(), func.count(is_held))
        .where(enrollments.c.candidate_id.in_(ids), enrollments.c.status != EnrollmentStatus.ENDED)
        .group_by(enrollments.c.candidate_id)
    )
    return {candidate_id: (counted, held) for candidate_id, counted, held in conn.execute(query)}


def _name(first: str | None, last: str | None) -> str | None:
    return " ".join(part for part in (first, last) if part) or None


def _version(row: Row[Any]) -> VersionRow:
    return VersionRow(
        sequence=row.sequence,
        version=row.version,
        title=json.loads(row.document)["title"],
        content_hash=row.content_hash,
        commit=row.git_commit,
        author=row.author,
        published_at=row.published_at,
        open=row.open,
        ended=row.all - row.open,
    )
