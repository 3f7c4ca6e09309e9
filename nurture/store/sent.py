"""What has left before, by template, by step, over all runs about the same subject."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from nurture.domain.facts import Enrollment
from nurture.store.ledger import COUNTS_AS_SENT
from nurture.store.tables import enrollments, touchpoints

_HAS_LEFT = touchpoints.c.state.in_(COUNTS_AS_SENT)


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
