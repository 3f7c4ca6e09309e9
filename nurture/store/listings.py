"""Lists for people to look at: who there is, and who is inside which sequence."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from nurture.domain.contact_points import ContactKind, normalized_email
from nurture.domain.events import spec_of
from nurture.store import contact_points
from nurture.store.enrollments import IS_HELD
from nurture.store.tables import candidates, enrollments, events, touchpoints
from nurture.store.tables import contact_points as points
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen

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


@frozen
class Mark:
    """A row's place in a list: the moment by which it is sorted (None: it has none), and among equals its id."""

    at: datetime | None
    id: str


@frozen
class PersonRow:
    """One person in a list. `latest` is the newest thing that happened, in a word or a sentence."""

    id: str
    name: str | None
    email: str | None
    mark: Mark
    latest_at: datetime | None = None
    latest: str | None = None
    open: int = 0
    held: int = 0

    @property
    def called(self) -> str:
        """The name, or the id of somebody without one."""
        return self.name or self.id


@frozen
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
    def mark(self) -> Mark:
        """Where it stands in the list."""
        return Mark(at=self.next_at, id=self.id)

    @property
    def called(self) -> str:
        """The name, or the id of somebody without one."""
        return self.person or self.candidate_id


def find_people(conn: Connection, who: str) -> tuple[PersonRow, ...]:
    """Whom an id, a mail address or, where neither names anybody, a vendor's id names.

    A record that was merged stands for the one that goes on. A vendor's id is looked for last: that reads all ids.
    """
    named = candidates.c.id == who
    address = contact_points.has(ContactKind.EMAIL, points.c.normalized == normalized_email(who))
    vendors = candidates.c.id.endswith(f":{who}", autoescape=True)
    goes_on = select(func.coalesce(candidates.c.merged_into, candidates.c.id))
    ids: set[str] = set(conn.execute(goes_on.where(named)).scalars())
    ids |= set(conn.execute(goes_on.where(address)).scalars())
    ids = ids or set(conn.execute(goes_on.where(vendors)).scalars())
    return _rows(conn, select(candidates).where(candidates.c.id.in_(ids)).order_by(candidates.c.id))


_touched = case(
    (candidates.c.last_contact > candidates.c.updated_at, candidates.c.last_contact),
    else_=candidates.c.updated_at,
)


def people(
    conn: Connection, *, containing: str = "", after: Mark | None = None, limit: int = 50
) -> tuple[PersonRow, ...]:
    """People by latest activity, behind that place; `containing` looks for parts of the name, the address or the id."""
    query = select(candidates).where(candidates.c.merged_into.is_(None), *_contain(containing))
    if after is not None and after.at is not None:
        query = query.where(or_(_touched < after.at, and_(_touched == after.at, candidates.c.id > after.id)))
    return _rows(conn, query.order_by(_touched.desc(), candidates.c.id).limit(limit))


def _contain(words: str) -> Iterator[ColumnElement[bool]]:
    """That each of these words is a part of a candidate's name, address or id."""
    for word in words.split():
        places = (candidates.c.first_name, candidates.c.last_name, candidates.c.id)
        address = contact_points.has(ContactKind.EMAIL, points.c.value.icontains(word, autoescape=True))
        yield or_(address, *(place.icontains(word, autoescape=True) for place in places))


def inside(
    conn: Connection,
    *,
    status: EnrollmentStatus | None = None,
    sequence: str | None = None,
    containing: str = "",
    after: Mark | None = None,
    limit: int = 200,
) -> tuple[Inside, ...]:
    """Who is inside, those whose next move comes first before the others, behind that place; in one state, in one
    sequence, and as `people` looks for them.
    """
    query = (
        select(*(enrollments.c[name] for name in _INSIDE), candidates.c.first_name, candidates.c.last_name)
        .join(candidates, candidates.c.id == enrollments.c.candidate_id)
        .where(enrollments.c.status != EnrollmentStatus.ENDED, *_contain(containing))
        .order_by(enrollments.c.next_at.is_(None), enrollments.c.next_at, enrollments.c.id)
        .limit(limit)
    )
    if status is not None:
        query = query.where(IS_HELD if status is EnrollmentStatus.HELD else enrollments.c.status == status)
    if sequence is not None:
        query = query.where(enrollments.c.sequence == sequence)
    if after is not None:
        query = query.where(_is_behind(after))
    return tuple(
        Inside(**{name: row._mapping[name] for name in _INSIDE}, person=_name(row.first_name, row.last_name))
        for row in conn.execute(query)
    )


def _is_behind(mark: Mark) -> ColumnElement[bool]:
    """Whoever waits for no moment stands last."""
    due, is_next = enrollments.c.next_at, enrollments.c.id > mark.id
    if mark.at is None:
        return and_(due.is_(None), is_next)
    return or_(due.is_(None), due > mark.at, and_(due == mark.at, is_next))


def count_held(conn: Connection) -> int:
    """How many stand still until a person steps in."""
    counted: int = conn.execute(select(func.count()).select_from(enrollments).where(IS_HELD)).scalar_one()
    return counted


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
                mark=Mark(at=max(row.last_contact or row.updated_at, row.updated_at), id=row.id),
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
    newest = {row.candidate_id: (row.at, spec_of(row.type).means) for row in conn.execute(happened)}
    for row in conn.execute(touched):
        if row.candidate_id not in newest or row.at >= newest[row.candidate_id][0]:
            newest[row.candidate_id] = (row.at, row.what)
    return newest


def _open_counts(conn: Connection, ids: list[str]) -> Mapping[str, tuple[int, int]]:
    """How many open and how many held enrollments each of these people has."""
    is_held = case((IS_HELD, 1))
    query = (
        select(enrollments.c.candidate_id, func.count(), func.count(is_held))
        .where(enrollments.c.candidate_id.in_(ids), enrollments.c.status != EnrollmentStatus.ENDED)
        .group_by(enrollments.c.candidate_id)
    )
    return {candidate_id: (counted, held) for candidate_id, counted, held in conn.execute(query)}


def _name(first: str | None, last: str | None) -> str | None:
    return " ".join(part for part in (first, last) if part) or None
