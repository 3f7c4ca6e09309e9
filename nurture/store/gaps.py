"""Whom and what nothing takes care of: people in no sequence, and deliveries of which nothing came."""

from sqlalchemy import Connection, exists, func, or_, select

from nurture.domain.records import ApplicationStatus
from nurture.store.tables import applications, candidates, enrollments, inbox, jobs
from nurture.store.words import EnrollmentStatus, InboxState
from nurture.values import frozen


@frozen
class Uncared:
    """Somebody with an application that is not decided, and who is in no sequence."""

    candidate_id: str
    called: str
    application_id: str
    job: str | None
    stage: str | None


@frozen
class Stray:
    """A delivery that could not be understood, or that is about nobody on record."""

    id: int
    connection: str
    note: str
    is_about_nobody: bool


_INSIDE = exists().where(
    enrollments.c.candidate_id == applications.c.candidate_id, enrollments.c.status != EnrollmentStatus.ENDED
)


_UNCARED = (
    applications.c.status == ApplicationStatus.ACTIVE,
    applications.c.deleted_at.is_(None),
    ~applications.c.is_prospect,
    ~candidates.c.is_anonymized,
    ~_INSIDE,
)
_WHOSE = applications.join(candidates, candidates.c.id == applications.c.candidate_id)
_STRAY = or_(inbox.c.state == InboxState.FAILED, inbox.c.about_nobody)


def uncared(conn: Connection, *, after: str = "", limit: int) -> tuple[Uncared, ...]:
    """The next of those with an open application and no open enrollment, by id."""
    statement = (
        select(
            applications.c.candidate_id,
            candidates.c.first_name,
            candidates.c.last_name,
            applications.c.id,
            jobs.c.title,
            applications.c.stage,
        )
        .select_from(_WHOSE.outerjoin(jobs, jobs.c.id == applications.c.job_id))
        .where(*_UNCARED, applications.c.id > after)
        .order_by(applications.c.id)
        .limit(limit)
    )
    return tuple(
        Uncared(
            candidate_id=row.candidate_id,
            called=" ".join(name for name in (row.first_name, row.last_name) if name) or row.candidate_id,
            application_id=row.id,
            job=row.title,
            stage=row.stage,
        )
        for row in conn.execute(statement)
    )


def count_uncared(conn: Connection) -> int:
    """How many applications those are."""
    return int(conn.execute(select(func.count()).select_from(_WHOSE).where(*_UNCARED)).scalar_one())


def strays(conn: Connection, *, after: int = 0, limit: int) -> tuple[Stray, ...]:
    """The next deliveries of which nothing came though something should have, oldest first."""
    statement = (
        select(inbox.c.id, inbox.c.connection, inbox.c.note, inbox.c.state)
        .where(_STRAY, inbox.c.id > after)
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return tuple(
        Stray(
            id=row.id,
            connection=row.connection,
            note=row.note or "",
            is_about_nobody=row.state is InboxState.TAKEN_IN,
        )
        for row in conn.execute(statement)
    )


def count_strays(conn: Connection) -> int:
    """How many deliveries those are."""
    return int(conn.execute(select(func.count()).select_from(inbox).where(_STRAY)).scalar_one())
