"""Who is in which sequence: entering, moving on, standing still, ending. Once per sequence, subject and cycle."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, not_, or_, select, update

from nurture.domain.enrollment import Enrollment
from nurture.domain.moves import Move
from nurture.domain.subject import Subject, SubjectKind
from nurture.errors import NotFound
from nurture.store.codec import progress_to_json
from nurture.store.tables import enrollments
from nurture.store.upserts import insert_unless_there
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen

ABOUT_APPLICATIONS: Final = (SubjectKind.APPLICATION, SubjectKind.HIRE)
"""Subjects whose id is that of an application."""

IS_HELD: Final = or_(
    enrollments.c.status == EnrollmentStatus.HELD,
    and_(enrollments.c.status == EnrollmentStatus.PAUSED, enrollments.c.held_reason.is_not(None)),
)
"""Stands still until a person steps in: because of a fault, or because a breaker holds it back at the door."""


@frozen
class Enrolled:
    """Somebody entered a sequence just now."""

    enrollment_id: str


@frozen
class AlreadyEnrolled:
    """The same run of the same sequence about the same subject was there before, and stands like this."""

    enrollment_id: str
    status: EnrollmentStatus


def enroll(
    conn: Connection,
    enrollment: Enrollment,
    move: Move,
    *,
    status: EnrollmentStatus,
    trigger_event: int | None,
    now: datetime,
    application_id: str | None = None,
    job_id: str | None = None,
    occasion: str | None = None,
) -> Enrolled | AlreadyEnrolled:
    """Lets somebody enter with their first move, once: a second call for the same cycle finds the first as it stands.

    `trigger_event` is the number of the event that led here in the candidate's own stream; None: a person did it, or
    the `occasion` that is named.
    `application_id` is the application that a run about an interview, offer and the like follows, `job_id` the job
    whose news let in a run about no application.
    """
    subject = enrollment.subject
    values = {
        "id": enrollment.id,
        "sequence": enrollment.sequence,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "cycle": enrollment.cycle,
        "candidate_id": enrollment.candidate_id,
        "stream_id": enrollment.candidate_id,
        "application_id": subject.id if subject.kind in ABOUT_APPLICATIONS else application_id,
        "job_id": job_id,
        "entered_at": enrollment.entered_at,
        "trigger_event": trigger_event,
        "occasion": occasion,
        **_standing_at(move, status, now, heard=None),
    }
    if insert_unless_there(conn, enrollments, values):
        return Enrolled(enrollment_id=enrollment.id)
    found = conn.execute(
        select(enrollments.c.id, enrollments.c.status).where(
            enrollments.c.sequence == enrollment.sequence,
            _is_about(subject),
            enrollments.c.cycle == enrollment.cycle,
        )
    ).one()
    return AlreadyEnrolled(enrollment_id=found.id, status=found.status)


_SAVED: Final = (
    "status",
    "progress",
    "version",
    "step",
    "action",
    "next_at",
    "summary",
    "listen",
    "outcome",
    "is_goal",
    "ended_at",
    "held_reason",
    "heard_event",
)
_SAVE = (
    update(enrollments)
    .where(enrollments.c.id == bindparam("enrollment"), enrollments.c.status != EnrollmentStatus.ENDED)
    .values({name: bindparam(f"new_{name}") for name in _SAVED})
)
# What a person is waited for with outlasts whatever happens meanwhile.
_SAVE_PAUSED = _SAVE.values(held_reason=func.coalesce(bindparam("new_held_reason"), enrollments.c.held_reason))


def save(
    conn: Connection,
    enrollment_id: str,
    move: Move,
    *,
    status: EnrollmentStatus,
    now: datetime,
    heard: int | None = None,
) -> bool:
    """Keeps the move that an enrollment stands at. False when it has ended before: what is late changes nothing.

    `heard` is the newest event that was there when it was looked at, if that is not the newest it has seen.
    """
    values = {f"new_{name}": value for name, value in _standing_at(move, status, now, heard).items()}
    saved = conn.execute(
        _SAVE_PAUSED if status is EnrollmentStatus.PAUSED else _SAVE, {"enrollment": enrollment_id, **values}
    )
    return saved.rowcount == 1


def _standing_at(move: Move, status: EnrollmentStatus, now: datetime, heard: int | None) -> dict[str, object]:
    """What is kept of a move, by the columns of `_SAVED`."""
    return {
        "status": status,
        "progress": progress_to_json(move.progress),
        "version": move.progress.version,
        "step": move.step,
        "action": move.action,
        "next_at": move.at,
        "summary": move.summary,
        "listen": f" {' '.join(move.listen)} " if move.listen else "",
        "outcome": move.outcome,
        "is_goal": move.is_goal,
        "ended_at": now if status is EnrollmentStatus.ENDED else None,
        "held_reason": move.held,
        "heard_event": move.progress.seen_event if heard is None else heard,
    }


def end(conn: Connection, enrollment_id: str, outcome: str, *, now: datetime) -> bool:
    """Ends an enrollment from outside its plan. False when it had ended before. Raises `NotFound`."""
    return _change(
        conn,
        enrollment_id,
        status=EnrollmentStatus.ENDED,
        outcome=outcome,
        summary=f"ended: {outcome}",
        ended_at=now,
        next_at=None,
        listen="",
        held_reason=None,
    )


def close_doors(conn: Connection, enrollment_id: str) -> None:
    """Keeps that no event lets this candidate in anywhere, since that enrollment ended by an exit for everything."""
    conn.execute(update(enrollments).where(enrollments.c.id == enrollment_id).values(closes_doors=True))


def who_closed_doors(conn: Connection, candidate_id: str) -> str | None:
    """The enrollment that closed the doors to a candidate; None where they are open."""
    found: str | None = conn.execute(_CLOSED_DOORS, {"candidate": candidate_id}).scalar_one_or_none()
    return found


_CLOSED_DOORS = (
    select(enrollments.c.id)
    .where(enrollments.c.candidate_id == bindparam("candidate"), enrollments.c.closes_doors)
    .order_by(enrollments.c.ended_at.desc())
    .limit(1)
)


def hold(conn: Connection, enrollment_id: str, reason: str) -> bool:
    """Parks an enrollment, visibly, until a person steps in. False when it had ended. Raises `NotFound`."""
    return _change(conn, enrollment_id, status=EnrollmentStatus.HELD, held_reason=reason, next_at=None)


def hold_back(conn: Connection, enrollment_id: str, reason: str) -> bool:
    """Keeps somebody at the door until a person lets them in: nothing is sent, exits work. False when it had ended."""
    return _change(conn, enrollment_id, status=EnrollmentStatus.PAUSED, held_reason=reason)


def lock_doors(conn: Connection) -> None:
    """Until this transaction is over, nobody else counts who came in: two at once would not see each other.

    One lock for all sequences, since a delivery may let people into several; to be taken once its people are locked.
    """
    if conn.dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        conn.execute(select(func.pg_advisory_xact_lock(func.hashtext("doors"))))


def let_in_since(conn: Connection, sequence: str, since: datetime) -> int:
    """How many came in by themselves after that moment, without those who are held back at the door."""
    is_at_the_door = and_(enrollments.c.status == EnrollmentStatus.PAUSED, enrollments.c.held_reason.is_not(None))
    counted: int = conn.execute(
        select(func.count())
        .select_from(enrollments)
        .where(
            enrollments.c.sequence == sequence,
            enrollments.c.entered_at > since,
            or_(enrollments.c.trigger_event.is_not(None), enrollments.c.occasion.is_not(None)),
            not_(is_at_the_door),
        )
    ).scalar_one()
    return counted


def pause(conn: Connection, enrollment_id: str) -> bool:
    """Marks an enrollment as paused by an operator. False when it had ended. Raises `NotFound`."""
    return _change(conn, enrollment_id, status=EnrollmentStatus.PAUSED)


def resume(conn: Connection, enrollment_id: str) -> bool:
    """Marks a paused or held enrollment as active. False when it had ended. Raises `NotFound`."""
    return _change(conn, enrollment_id, status=EnrollmentStatus.ACTIVE, held_reason=None)


def confirm_started(conn: Connection, enrollment_id: str, *, now: datetime) -> None:
    """Keeps when Temporal confirmed that the enrollment's workflow runs; the first time counts."""
    conn.execute(
        update(enrollments)
        .where(enrollments.c.id == enrollment_id, enrollments.c.started_at.is_(None))
        .values(started_at=now)
    )


def forget_start(conn: Connection, enrollment_id: str) -> None:
    """Takes back that the workflow of an open enrollment runs."""
    conn.execute(
        update(enrollments)
        .where(enrollments.c.id == enrollment_id, enrollments.c.status != EnrollmentStatus.ENDED)
        .values(started_at=None)
    )


def _change(conn: Connection, enrollment_id: str, **values: object) -> bool:
    changed = conn.execute(
        update(enrollments)
        .where(enrollments.c.id == enrollment_id, enrollments.c.status != EnrollmentStatus.ENDED)
        .values(values)
    )
    if changed.rowcount == 1:
        return True
    if conn.execute(select(enrollments.c.id).where(enrollments.c.id == enrollment_id)).one_or_none() is None:
        raise NotFound(f"there is no enrollment {enrollment_id}")
    return False


def _is_about(subject: Subject) -> ColumnElement[bool]:
    return and_(enrollments.c.subject_kind == subject.kind, enrollments.c.subject_id == subject.id)
