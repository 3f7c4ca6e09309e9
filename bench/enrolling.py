"""Candidates and enrollments for the measurements: on record beforehand, so that only the journeys are measured."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import insert
from temporalio.client import Client

from nurture import contracts, temporal
from nurture.config import Settings
from nurture.contracts import EnrollmentRun
from nurture.domain.moves import Because
from nurture.domain.subject import Subject, SubjectKind
from nurture.language.check import check_folder
from nurture.service.arriving import facts_on_entry
from nurture.service.entering import enter
from nurture.service.parts import Parts, parts_from
from nurture.service.publishing import publish
from nurture.store.migrate import migrate
from nurture.store.tables import candidates

SEQUENCE = "three-mails"


def prepare(settings: Settings, folder: Path) -> None:
    """Migrates the database and publishes the sequence."""
    migrate(settings.database_url)
    parts = parts_from(settings)
    checked = check_folder(folder)
    publish(parts.store, checked, author=None, commit=None, by="bench", now=parts.clock.now())
    parts.close()


async def start_many(client: Client, settings: Settings, runs: list[EnrollmentRun]) -> list[str]:
    """Starts the enrollments' workflows, and names them."""
    for run in runs:
        await temporal.start_enrollment(client, settings, run)
    return [contracts.enrollment_workflow_id(run.enrollment_id) for run in runs]


def enroll_many(parts: Parts, number: int, count: int, *, sequence: str = SEQUENCE) -> list[EnrollmentRun]:
    """Puts candidates and their enrollments on record; `number` tells one round's from another's."""
    now, options = parts.clock.now(), parts.settings.run_options()
    with parts.store.write() as conn:
        plan = parts.plans.latest(conn)[sequence].plan
        ids = [f"bench:{number}-{index}" for index in range(count)]
        conn.execute(insert(candidates), [_candidate(each, now) for each in ids])
        runs: list[EnrollmentRun] = []
        for candidate_id in ids:
            subject = Subject(kind=SubjectKind.CANDIDATE, id=candidate_id)
            facts = facts_on_entry(parts, conn, plan, subject, candidate_id, 1, now)
            entrance = enter(conn, plan, facts, Because(rule="entered", sentence="measured"), now, trigger=None)
            runs.append(entrance.run(clock=parts.clock, options=options))
    return runs


def _candidate(candidate_id: str, now: datetime) -> dict[str, object]:
    name = candidate_id.removeprefix("bench:")
    return {"id": candidate_id, "first_name": "Kim", "email": f"kim-{name}@bench.example", "updated_at": now}
