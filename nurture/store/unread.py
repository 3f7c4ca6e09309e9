"""Which deliveries are kept and not taken in, and whom they name: until then nothing leaves to those people.

A row is made in the transaction that keeps a delivery, so that whoever acknowledged it has said whom it names. It goes
once the delivery was taken in, or came to nothing. One that could not be understood keeps its rows, until a person has
decided about it.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, delete, exists, func, or_, select, union, union_all

from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.unread import Unread
from nurture.store.tables import applications, candidates, enrollments, inbox, inbox_subjects
from nurture.store.upserts import insert_into
from nurture.store.words import EnrollmentStatus, InboxState
from nurture.values import frozen

_WHOSE: Final[BindParameter[str]] = bindparam("candidate_id")
_NAMES: Final = union_all(
    select(inbox_subjects.c.inbox_id)
    .join(candidates, candidates.c.id == inbox_subjects.c.record_id)
    .where(
        inbox_subjects.c.kind == SubjectKind.CANDIDATE,
        or_(candidates.c.id == _WHOSE, candidates.c.merged_into == _WHOSE),
    ),
    select(inbox_subjects.c.inbox_id)
    .join(applications, applications.c.id == inbox_subjects.c.record_id)
    .where(inbox_subjects.c.kind == SubjectKind.APPLICATION, applications.c.candidate_id == _WHOSE),
).subquery()
OLDEST: Final = select(func.min(_NAMES.c.inbox_id))
"""The first delivery that names somebody: by any record that was merged into theirs, or joined it, or an application.

Its statement is to be executed with their `candidate_id`.
"""

_PEOPLE: Final = union(
    select(inbox_subjects.c.inbox_id, func.coalesce(candidates.c.merged_into, candidates.c.id).label("candidate_id"))
    .join(candidates, candidates.c.id == inbox_subjects.c.record_id)
    .where(inbox_subjects.c.kind == SubjectKind.CANDIDATE),
    select(inbox_subjects.c.inbox_id, applications.c.candidate_id)
    .join(applications, applications.c.id == inbox_subjects.c.record_id)
    .where(inbox_subjects.c.kind == SubjectKind.APPLICATION),
).subquery()
_NAMED: Final = _PEOPLE.join(inbox, inbox.c.id == _PEOPLE.c.inbox_id).join(
    candidates, candidates.c.id == _PEOPLE.c.candidate_id
)
_WAITS: Final = or_(inbox.c.state == InboxState.FAILED, inbox.c.note.is_not(None))
_IS_INSIDE: Final = exists().where(
    enrollments.c.candidate_id == candidates.c.id, enrollments.c.status != EnrollmentStatus.ENDED
)
_COLUMNS: Final = tuple(inbox.c[name] for name in ("id", "connection", "received_at", "note", "state"))


@frozen
class HeldBack:
    """Somebody on record whom an unread delivery names."""

    candidate_id: str
    called: str
    unread: Unread


def name(conn: Connection, inbox_id: int, subjects: Iterable[Subject]) -> None:
    """Says whom a delivery names that is not taken in yet."""
    rows = [{"inbox_id": inbox_id, "kind": each.kind, "record_id": each.id} for each in subjects]
    if rows:
        conn.execute(insert_into(conn, inbox_subjects).on_conflict_do_nothing(), rows)


def forget(conn: Connection, inbox_id: int) -> None:
    """A delivery keeps nobody's mail back any longer."""
    conn.execute(delete(inbox_subjects).where(inbox_subjects.c.inbox_id == inbox_id))


def oldest_about(conn: Connection, candidate_id: str) -> Unread | None:
    """The first delivery that names a person and is not taken in."""
    number = conn.execute(OLDEST, {"candidate_id": candidate_id}).scalar_one()
    return None if number is None else delivery(conn, number)


def delivery(conn: Connection, inbox_id: int) -> Unread:
    """A delivery that is not taken in."""
    return _unread(conn.execute(select(*_COLUMNS).where(inbox.c.id == inbox_id)).one())


def named_by(conn: Connection, inbox_id: int) -> tuple[str, ...]:
    """The people on record whom a delivery names that is not taken in."""
    theirs = select(_PEOPLE.c.candidate_id).where(_PEOPLE.c.inbox_id == inbox_id)
    return tuple(conn.execute(theirs.order_by(_PEOPLE.c.candidate_id)).scalars())


def held_back(conn: Connection, *, limit: int = 100) -> tuple[HeldBack, ...]:
    """Whoever is in a sequence and named by a delivery that could not be taken in so far, and why it could not; by
    delivery, the first one of each person.
    """
    statement = (
        select(candidates.c.id.label("candidate_id"), candidates.c.first_name, candidates.c.last_name, *_COLUMNS)
        .select_from(_NAMED)
        .where(_WAITS, _IS_INSIDE)
        .order_by(inbox.c.id, candidates.c.id)
        .limit(limit)
    )
    found: dict[str, HeldBack] = {}
    for row in conn.execute(statement):
        called = _called(row.first_name, row.last_name) or row.candidate_id
        told = HeldBack(candidate_id=row.candidate_id, called=called, unread=_unread(row))
        found.setdefault(row.candidate_id, told)
    return tuple(found.values())


def page(conn: Connection, *, after: str | None = None, limit: int) -> tuple[HeldBack, ...]:
    """The same people by id, the next behind one of them, each with the first of those deliveries."""
    statement = (
        select(candidates.c.id, candidates.c.first_name, candidates.c.last_name, func.min(inbox.c.id).label("number"))
        .select_from(_NAMED)
        .where(_WAITS, _IS_INSIDE, *([candidates.c.id > after] if after is not None else []))
        .group_by(candidates.c.id, candidates.c.first_name, candidates.c.last_name)
        .order_by(candidates.c.id)
        .limit(limit)
    )
    return tuple(
        HeldBack(
            candidate_id=row.id,
            called=_called(row.first_name, row.last_name) or row.id,
            unread=delivery(conn, row.number),
        )
        for row in conn.execute(statement).all()
    )


def _called(first: str | None, last: str | None) -> str:
    return " ".join(each for each in (first, last) if each)


def _unread(row: Row[Any]) -> Unread:
    return Unread(
        delivery=row.id,
        connection=row.connection,
        received_at=row.received_at,
        why=row.note,
        is_parked=row.state is InboxState.FAILED,
    )
