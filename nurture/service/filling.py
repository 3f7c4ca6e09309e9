"""Putting on record whom an ATS had before it was connected: page by page, each whole, with how far it has come.

It lets nobody in and tells no event. So an application that is on record already is left as it is, and so is whether a
job is open: deliveries keep them up, and what they tell must be news when it comes, or no run would end by it.
"""

from collections import Counter
from collections.abc import Callable, Container
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import Connection

from nurture.ats.listing import Lister, Page
from nurture.domain.intake import Intake, JobUpdate
from nurture.errors import Conflict
from nurture.service.declared import only_declared, own_of_company
from nurture.service.parts import Parts
from nurture.store import applications, audit, delivery, imports, recording
from nurture.store.audit import Deed
from nurture.store.imports import Import
from nurture.values import frozen, replace


class Filled(StrEnum):
    """What came of an application; people and jobs are counted where a list tells of them by themselves."""

    NEW = "new"
    LEFT = "left"
    PEOPLE = "people"
    JOBS = "jobs"
    SKIPPED = "skipped"
    REFUSED = "refused"


@frozen
class Asked:
    """What is to be filled in: a connection, with what has changed there since a moment, None: with everything."""

    connection: str
    since: datetime | None
    by: str

    @property
    def id(self) -> str:
        """Names it: the same is filled in once at a time."""
        return sha256(f"back-fill {self.connection} {self.since}".encode()).hexdigest()


def begin(parts: Parts, asked: Asked, *, resume: bool, anew: bool = False) -> Import:
    """Puts it on record, or finds it. Raises Conflict where it was begun and it is not said whether to go on."""
    now = parts.clock.now()
    with parts.store.write() as conn:
        known = imports.find(conn, asked.id)
        if known is not None and known.ended_at is None and not anew:
            if not resume:
                hint = "Go on with: --resume. Or begin at the first page again with: --anew"
                raise Conflict(f"it was begun, and {known.rows} records were read", hint=hint)
            return known
        begun = Import(
            id=asked.id,
            name=f"lists of {asked.connection}",
            source=asked.connection,
            by=asked.by,
            begun_at=now,
            updated_at=now,
            rows=0,
            counts={},
        )
        if known is not None:
            imports.forget(conn, asked.id)  # what is on record by it changes nothing when it is read again
        imports.begin(conn, begun)
        what = f"began to read whom {asked.connection} had before"
        audit.record(conn, Deed(at=begun.begun_at, who=asked.by, what=what, why=""))
        return begun


def fill(
    parts: Parts, lister: Lister, asked: Asked, begun: Import, progress: Callable[[int], None]
) -> tuple[Counter[str], tuple[str, ...]]:
    """Reads all pages that were not read: what came of the records, and which of them could not be understood."""
    stands, is_last = begun, False
    faults: list[str] = []
    while not is_last:
        page = lister.page(stands.place, since=asked.since)
        is_last = page.after is None
        with parts.store.write() as conn:
            counts = Counter(stands.counts) + _taken(parts, conn, page, asked.connection)
            now, rows = parts.clock.now(), stands.rows + len(page.told) + page.skipped + len(page.faults)
            done = replace(stands, rows=rows, counts=dict(counts), place=page.after, updated_at=now)
            imports.advance(conn, stands, replace(done, ended_at=now if is_last else None))
        progress(done.rows - stands.rows)
        faults += page.faults
        stands = done
    return Counter(stands.counts), tuple(faults)


def _taken(parts: Parts, conn: Connection, page: Page, connection: str) -> Counter[str]:
    now, own = parts.clock.now(), own_of_company(parts.plans, conn)
    known = applications.states(conn, [each.id for told in page.told for each in told.applications])
    known_jobs = recording.job_statuses(conn, {each.id for told in page.told for each in told.jobs})
    counts = Counter({Filled.SKIPPED.value: page.skipped, Filled.REFUSED.value: len(page.faults)})
    for told in page.told:
        fresh = tuple(each for each in told.applications if each.id not in known)
        said = replace(told, applications=fresh, jobs=_without_known_status(told.jobs, known_jobs))
        delivery.record(conn, only_declared(_as_record(said, connection), own), now)
        if told.applications:
            counts[Filled.NEW] += len(fresh)
            counts[Filled.LEFT] += len(told.applications) - len(fresh)
        else:
            counts[Filled.PEOPLE if told.candidates else Filled.JOBS] += 1
    return +counts


def _without_known_status(jobs: tuple[JobUpdate, ...], known: Container[str]) -> tuple[JobUpdate, ...]:
    """What is said of jobs, but for whether they are open, where that is on record."""
    return tuple(
        replace(job, fields={name: value for name, value in job.fields.items() if name != "status"})
        if job.id in known
        else job
        for job in jobs
    )


def _as_record(told: Intake, connection: str) -> Intake:
    """What is said, without what has happened: of deletions and merges, deliveries tell."""
    return Intake(
        at=told.at, source=connection, candidates=told.candidates, applications=told.applications, jobs=told.jobs
    )
