"""Which openings mails have told a person of: kept with the mail that did, and true if that one left, or may have."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from nurture.domain.enrollment import Enrollment
from nurture.store.ledger import COUNTS_AS_SENT
from nurture.store.tables import enrollments, told_openings, touchpoints


def keep(conn: Connection, key: str, postings: Iterable[str]) -> None:
    """Keeps what a mail that was just claimed tells of, in place of what an attempt before that never left told of."""
    conn.execute(delete(told_openings).where(told_openings.c.touchpoint_id == key))
    conn.execute(insert(told_openings), [{"touchpoint_id": key, "posting": each} for each in postings])


def of_candidate(conn: Connection, enrollment: Enrollment) -> frozenset[str]:
    """What the person was told of by mails of that sequence, in any run."""
    statement = (
        select(told_openings.c.posting)
        .join(touchpoints, touchpoints.c.id == told_openings.c.touchpoint_id)
        .join(enrollments, enrollments.c.id == touchpoints.c.enrollment_id)
        .where(
            touchpoints.c.candidate_id == enrollment.candidate_id,
            enrollments.c.sequence == enrollment.sequence,
            touchpoints.c.state.in_(COUNTS_AS_SENT),
        )
    )
    return frozenset(conn.execute(statement).scalars())
