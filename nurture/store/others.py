"""What else stands to be sent to a person: the messages of their other runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from nurture.domain.moves import Progress
from nurture.store.codec import progress_from_json
from nurture.store.ledger import COUNTS_AS_SENT
from nurture.store.tables import enrollments, touchpoints
from nurture.store.words import EnrollmentStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A run that stands at a message: which step of which version, where it has got to, and when it goes on."""

    enrollment_id: str
    sequence: str
    step: str
    at: datetime
    progress: Progress


def at_a_message(
    conn: Connection, candidate_id: str, *, but: str, actions: Iterable[str], after: datetime
) -> tuple[Standing, ...]:
    """A person's active runs that stand at one of these actions since that moment, apart from one of them."""
    rows = conn.execute(
        select(
            enrollments.c.id,
            enrollments.c.sequence,
            enrollments.c.step,
            enrollments.c.next_at,
            enrollments.c.progress,
        )
        .where(
            enrollments.c.candidate_id == candidate_id,
            enrollments.c.id != but,
            enrollments.c.status == EnrollmentStatus.ACTIVE,
            enrollments.c.action.in_(tuple(actions)),
            enrollments.c.next_at > after,
        )
        .order_by(enrollments.c.id)
    )
    return tuple(
        Standing(
            enrollment_id=row.id,
            sequence=row.sequence,
            step=row.step,
            at=row.next_at,
            progress=progress_from_json(row.progress),
        )
        for row in rows
    )


def on_their_way(conn: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Which of these messages have left, or may have: they count as touches, and wait no more."""
    return frozenset(
        conn.execute(
            select(touchpoints.c.id).where(touchpoints.c.id.in_(tuple(keys)), touchpoints.c.state.in_(COUNTS_AS_SENT))
        ).scalars()
    )
