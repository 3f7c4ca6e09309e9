"""Jobs taken in, and what of them is news."""

import pytest
from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import JobStatus
from nurture.store import intake, records
from tests.unit.store.conftest import ADA, ROBOTICS
from tests.unit.store.taken_in import LATER


def test_a_job_that_is_only_mentioned_is_not_known(conn: Connection) -> None:
    update = ApplicationUpdate(id="acme:11", candidate_id=ADA, job_id="acme:200")
    intake.apply(conn, Intake(at=LATER, applications=(update,)), LATER)
    application = records.around(conn, ADA, "acme:11").application
    assert application is not None
    assert application.job is None
    assert records.job(conn, "acme:200") is None


@pytest.mark.parametrize(
    ("before", "said", "after", "news"),
    [
        ("draft", EventType.JOB_UPDATED, "open", [EventType.JOB_OPENED]),
        ("closed", EventType.JOB_UPDATED, "open", [EventType.JOB_OPENED]),
        ("open", EventType.JOB_UPDATED, "closed", [EventType.JOB_CLOSED]),
        ("open", EventType.JOB_OPENED, "open", []),
        ("closed", EventType.JOB_CLOSED, "closed", []),
        ("open", EventType.JOB_UPDATED, "open", [EventType.JOB_UPDATED]),
    ],
)
def test_a_job_opens_when_our_record_says_so_whatever_the_vendor_calls_it(
    conn: Connection, before: str, said: EventType, after: str, news: list[EventType]
) -> None:
    def told(kind: EventType, status: str) -> list[EventType]:
        update = JobUpdate(id="acme:300", fields={"title": "Welder", "status": JobStatus(status)})
        happening = Happening(type=kind, job_id="acme:300")
        applied = intake.apply(conn, Intake(at=LATER, happenings=(happening,), jobs=(update,)), LATER)
        return [event.type for _, event in applied.events]

    told(EventType.JOB_UPDATED, before)
    assert told(said, after) == news


def test_news_about_a_job_comes_once_with_what_is_on_record_of_it(conn: Connection) -> None:
    closed = Happening(type=EventType.JOB_CLOSED, job_id=ROBOTICS)
    applied = intake.apply(conn, Intake(at=LATER, happenings=(closed,), jobs=(JobUpdate(id=ROBOTICS),)), LATER)
    ((whom, event),) = applied.events
    assert (whom, event.number, event.job_id) == (None, 0, ROBOTICS)
    assert event.data["job.title"] == "Robotics engineer"
    assert event.data["job.department"] == "Hardware"
    job = records.job(conn, ROBOTICS)
    assert job is not None
    assert job.status is JobStatus.CLOSED
