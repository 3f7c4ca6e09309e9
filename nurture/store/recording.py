"""Writing down what an ATS says of people, candidates and jobs: what it states, and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, func, select, update
from sqlalchemy.sql.dml import ReturningInsert

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, FieldValue, Happening, JobUpdate
from nurture.domain.records import JobStatus, Person
from nurture.domain.values import Kept
from nurture.store import consents, contact_points, links, own
from nurture.store.rows import CANDIDATE_FIELDS, JOB_FIELDS
from nurture.store.tables import candidates, jobs, people
from nurture.store.upserts import insert_on, insert_or_change, insert_unless_there

_ROLES_OF_CANDIDATES: Final = frozenset({"recruiter", "coordinator", "referrer"})
_ROLES_OF_JOBS: Final = frozenset({"recruiter", "coordinator", "hiring_manager"})
BUILT_IN: Final = _ROLES_OF_CANDIDATES | _ROLES_OF_JOBS
_JOB_STATUS: Final[Mapping[str, JobStatus]] = {
    EventType.JOB_OPENED: JobStatus.OPEN,
    EventType.JOB_CLOSED: JobStatus.CLOSED,
}


def lock_candidate(conn: Connection, candidate_id: str, *, now: datetime) -> str:
    """Locks a candidate until the transaction ends, and puts one who is new on record. Returns who it is today.

    A candidate who was merged into another is that other one, and that one is locked, too.
    """
    touch = _touch(conn.dialect.name)
    survivor: str | None = conn.execute(touch, {"id": candidate_id, "updated_at": now}).scalar_one()
    return lock_candidate(conn, survivor, now=now) if survivor else candidate_id


@cache
def _touch(dialect: str) -> ReturningInsert[Any]:
    merge = insert_on(dialect, candidates)
    updated = merge.on_conflict_do_update(index_elements=["id"], set_={"updated_at": merge.excluded.updated_at})
    return updated.returning(candidates.c.merged_into)


def known_candidate(conn: Connection, candidate_id: str) -> str | None:
    """Whom a candidate on record is called today; None for nobody."""
    survivor = func.coalesce(candidates.c.merged_into, candidates.c.id)
    found: str | None = conn.execute(select(survivor).where(candidates.c.id == candidate_id)).scalar_one_or_none()
    return found


def write_candidate(conn: Connection, stated: CandidateUpdate) -> bool:
    """Writes what was said of a candidate, apart from addresses beside the one to write to.

    False for one who is erased: nothing about them is kept again.

    Raises ValueError for a field or role that candidates don't have.
    """
    columns = {name: value for name, value in stated.fields.items() if name != consents.FIELD}
    values = _fields("candidates", columns, frozenset(CANDIDATE_FIELDS) - links.FOLLOWS)
    if stated.forgets_own:
        values |= {"own": {}, "roles": {}}
    team, own_roles = split_team(conn, "candidates", stated.team, _ROLES_OF_CANDIDATES)
    if not (values | team or stated.own or own_roles or stated.reached_at()):
        return True
    kept = candidates.c.id == stated.id, candidates.c.is_anonymized.is_(False)
    is_kept = conn.execute(update(candidates).where(*kept).values(values | team or {"id": stated.id})).rowcount == 1
    if is_kept:
        own.add(conn, candidates, stated.id, own=stated.own, roles=own_roles)
    return is_kept


def write_addresses(conn: Connection, whose: str, stated: CandidateUpdate, *, source: str, now: datetime) -> None:
    """Writes by which addresses and numbers `source` knows somebody, who is locked and not erased."""
    contact_points.put_said(conn, whose, stated.reached_at(), source=source, now=now)


def tells_nothing_new(conn: Connection, stated: CandidateUpdate) -> bool:
    """Whether all that was said of a candidate is on record already."""
    names = sorted(stated.fields.keys() & (frozenset(CANDIDATE_FIELDS) - links.FOLLOWS))
    if not own.is_known(conn, candidates, stated.id, own=stated.own, roles={}):
        return False
    if not names:
        return True
    kept = conn.execute(
        select(*(candidates.c[name] for name in names)).where(candidates.c.id == stated.id)
    ).one_or_none()
    return kept is not None and all(
        sorted(now) == sorted(said) if isinstance(now, tuple) and isinstance(said, tuple) else now == said
        for now, said in zip(kept, (stated.fields[name] for name in names), strict=True)
    )


def write_jobs(
    conn: Connection,
    stated: Iterable[JobUpdate],
    happenings: Iterable[Happening],
    were: Mapping[str, JobStatus],
    at: datetime,
) -> None:
    """Writes what was said of jobs. A job that opens, seen against how the jobs `were`, begins to count applications.

    Raises ValueError for a field or role that jobs don't have.
    """
    implied = {each.job_id: _JOB_STATUS[each.type] for each in happenings if each.type in _JOB_STATUS}
    for job in stated:
        values = _fields("jobs", job.fields, frozenset(JOB_FIELDS) - {"id", "applications", "own"})
        if job.id in implied:
            values.setdefault("status", implied[job.id])
        was, is_told = were.get(job.id), implied.get(job.id) is JobStatus.OPEN
        if values.get("status") == JobStatus.OPEN and (was not in (None, JobStatus.OPEN) or (was is None and is_told)):
            values = {"opened_at": at, **values, "applications": 0}
        team, own_roles = split_team(conn, "jobs", job.team, _ROLES_OF_JOBS)
        insert_or_change(conn, jobs, {"id": job.id, **values, **team})
        if not own.is_known(conn, jobs, job.id, own=job.own, roles=own_roles):
            own.add(conn, jobs, job.id, own=job.own, roles=own_roles)


def count_application(conn: Connection, job_id: str) -> None:
    """Counts one that came in for a job."""
    conn.execute(update(jobs).where(jobs.c.id == job_id).values(applications=jobs.c.applications + 1))


def job_statuses(conn: Connection, job_ids: Iterable[str]) -> dict[str, JobStatus]:
    """How those jobs stand on record; a job that was only mentioned is not among them."""
    known = select(jobs.c.id, jobs.c.status).where(jobs.c.id.in_(tuple(job_ids)), jobs.c.title.is_not(None))
    return {found.id: found.status for found in conn.execute(known)}


def write_person(conn: Connection, person: Person) -> None:
    """Writes what was said of somebody of ours; that they are away or gone, only where that was said."""
    if person.deputy is not None:
        write_person(conn, person.deputy)
    known_address = {"email": person.email} if person.email else {}
    absence = {
        "away_from": person.away_from,
        "away_until": person.away_until,
        "is_gone": person.is_gone or None,
        "deputy_id": person.deputy.id if person.deputy else None,
    }
    stated = {name: value for name, value in absence.items() if value is not None}
    insert_or_change(conn, people, {"id": person.id, "name": person.name, **known_address, **stated})


def mention_job(conn: Connection, job_id: str) -> None:
    """Puts a job on record of which nothing but its id is known yet."""
    insert_unless_there(conn, jobs, {"id": job_id})


def _fields(what: str, stated: Mapping[str, FieldValue], known: frozenset[str]) -> dict[str, object]:
    if unknown := stated.keys() - known:
        raise ValueError(f"{what} have no {', '.join(sorted(unknown))} that an ATS could state")
    return dict(stated)


def split_team(
    conn: Connection, what: str, team: Mapping[str, Person | None], known: frozenset[str]
) -> tuple[dict[str, object], dict[str, Kept]]:
    """Who holds which role, as columns, and who holds roles of the company's own, by id.

    Whoever is named is put on record first. Raises ValueError for a built-in role that these records don't have.
    """
    if unknown := (team.keys() & BUILT_IN) - known:
        raise ValueError(f"{what} have no {', '.join(sorted(unknown))} of their own")
    for person in team.values():
        if person is not None:
            write_person(conn, person)
    ids: dict[str, str | None] = {role: person.id if person else None for role, person in team.items()}
    columns: dict[str, object] = {f"{role}_id": ids[role] for role in ids.keys() & BUILT_IN}
    return columns, {role: person_id for role, person_id in ids.items() if role not in BUILT_IN}
