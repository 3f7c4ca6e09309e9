"""What else a person is in: their other runs, and what those have sent."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from nurture.domain.moves import Progress
from nurture.store.codec import progress_from_json
from nurture.store.ledger import COUNTS_AS_SENT
from nurture.store.tables import enrollments, touchpoints
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class Moving:
    """A run that goes on by itself: of which sequence, where it has got to, and its next move."""

    enrollment_id: str
    sequence: str
    action: str
    step: str | None
    at: datetime
    progress: Progress


def moving(conn: Connection, candidate_id: str, *, but: str, after: datetime) -> tuple[Moving, ...]:
    """A person's active runs whose next move comes after that moment, apart from one of them."""
    rows = conn.execute(
        select(
            enrollments.c.id,
            enrollments.c.sequence,
            enrollments.c.action,
            enrollments.c.step,
            enrollments.c.next_at,
            enrollments.c.progress,
        )
        .where(
            enrollments.c.candidate_id == candidate_id,
            enrollments.c.id != but,
            enrollments.c.status == EnrollmentStatus.ACTIVE,
            enrollments.c.next_at > after,
        )
        .order_by(enrollments.c.id)
    )
    return tuple(
        Moving(
            enrollment_id=row.id,
            sequence=row.sequence,
            action=row.action,
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
