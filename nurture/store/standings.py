"""Where enrollments stand: one, or lists of those who are inside, held, not started, listening."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, select

from nurture.domain.enrollment import Enrollment
from nurture.domain.subject import Subject
from nurture.errors import NotFound
from nurture.store.enrollments import IS_HELD
from nurture.store.keyset import WHOLE, Cut
from nurture.store.rows import Values
from nurture.store.tables import enrollments
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class Standing:
    """One enrollment and where it stands.

    `next_at` is when it moves by itself, None: only when something happens. `started_at` is when Temporal confirmed
    that its workflow runs. `stream_id` is the candidate whose stream of events it reads.
    """

    enrollment: Enrollment
    status: EnrollmentStatus
    stream_id: str
    started_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    is_goal: bool
    step: str | None
    action: str | None
    next_at: datetime | None
    summary: str | None
    held_reason: str | None


_ENROLLMENT: Final = ("id", "sequence", "candidate_id", "version", "cycle", "entered_at")
_STATE: Final = (
    "status",
    "stream_id",
    "started_at",
    "ended_at",
    "outcome",
    "is_goal",
    "step",
    "action",
    "next_at",
    "summary",
    "held_reason",
)
_STATEMENT = select(
    enrollments.c.subject_kind,
    enrollments.c.subject_id,
    *(enrollments.c[name] for name in (*_ENROLLMENT, *_STATE)),
).order_by(enrollments.c.entered_at, enrollments.c.id)
_is_open = enrollments.c.status != EnrollmentStatus.ENDED


def get(conn: Connection, enrollment_id: str) -> Standing:
    """One enrollment. Raises `NotFound`."""
    found = _list(conn, enrollments.c.id == enrollment_id)
    if not found:
        raise NotFound(f"there is no enrollment {enrollment_id}")
    return found[0]


def candidate_of(conn: Connection, enrollment_id: str) -> str | None:
    """Whose an enrollment is; None where there is none of that id."""
    whose = select(enrollments.c.candidate_id).where(enrollments.c.id == enrollment_id)
    found: str | None = conn.execute(whose).scalar_one_or_none()
    return found


def of_candidate(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Standing, ...]:
    """All enrollments of a candidate, ended ones too, in the order of entry."""
    return _cut(conn, cut, enrollments.c.entered_at, enrollments.c.candidate_id == candidate_id)


def ended_of(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Standing, ...]:
    """Those of a candidate that have ended, by when that was."""
    ended_at = enrollments.c.ended_at
    return _cut(conn, cut, ended_at, enrollments.c.candidate_id == candidate_id, ended_at.is_not(None))


def _cut(conn: Connection, cut: Cut, at: ColumnElement[datetime], *where: ColumnElement[bool]) -> tuple[Standing, ...]:
    statement = cut.of(_STATEMENT.where(*where).order_by(None), at, enrollments.c.id)
    return tuple(_read(values) for values in conn.execute(statement))


def active_for_candidate(conn: Connection, candidate_id: str) -> tuple[Standing, ...]:
    """A candidate's open enrollments: active, held and paused ones."""
    return _list(conn, enrollments.c.candidate_id == candidate_id, _is_open)


def reading(conn: Connection, stream_id: str) -> tuple[Standing, ...]:
    """The open enrollments that read this stream of events: whom a new event in it wakes."""
    return _list(conn, enrollments.c.stream_id == stream_id, _is_open)


def listening_for(conn: Connection, event_type: str) -> tuple[Standing, ...]:
    """The open enrollments that name such an event among those which could change their next move."""
    return _list(conn, enrollments.c.listen.contains(f" {event_type} ", autoescape=True), _is_open)


def held(conn: Connection, *, limit: int = 100) -> tuple[Standing, ...]:
    """The enrollments that wait for a person, oldest first."""
    return _list(conn, IS_HELD, limit=limit)


def unstarted(conn: Connection, *, older_than: datetime, limit: int = 100) -> tuple[Standing, ...]:
    """The open enrollments from before that moment whose workflow was never confirmed, oldest first."""
    since_then = enrollments.c.entered_at < older_than
    return _list(conn, _is_open, enrollments.c.started_at.is_(None), since_then, limit=limit)


def inside(conn: Connection, sequence: str) -> tuple[Standing, ...]:
    """The open enrollments of one sequence, in the order of entry."""
    return _list(conn, enrollments.c.sequence == sequence, _is_open)


def page(
    conn: Connection,
    *,
    candidate_id: str | None = None,
    sequence: str | None = None,
    status: EnrollmentStatus | None = None,
    after: str | None = None,
    limit: int,
) -> tuple[Standing, ...]:
    """Enrollments by their ids, from beyond one of them: of a candidate, of a sequence, in one state."""
    where: list[ColumnElement[bool]] = []
    if candidate_id is not None:
        where.append(enrollments.c.candidate_id == candidate_id)
    if sequence is not None:
        where.append(enrollments.c.sequence == sequence)
    if status is not None:
        where.append(IS_HELD if status is EnrollmentStatus.HELD else enrollments.c.status == status)
    if after is not None:
        where.append(enrollments.c.id > after)
    statement = _STATEMENT.where(*where).order_by(None).order_by(enrollments.c.id).limit(limit)
    return tuple(_read(values) for values in conn.execute(statement))


def _list(conn: Connection, *where: ColumnElement[bool], limit: int | None = None) -> tuple[Standing, ...]:
    return tuple(_read(values) for values in conn.execute(_STATEMENT.where(*where).limit(limit)))


def _read(values: Values) -> Standing:
    kind, subject_id, *rest = values
    own, state = rest[: len(_ENROLLMENT)], rest[len(_ENROLLMENT) :]
    subject = Subject(kind=kind, id=subject_id)
    return Standing(
        enrollment=Enrollment(subject=subject, **dict(zip(_ENROLLMENT, own, strict=True))),
        **dict(zip(_STATE, state, strict=True)),
    )
