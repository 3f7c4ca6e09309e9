"""Who has nothing going on with us, and when that began: what retention is counted from."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from nurture.domain.records import ApplicationStatus
from nurture.store.tables import application_stages, applications, candidates, enrollments, holds, jobs
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class Idle:
    """Somebody with no open application, no open run, no contract, and nothing that keeps them from being erased.

    `ended_at` is when their last application ended, None: they never applied. `seen_at` is when there was the last
    contact, or else when they came on record.
    """

    candidate_id: str
    country: str | None
    ended_at: datetime | None
    seen_at: datetime


_goes_on = exists().where(
    applications.c.candidate_id == candidates.c.id,
    applications.c.deleted_at.is_(None),
    or_(
        applications.c.status == ApplicationStatus.ACTIVE,
        (applications.c.status == ApplicationStatus.HIRED) & applications.c.left_on.is_(None),
    ),
)
_is_inside = exists().where(
    enrollments.c.candidate_id == candidates.c.id, enrollments.c.status != EnrollmentStatus.ENDED
)
_is_held = exists().where(holds.c.candidate_id == candidates.c.id, holds.c.lifted_at.is_(None))


def idle_after(conn: Connection, after: str, *, limit: int) -> tuple[Idle, ...]:
    """The next of them by id."""
    return _idle(conn, candidates.c.id > after, limit)


def idle_one(conn: Connection, candidate_id: str) -> Idle | None:
    """That one; None where something is going on, or they are erased."""
    found = _idle(conn, candidates.c.id == candidate_id, 1)
    return found[0] if found else None


def _idle(conn: Connection, which: ColumnElement[bool], limit: int) -> tuple[Idle, ...]:
    columns = candidates.c.id, candidates.c.country, candidates.c.last_contact, candidates.c.last_reply
    query = (
        select(*columns, func.coalesce(candidates.c.created_at, candidates.c.updated_at).label("came_at"))
        .where(which, candidates.c.is_anonymized.is_(False), candidates.c.merged_into.is_(None))
        .where(~_goes_on, ~_is_inside, ~_is_held)
        .order_by(candidates.c.id)
        .limit(limit)
    )
    found = conn.execute(query).all()
    ends = _ends(conn, [row.id for row in found])
    return tuple(
        Idle(
            candidate_id=row.id,
            country=row.country or ends.get(row.id, (None, None))[1],
            ended_at=ends.get(row.id, (None, None))[0],
            seen_at=max(at for at in (row.last_contact, row.last_reply, row.came_at) if at is not None),
        )
        for row in found
    )


def _ends(conn: Connection, people: Iterable[str]) -> dict[str, tuple[datetime | None, str | None]]:
    """When the last application of each of these people ended, and the country of its job."""
    left = (
        select(func.max(application_stages.c.left_at))
        .where(application_stages.c.application_id == applications.c.id)
        .scalar_subquery()
    )
    ended_at = func.coalesce(applications.c.rejected_at, left, applications.c.as_of, applications.c.applied_at)
    query = (
        select(applications.c.candidate_id, ended_at.label("at"), applications.c.deleted_at, jobs.c.country)
        .outerjoin(jobs, jobs.c.id == applications.c.job_id)
        .where(applications.c.candidate_id.in_(people), applications.c.is_prospect.is_(False))
    )
    latest: dict[str, tuple[datetime | None, str | None]] = {}
    for row in conn.execute(query):
        at = row.at or row.deleted_at
        known = latest.get(row.candidate_id, (None, None))
        if known[0] is None or (at is not None and at > known[0]):
            latest[row.candidate_id] = (at, row.country or known[1])
    return latest
