"""One hire that several systems tell of: an ATS hires somebody, and an HR system has them as an employee."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from nurture.domain.records import ApplicationStatus
from nurture.store.tables import applications

DAYS_APART: Final = timedelta(days=45)
"""By how much first days that are told of one hire may differ: it is moved in one system, and later in the other."""
TOLD_APART: Final = timedelta(days=120)
"""Within how long one hire is told of, where a first day isn't: somebody may be entered weeks before they come."""

_COLUMNS: Final = tuple(
    applications.c[name]
    for name in ("id", "candidate_id", "told_of", "status", "start_date", "hired_at", "left_on", "deleted_at")
)


def twins(conn: Connection, application_id: str) -> tuple[str, ...]:
    """The applications by which other systems tell of the same hire: of the same person, hired at about that time.

    Two hires of one system are two. So are those between which somebody left.
    """
    mine = conn.execute(select(*_COLUMNS).where(applications.c.id == application_id)).one_or_none()
    if mine is None or not _is_held(mine):
        return ()
    others = select(*_COLUMNS).where(
        applications.c.candidate_id == mine.candidate_id,
        applications.c.id != mine.id,
        applications.c.told_of != mine.told_of,
    )
    return tuple(sorted(each.id for each in conn.execute(others) if _is_held(each) and _is_one(mine, each)))


def _is_held(row: Any) -> bool:
    return row.status is ApplicationStatus.HIRED and row.left_on is None and row.deleted_at is None


def _is_one(mine: Any, other: Any) -> bool:
    if mine.start_date is not None and other.start_date is not None:
        return _apart(mine.start_date, other.start_date) <= DAYS_APART
    moments = [_day(each) for each in (mine, other)]
    known = [day for day in moments if day is not None]
    return len(known) < len(moments) or _apart(*known) <= TOLD_APART


def _day(row: Any) -> date | None:
    hired_at: datetime | None = row.hired_at
    return row.start_date or (hired_at.date() if hired_at is not None else None)


def _apart(one: date, other: date) -> timedelta:
    return abs(one - other)
