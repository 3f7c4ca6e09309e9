"""Writing down what an ATS says of people, candidates and jobs: what it states, and nothing else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select, update

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, FieldValue, Happening, JobUpdate
from nurture.domain.records import JobStatus, Person
from nurture.store.rows import CANDIDATE_FIELDS, JOB_FIELDS
from nurture.store.tables import candidates, jobs, people
from nurture.store.upserts import insert_into, insert_or_update, insert_unless_there

OUR_OWN: Final = frozenset({"id", "last_contact", "last_reply", "is_anonymized"})
"""Fields of candidates that follow from what we see and do; no ATS states them."""

_ROLES_OF_CANDIDATES: Final = frozenset({"recruiter", "coordinator", "referrer"})
_ROLES_OF_JOBS: Final = frozenset({"recruiter", "coordinator", "hiring_manager"})
_JOB_STATUS: Final[Mapping[EventType, JobStatus]] = {
    EventType.JOB_OPENED: JobStatus.OPEN,
    EventType.JOB_CLOSED: JobStatus.CLOSED,
}


def lock_candidate(conn: Connection, candidate_id: str, *, now: datetime) -> str:
    """Locks a candidate until the transaction ends, and puts one who is new on record. Returns who it is today.

    A candidate who was merged into another is that other one, and that one is locked, too.
    """
    merge = insert_into(conn, candidates)
    touched = merge.on_conflict_do_update(
        index_elements=["id"], set_={"updated_at": merge.excluded.updated_at}
    ).returning(candidates.c.merged_into)
    survivor: str | None = conn.execute(touched, {"id": candidate_id, "updated_at": now}).scalar_one()
    return lock_candidate(conn, survivor, now=now) if survivor else candidate_id


def known_candidate(conn: Connection, candidate_id: str) -> str | None:
    """Whom a candidate on record is called today; None for nobody."""
    survivor = func.coalesce(candidates.c.merged_into, candidates.c.id)
    found: str | None = conn.execute(select(survivor).where(candidates.c.id == candidate_id)).scalar_one_or_none()
    return found


def write_candidate(conn: Connection, stated: CandidateUpdate) -> bool:
    """Writes what was said of a candidate. False for one who is erased: nothing about them is kept again.

    Raises ValueError for a field or role that candidates don't have.
    """
    values = _fields("candidates", stated.fields, frozenset(CANDIDATE_FIELDS) - OUR_OWN)
    values |= _team(conn, "candidates", stated.team, _ROLES_OF_CANDIDATES)
    if not values:
        return True
    kept = candidates.c.id == stated.id, candidates.c.is_anonymized.is_(False)
    return conn.execute(update(candidates).where(*kept).values(values)).rowcount == 1


def tells_nothing_new(conn: Connection, stated: CandidateUpdate) -> bool:
    """Whether all that was said of a candidate is on record already."""
    names = sorted(stated.fields.keys() & (frozenset(CANDIDATE_FIELDS) - OUR_OWN))
    if not names:
        return True
    kept = conn.execute(
        select(*(candidates.c[name] for name in names)).where(candidates.c.id == stated.id)
    ).one_or_none()
    return kept is not None and all(
        sorted(now) == sorted(said) if isinstance(now, tuple) and isinstance(said, tuple) else now == said
        for now, said in zip(kept, (stated.fields[name] for name in names), strict=True)
    )


def write_jobs(conn: Connection, stated: Iterable[JobUpdate], happenings: Iterable[Happening]) -> None:
    """Writes what was said of jobs. Raises ValueError for a field or role that jobs don't have."""
    implied = {each.job_id: _JOB_STATUS[each.type] for each in happenings if each.type in _JOB_STATUS}
    for job in stated:
        values = _fields("jobs", job.fields, frozenset(JOB_FIELDS) - {"id"})
        if job.id in implied:
            values.setdefault("status", implied[job.id])
        values |= _team(conn, "jobs", job.team, _ROLES_OF_JOBS)
        insert_or_update(conn, jobs, {"id": job.id, **values})


def job_statuses(conn: Connection, job_ids: Iterable[str]) -> dict[str, JobStatus]:
    """How those jobs stand on record; a job that was only mentioned is not among them."""
    known = select(jobs.c.id, jobs.c.status).where(jobs.c.id.in_(tuple(job_ids)), jobs.c.title.is_not(None))
    return {found.id: found.status for found in conn.execute(known)}


def mention_job(conn: Connection, job_id: str) -> None:
    """Puts a job on record of which nothing but its id is known yet."""
    insert_unless_there(conn, jobs, {"id": job_id})


def _fields(what: str, stated: Mapping[str, FieldValue], known: frozenset[str]) -> dict[str, object]:
    if unknown := stated.keys() - known:
        raise ValueError(f"{what} have no {', '.join(sorted(unknown))} that an ATS could state")
    return dict(stated)


def _team(conn: Connection, what: str, team: Mapping[str, Person | None], known: frozenset[str]) -> dict[str, object]:
    """Who holds which role, as columns; whoever is named is put on record first."""
    if unknown := team.keys() - known:
        raise ValueError(f"{what} have no {', '.join(sorted(unknown))} of their own")
    for person in team.values():
        if person is not None:
            known_address = {"email": person.email} if person.email else {}
            insert_or_update(conn, people, {"id": person.id, "name": person.name, **known_address})
    return {f"{role}_id": person.id if person else None for role, person in team.items()}
