"""Jobs, as Greenhouse tells of them."""

import json

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import JobStatus
from tests.greenhouse import body, changed, without
from tests.unit.ats.greenhouse_payloads import INES, TOM, job, understood


def test_a_hiring_manager_known_by_number_alone_stays_as_on_record():
    unnamed = without("candidate_stage_change", "application", "jobs", 0, "custom_fields", "hiring_manager")
    assert job(unnamed).team == {"recruiter": INES, "coordinator": TOM}


def test_a_role_that_nobody_holds_is_nobodys():
    assert job(body("job_updated")).team == {"hiring_manager": None, "recruiter": None, "coordinator": None}


def test_a_jobs_page_inside_greenhouse_is_not_shown_to_candidates():
    no_page = without("candidate_stage_change", "application", "jobs", 0, "custom_fields", "job_url")
    assert "url" not in job(no_page).fields


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("job_created", JobStatus.OPEN),
        ("job_created.draft", JobStatus.DRAFT),
        ("job_updated", JobStatus.CLOSED),
        ("job_deleted", JobStatus.CLOSED),
    ],
)
def test_a_job_says_whether_it_is_open(name: str, status: JobStatus):
    assert job(body(name)).fields["status"] is status


@pytest.mark.parametrize(
    ("flow", "status", "event"),
    [
        ("open_job", "open", EventType.JOB_OPENED),
        ("offer_job", "open", EventType.JOB_UPDATED),
        (None, "open", EventType.JOB_UPDATED),
        ("open_job", "draft", EventType.JOB_UPDATED),
    ],
)
def test_the_approval_to_recruit_opens_a_job(flow: str | None, status: str, event: EventType):
    document = json.loads(changed("job_approved", "job", "status", to=status))
    document["payload"]["approval_flow"] = {"approval_flow_type": flow} if flow else None
    assert understood(json.dumps(document).encode()).happenings[0].type is event


@pytest.mark.parametrize(
    ("status", "event"),
    [("open", EventType.JOB_UPDATED), ("draft", EventType.JOB_UPDATED), ("closed", EventType.JOB_CLOSED)],
)
def test_an_update_tells_that_a_job_is_closed_but_not_that_it_has_just_opened(status: str, event: EventType):
    assert understood(changed("job_updated", "job", "status", to=status)).happenings[0].type is event
