"""What waits, and since when: for whoever looks after an installation."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from nurture.domain.touchpoints import SendState
from nurture.store import unread
from nurture.store.enrollments import IS_HELD
from nurture.store.tables import enrollments, inbox, touchpoints
from nurture.store.words import EnrollmentStatus, InboxState
from nurture.values import frozen


@frozen
class Backlog:
    """Counts of what waits for a worker or a person.

    `deliveries` are stored and not taken in, `conflicting_deliveries` came again with another body. `people_waiting`
    get no mail until a delivery is taken in that could not be so far. `unstarted` are open enrollments whose workflow
    was never confirmed.
    """

    deliveries: int
    oldest_delivery: datetime | None
    failed_deliveries: int
    conflicting_deliveries: int
    people_waiting: int
    unstarted: int
    held: int
    unknown_messages: int


def backlog(conn: Connection, *, before: datetime) -> Backlog:
    """What waits; deliveries and unstarted enrollments count only if they are from before that moment."""
    late = inbox.c.state == InboxState.RECEIVED, inbox.c.received_at < before
    return Backlog(
        deliveries=_count(conn, inbox, *late),
        oldest_delivery=conn.execute(select(func.min(inbox.c.received_at)).where(*late)).scalar_one(),
        failed_deliveries=_count(conn, inbox, inbox.c.state == InboxState.FAILED),
        conflicting_deliveries=_count(conn, inbox, inbox.c.conflicts > 0),
        people_waiting=len(unread.held_back(conn, limit=1_000)),
        unstarted=_count(
            conn,
            enrollments,
            enrollments.c.status != EnrollmentStatus.ENDED,
            enrollments.c.started_at.is_(None),
            enrollments.c.entered_at < before,
        ),
        held=_count(conn, enrollments, IS_HELD),
        unknown_messages=_count(conn, touchpoints, touchpoints.c.state == SendState.UNKNOWN),
    )


def _count(conn: Connection, table: FromClause, *where: ColumnElement[bool]) -> int:
    return conn.execute(select(func.count()).select_from(table).where(*where)).scalar_one()
