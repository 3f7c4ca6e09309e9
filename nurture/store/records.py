"""Reading what is on record: people, applications, jobs, and everything around one subject."""

from typing import Any, Final

from sqlalchemy import Connection, FromClause, bindparam, func, select
from sqlalchemy.sql.expression import ColumnElement

from nurture.domain.records import Application, ApplicationStatus, Candidate, Job, Person, Records, Team
from nurture.errors import NotFound
from nurture.store import rows
from nurture.store.rows import Values
from nurture.store.tables import applications, candidates, jobs, people

_recruiters = people.alias("recruiters")
_coordinators = people.alias("coordinators")
_managers = people.alias("managers")
_referrers = people.alias("referrers")
_holders: Final = (_recruiters, _coordinators, _managers, _referrers)
_deputies: Final = tuple(people.alias(f"{holder.name}_deputies") for holder in _holders)

_candidate_width: Final = rows.candidate.width
_application_ends: Final = _candidate_width + rows.application.width
_hire_ends: Final = _application_ends + rows.hire.width
_job_ends: Final = _hire_ends + rows.job.width
_roles: Final = tuple(
    (rows.person(holder), rows.person(deputy)) for holder, deputy in zip(_holders, _deputies, strict=True)
)
_person_width: Final = _roles[0][0].width

RECORD_COLUMNS: Final = (
    *rows.candidate.columns,
    *rows.application.columns,
    *rows.hire.columns,
    *rows.job.columns,
    *(column for role in _roles for reader in role for column in reader.columns),
)
"""What `read_records` reads, in its order."""


def with_records(start: FromClause, application_id: ColumnElement[Any]) -> FromClause:
    """Joins all that `RECORD_COLUMNS` needs to a clause that holds `candidates`.

    A candidate's own recruiter and coordinator go before those of the job.
    """
    recruiter_id = func.coalesce(candidates.c.recruiter_id, jobs.c.recruiter_id)
    coordinator_id = func.coalesce(candidates.c.coordinator_id, jobs.c.coordinator_id)
    joined = (
        start.outerjoin(applications, applications.c.id == application_id)
        .outerjoin(jobs, jobs.c.id == applications.c.job_id)
        .outerjoin(_recruiters, _recruiters.c.id == recruiter_id)
        .outerjoin(_coordinators, _coordinators.c.id == coordinator_id)
        .outerjoin(_managers, _managers.c.id == jobs.c.hiring_manager_id)
        .outerjoin(_referrers, _referrers.c.id == candidates.c.referrer_id)
    )
    for holder, deputy in zip(_holders, _deputies, strict=True):
        joined = joined.outerjoin(deputy, deputy.c.id == holder.c.deputy_id)
    return joined


def read_records(values: Values) -> Records:
    """The records from the values of `RECORD_COLUMNS`."""
    candidate = rows.candidate.read(values[:_candidate_width])
    assert candidate is not None, "candidates are never joined from the outside"
    job = rows.job.read(values[_hire_ends:_job_ends])
    application = rows.application.read(values[_candidate_width:_application_ends], job=job)
    is_hired = application is not None and application.status is ApplicationStatus.HIRED
    recruiter, coordinator, manager, referrer = (
        _person(number, values[_job_ends + 2 * number * _person_width :]) for number in range(len(_roles))
    )
    return Records(
        candidate=candidate,
        application=application,
        hire=rows.hire.read(values[_application_ends:_hire_ends]) if is_hired else None,
        team=Team(recruiter=recruiter, coordinator=coordinator, hiring_manager=manager, referrer=referrer),
    )


def _person(number: int, values: Values) -> Person | None:
    """Who holds the role of that number, with whoever stands in for them."""
    holder, deputy = _roles[number]
    return holder.read(values[:_person_width], deputy=deputy.read(values[_person_width : 2 * _person_width]))


_AROUND = (
    select(*RECORD_COLUMNS)
    .select_from(with_records(candidates, bindparam("application_id")))
    .where(candidates.c.id == bindparam("candidate_id"))
)


def around(conn: Connection, candidate_id: str, application_id: str | None = None) -> Records:
    """Everything around a candidate and, if one is named, an application of theirs.

    Raises `NotFound`. A candidate who was merged into another is found there.
    """
    named = {"candidate_id": surviving_id(conn, candidate_id), "application_id": application_id}
    return read_records(conn.execute(_AROUND, named).one())


_SURVIVOR = select(func.coalesce(candidates.c.merged_into, candidates.c.id)).where(
    candidates.c.id == bindparam("candidate_id")
)


def surviving_id(conn: Connection, candidate_id: str) -> str:
    """The candidate itself, or the one it was merged into. Raises `NotFound`."""
    found: str | None = conn.execute(_SURVIVOR, {"candidate_id": candidate_id}).scalar_one_or_none()
    if found is None:
        raise NotFound(f"no candidate {candidate_id} is on record")
    return found


def candidate(conn: Connection, candidate_id: str) -> Candidate:
    """One candidate; one who was merged into another is found there. Raises `NotFound`."""
    survivor = surviving_id(conn, candidate_id)
    statement = select(*rows.candidate.columns).where(candidates.c.id == survivor)
    found = rows.candidate.read(conn.execute(statement).one())
    assert found is not None, "a candidate's id is never NULL"
    return found


def job(conn: Connection, job_id: str) -> Job | None:
    """One job; None while it is not on record, or only its id is known."""
    found = conn.execute(select(*rows.job.columns).where(jobs.c.id == job_id)).one_or_none()
    return rows.job.read(found) if found else None


def applications_of(conn: Connection, candidate_id: str) -> tuple[Application, ...]:
    """A candidate's applications that the ATS still has, with their jobs, in the order they were made."""
    statement = (
        select(*rows.application.columns, *rows.job.columns)
        .select_from(applications.outerjoin(jobs))
        .where(applications.c.candidate_id == candidate_id, applications.c.deleted_at.is_(None))
        .order_by(applications.c.applied_at, applications.c.id)
    )
    width = rows.application.width
    found = (
        rows.application.read(values[:width], job=rows.job.read(values[width:])) for values in conn.execute(statement)
    )
    return tuple(application for application in found if application)
