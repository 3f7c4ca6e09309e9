"""Reading what is on record: people, applications, jobs, and everything around one subject."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Text, bindparam, func, null, select
from sqlalchemy.sql.expression import ColumnElement

from nurture.domain.records import Application, ApplicationStatus, Candidate, Job, JobStatus, Person, Records, Team
from nurture.errors import NotFound
from nurture.store import rows
from nurture.store.rows import RecordReader, Values
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
_roles_end: Final = _job_ends + 2 * len(_roles) * _person_width

_NO_JOB: Final[ColumnElement[Any]] = null()

RECORD_COLUMNS: Final = (
    *rows.candidate.columns,
    *rows.application.columns,
    *rows.hire.columns,
    *rows.job.columns,
    *(column for role in _roles for reader in role for column in reader.columns),
    *(table.c.roles for table in (applications, candidates, jobs)),
)
"""What `read_records` reads, in its order."""


def with_records(
    start: FromClause, application_id: ColumnElement[Any], job_id: ColumnElement[Any] = _NO_JOB
) -> FromClause:
    """Joins all that `RECORD_COLUMNS` needs to a clause that holds `candidates`.

    `job_id` is the job where there is no application.

    A candidate's own recruiter and coordinator go before those of the job.
    """
    recruiter_id = func.coalesce(candidates.c.recruiter_id, jobs.c.recruiter_id)
    coordinator_id = func.coalesce(candidates.c.coordinator_id, jobs.c.coordinator_id)
    joined = (
        start.outerjoin(applications, applications.c.id == application_id)
        .outerjoin(jobs, jobs.c.id == func.coalesce(applications.c.job_id, job_id))
        .outerjoin(_recruiters, _recruiters.c.id == recruiter_id)
        .outerjoin(_coordinators, _coordinators.c.id == coordinator_id)
        .outerjoin(_managers, _managers.c.id == jobs.c.hiring_manager_id)
        .outerjoin(_referrers, _referrers.c.id == candidates.c.referrer_id)
    )
    for holder, deputy in zip(_holders, _deputies, strict=True):
        joined = joined.outerjoin(deputy, deputy.c.id == holder.c.deputy_id)
    return joined


def read_records(conn: Connection, values: Values) -> Records:
    """The records from the values of `RECORD_COLUMNS`; who holds roles of the company's own is asked where any is."""
    (found,) = read_many(conn, (values,))
    return found


def read_many(conn: Connection, of_all: Sequence[Values]) -> tuple[Records, ...]:
    """The same for many: who holds roles of the company's own is asked once for all of them."""
    held = tuple(_own_roles(values[_roles_end:]) for values in of_all)
    known = people_of_ours(conn, (person_id for roles in held for person_id in roles.values()))
    return tuple(_read(values, roles, known) for values, roles in zip(of_all, held, strict=True))


def _read(values: Values, own: Mapping[str, str], known: Mapping[str, Person]) -> Records:
    candidate = rows.candidate.read(values[:_candidate_width])
    assert candidate is not None, "candidates are never joined from the outside"
    job = rows.job.read(values[_hire_ends:_job_ends])
    application = rows.application.read(values[_candidate_width:_application_ends], job=job)
    is_hired = application is not None and application.status is ApplicationStatus.HIRED
    recruiter, coordinator, manager, referrer = (
        _person(reader, values[start : start + 2 * _person_width])
        for reader, start in zip(_roles, range(_job_ends, _roles_end, 2 * _person_width), strict=True)
    )
    holders = {role: known[person_id] for role, person_id in own.items() if person_id in known}
    return Records(
        candidate=candidate,
        application=application,
        named_job=job if application is None else None,
        hire=rows.hire.read(values[_application_ends:_hire_ends]) if is_hired else None,
        team=Team(recruiter=recruiter, coordinator=coordinator, hiring_manager=manager, referrer=referrer, own=holders),
    )


def _own_roles(told: Values) -> Mapping[str, str]:
    """Who holds the company's own roles: an application's go before a candidate's, and those before the job's."""
    return {role: person_id for each in reversed(told) for role, person_id in (each or {}).items() if person_id}


def people_of_ours(conn: Connection, ids: Iterable[str]) -> Mapping[str, Person]:
    """Those of ours with these ids, each with their absence and whoever stands in for them."""
    if not (wanted := set(ids)):
        return {}
    found = conn.execute(_OF_OURS.where(people.c.id.in_(sorted(wanted))))
    return {person.id: person for values in found if (person := _person(_reader, values))}


def _person(reader: tuple[RecordReader[Person], RecordReader[Person]], values: Values) -> Person | None:
    """Somebody of ours, with whoever stands in for them."""
    holder, deputy = reader
    return holder.read(values[:_person_width], deputy=deputy.read(values[_person_width:]))


_deputy: Final = people.alias("deputies")
_reader: Final = (rows.person(people), rows.person(_deputy))
_OF_OURS: Final = select(*(column for reader in _reader for column in reader.columns)).select_from(
    people.outerjoin(_deputy, _deputy.c.id == people.c.deputy_id)
)


_AROUND = (
    select(*RECORD_COLUMNS)
    .select_from(with_records(candidates, bindparam("application_id"), bindparam("job_id", type_=Text)))
    .where(candidates.c.id == bindparam("candidate_id"))
)


def around(
    conn: Connection, candidate_id: str, application_id: str | None = None, *, job_id: str | None = None
) -> Records:
    """Everything around a candidate and, if one is named, an application of theirs, or else a job.

    Raises `NotFound`. A candidate who was merged into another is found there.
    """
    named = {"candidate_id": surviving_id(conn, candidate_id), "application_id": application_id, "job_id": job_id}
    return read_records(conn, conn.execute(_AROUND, named).one())


_named = applications.alias("named")
_AROUND_PEOPLE = (
    select(*RECORD_COLUMNS)
    .select_from(with_records(candidates, bindparam("application_id"), bindparam("job_id", type_=Text)))
    .where(candidates.c.id.in_(bindparam("ids", expanding=True)))
)
_AROUND_APPLICATIONS = (
    select(*RECORD_COLUMNS)
    .select_from(with_records(candidates.join(_named, _named.c.candidate_id == candidates.c.id), _named.c.id))
    .where(_named.c.id.in_(bindparam("ids", expanding=True)))
)


def around_people(conn: Connection, ids: Iterable[str], *, job_id: str | None = None) -> Mapping[str, Records]:
    """Everything around each of these candidates and that job, by the candidate's id."""
    named = {"ids": list(ids), "application_id": None, "job_id": job_id}
    found = read_many(conn, conn.execute(_AROUND_PEOPLE, named).all()) if named["ids"] else ()
    return {each.candidate.id: each for each in found}


def around_applications(conn: Connection, ids: Iterable[str]) -> Mapping[str, Records]:
    """Everything around each of these applications, by its id."""
    named = {"ids": list(ids)}
    found = read_many(conn, conn.execute(_AROUND_APPLICATIONS, named).all()) if named["ids"] else ()
    return {each.application.id: each for each in found if each.application}


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
    found = conn.execute(_JOB, {"job": job_id}).one_or_none()
    return rows.job.read(found) if found else None


_JOB = select(*rows.job.columns).where(jobs.c.id == bindparam("job"))


def openings(conn: Connection) -> tuple[Job, ...]:
    """The jobs that take applications, the newest first."""
    statement = (
        select(*rows.job.columns)
        .where(jobs.c.status == JobStatus.OPEN, jobs.c.title.is_not(None))
        .order_by(jobs.c.opened_at.is_(None), jobs.c.opened_at.desc(), jobs.c.id)
    )
    return tuple(job for values in conn.execute(statement) if (job := rows.job.read(values)))


def applications_of(conn: Connection, candidate_id: str) -> tuple[Application, ...]:
    """A candidate's applications that the ATS still has, with their jobs, in the order they were made."""
    return applications_of_many(conn, (candidate_id,)).get(candidate_id, ())


def applications_of_many(conn: Connection, candidate_ids: Iterable[str]) -> Mapping[str, tuple[Application, ...]]:
    """The same for many: those of whoever has any, by the candidate's id."""
    found: dict[str, tuple[Application, ...]] = {}
    for candidate_id, *values in conn.execute(_THEIR_APPLICATIONS, {"ids": list(candidate_ids)}):
        job = rows.job.read(values[rows.application.width :])
        application = rows.application.read(values[: rows.application.width], job=job)
        assert application is not None, "applications are never joined from the outside"
        found[candidate_id] = (*found.get(candidate_id, ()), application)
    return found


_THEIR_APPLICATIONS = (
    select(applications.c.candidate_id, *rows.application.columns, *rows.job.columns)
    .select_from(applications.outerjoin(jobs))
    .where(
        applications.c.candidate_id.in_(bindparam("ids", expanding=True)),
        applications.c.deleted_at.is_(None),
    )
    .order_by(applications.c.applied_at, applications.c.id)
)
