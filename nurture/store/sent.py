"""What has left before: to a candidate, by template, by step, about the same subject in any run, and to one of ours."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, func, or_, select, text

from nurture.domain.enrollment import Enrollment
from nurture.domain.instances import instance
from nurture.domain.tasks import GIVEN, notice_step
from nurture.domain.touchpoints import ChannelKind, Direction, SendState
from nurture.store import contacts
from nurture.store.ledger import COUNTS_AS_SENT
from nurture.store.tables import enrollments, told_openings, touchpoints

_HAS_LEFT = touchpoints.c.state.in_(COUNTS_AS_SENT)
_WAS_TOLD = touchpoints.c.state.in_((*COUNTS_AS_SENT, SendState.RELEASED))


_RECENT = (
    select(touchpoints.c.at)
    .where(
        touchpoints.c.candidate_id == bindparam("candidate"),
        touchpoints.c.at > bindparam("since"),
        touchpoints.c.direction == Direction.OUTBOUND,
        touchpoints.c.recipient == contacts.CANDIDATE,
        touchpoints.c.channel != ChannelKind.NOTE,
        touchpoints.c.carried_by.is_(None),
        or_(_HAS_LEFT, touchpoints.c.state.is_(None)),
    )
    .order_by(touchpoints.c.at.desc())
)


def recent(conn: Connection, candidate_id: str, *, since: datetime) -> tuple[datetime, ...]:
    """When a candidate was contacted after that moment, newest first: by any sequence, and by people of ours."""
    return tuple(conn.execute(_RECENT, {"candidate": candidate_id, "since": since}).scalars())


def about_openings(
    conn: Connection, candidate_id: str, sequences: Iterable[str], *, since: datetime
) -> tuple[datetime, ...]:
    """When messages about openings left for a candidate after that moment, newest first: those of these sequences, and
    mails that told of some."""
    told = exists().where(told_openings.c.touchpoint_id == touchpoints.c.id)
    of_sequence = touchpoints.c.enrollment_id.in_(
        select(enrollments.c.id).where(
            enrollments.c.candidate_id == candidate_id, enrollments.c.sequence.in_(sorted(sequences))
        )
    )
    counted = _RECENT.where(_HAS_LEFT, or_(told, of_sequence))
    return tuple(conn.execute(counted, {"candidate": candidate_id, "since": since}).scalars())


_LAST_MAIL = select(func.max(touchpoints.c.at)).where(
    touchpoints.c.candidate_id == bindparam("candidate"),
    touchpoints.c.direction == Direction.OUTBOUND,
    touchpoints.c.id != bindparam("but"),
    touchpoints.c.recipient == contacts.CANDIDATE,
    touchpoints.c.channel.in_((ChannelKind.EMAIL, ChannelKind.SMS)),
    or_(_HAS_LEFT, touchpoints.c.state.is_(None)),
)


def last_mail(conn: Connection, candidate_id: str, *, but: str) -> datetime | None:
    """When the newest mail or text to a candidate left, or may have: of any sequence, or written by people of ours.

    The message under the key `but`, which asks, does not count.
    """
    at: datetime | None = conn.execute(_LAST_MAIL, {"candidate": candidate_id, "but": but}).scalar_one()
    return at


def templates_of_run(conn: Connection, enrollment_id: str) -> frozenset[str]:
    """The templates of all mails that left in a run, or may have."""
    of_run = touchpoints.c.enrollment_id == enrollment_id
    query = select(touchpoints.c.template).where(of_run, _HAS_LEFT, touchpoints.c.template.is_not(None))
    return frozenset(conn.execute(query).scalars())


def left_in_run(conn: Connection, enrollment_id: str, step: str) -> datetime | None:
    """When a step's mail last left in a run, or may have; None: never."""
    at: datetime | None = conn.execute(
        select(func.max(touchpoints.c.at)).where(
            touchpoints.c.enrollment_id == enrollment_id, touchpoints.c.step == step, _HAS_LEFT
        )
    ).scalar_one()
    return at


def to_reader(conn: Connection, sequence: str, address_hash: str, since: datetime) -> tuple[datetime, ...]:
    """When messages of any run of a sequence left for that address, or may have, newest first.

    Until this transaction is over, no other can ask the same: two runs can't both find room for one more.
    """
    if conn.dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        conn.execute(text("SELECT pg_advisory_xact_lock(hashtext(:reader))"), {"reader": f"{sequence} {address_hash}"})
    left = conn.execute(
        select(touchpoints.c.at)
        .select_from(touchpoints.join(enrollments, enrollments.c.id == touchpoints.c.enrollment_id))
        .where(
            enrollments.c.sequence == sequence,
            touchpoints.c.address_hash == address_hash,
            touchpoints.c.at > since,
            _HAS_LEFT,
        )
        .order_by(touchpoints.c.at.desc())
    )
    return tuple(left.scalars())


def left_about(
    conn: Connection, enrollment: Enrollment, step: str, *, key: str, address_hash: str | None
) -> datetime | None:
    """When a step's mail last left in any run of the sequence about the same subject; that of `key` does not count.

    With `address_hash` only what went to that address counts.
    """
    reader: list[ColumnElement[bool]] = [touchpoints.c.address_hash == address_hash] if address_hash else []
    at: datetime | None = conn.execute(
        select(func.max(touchpoints.c.at))
        .select_from(touchpoints.join(enrollments, enrollments.c.id == touchpoints.c.enrollment_id))
        .where(
            enrollments.c.sequence == enrollment.sequence,
            enrollments.c.subject_kind == enrollment.subject.kind,
            enrollments.c.subject_id == enrollment.subject.id,
            touchpoints.c.step == step,
            touchpoints.c.id != key,
            _HAS_LEFT,
            *reader,
        )
    ).scalar_one()
    return at


def last_given(conn: Connection, sequence: str, step: str, *, address_hash: str, key: str) -> datetime | None:
    """When whoever has that address was last given a task by that step of a sequence, in whichever run; None: never.
    The notice of `key` does not count.

    Until the transaction ends nobody else can give them one, so that two runs don't both find that there was none.
    """
    if conn.dialect.name == "postgresql":  # SQLite's write lock does this by itself
        conn.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"task {address_hash}"))))
    of_items = (touchpoints.c.step.startswith(instance(step, "").removesuffix("]")), touchpoints.c.step.endswith(GIVEN))
    at: datetime | None = conn.execute(
        select(func.max(touchpoints.c.at))
        .select_from(touchpoints.join(enrollments, enrollments.c.id == touchpoints.c.enrollment_id))
        .where(
            enrollments.c.sequence == sequence,
            or_(touchpoints.c.step == notice_step(step, GIVEN), and_(*of_items)),
            touchpoints.c.address_hash == address_hash,
            touchpoints.c.id != key,
            _WAS_TOLD,
        )
    ).scalar_one()
    return at


def last_sequence(conn: Connection, candidate_id: str, *, until: datetime) -> str | None:
    """The sequence whose message was the last that a candidate had of us by then.

    None where they had none, or the last word was one that somebody of ours wrote or spoke without a sequence.
    """
    latest = conn.execute(
        select(enrollments.c.sequence)
        .select_from(touchpoints.outerjoin(enrollments, enrollments.c.id == touchpoints.c.enrollment_id))
        .where(
            touchpoints.c.candidate_id == candidate_id,
            touchpoints.c.recipient == contacts.CANDIDATE,
            touchpoints.c.direction == Direction.OUTBOUND,
            touchpoints.c.at <= until,
            or_(touchpoints.c.state.is_(None), _HAS_LEFT),
        )
        .order_by(touchpoints.c.at.desc(), touchpoints.c.id.desc())
        .limit(1)
    ).one_or_none()
    return latest.sequence if latest else None
