"""What an account of Greenhouse holds, in the shapes of Harvest, version 3."""

from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]


@dataclass(kw_only=True)
class Account:
    """What an account of Greenhouse holds."""

    applications: list[Record] = field(
        default_factory=lambda: [
            _application(6931, status="in_process", job_interview_stage_id=71, recruiter_id=4080),
            _application(6932, job_id=8, status="rejected", rejection_reason_id=5, rejected_at="2026-03-01T12:00:00Z"),
            _application(6933, job_id=8, status="rejected", rejection_reason_id=6, rejected_at="2026-03-01T12:00:00Z"),
            _application(6934, candidate_id=57684, status="hired"),
            _application(6935, candidate_id=57684, job_id=None, status="converted", prospect=True),
            _application(6936, candidate_id=57685, status="in_process"),
        ]
    )
    candidates: list[Record] = field(
        default_factory=lambda: [
            _candidate(57683, "Maya", "Lindqvist", tags=["math"]),
            _candidate(57684, "Tom", "Vale"),
        ]
    )
    jobs: list[Record] = field(
        default_factory=lambda: [
            _job(7, "Data Engineer", department_id=31, office_ids=[41]),
            _job(8, "Analyst", status="closed"),
            _job(9, "Template", is_template=True),
        ]
    )
    departments: list[Record] = field(default_factory=lambda: [{"id": 31, "name": "Data"}])
    offices: list[Record] = field(default_factory=lambda: [{"id": 41, "name": "Berlin"}])
    sources: list[Record] = field(default_factory=lambda: [{"id": 21, "name": "Careers page"}])
    users: list[Record] = field(
        default_factory=lambda: [{"id": 4080, "name": "Kim Ode", "primary_email": "kim@acme.example"}]
    )
    stages: list[Record] = field(
        default_factory=lambda: [
            {"id": 71, "job_id": 7, "name": "Application Review"},
            {"id": 72, "job_id": 7, "name": "Onsite"},
            {"id": 81, "job_id": 8, "name": "Reference check"},
        ]
    )
    tags: list[Record] = field(
        default_factory=lambda: [{"id": 1, "name": "Referral"}, {"id": 2, "name": "No response"}]
    )
    applied: list[Record] = field(default_factory=list)
    reasons: list[Record] = field(
        default_factory=lambda: [
            {"id": 5, "name": "Not enough experience", "type": {"id": 1, "key": "WE_REJECTED_THEM"}},
            {"id": 6, "name": "Took another job", "type": {"id": 2, "key": "THEY_REJECTED_US", "name": "Ils partent"}},
        ]
    )
    notes: list[Record] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def _application(id_: int, **given: object) -> Record:
    return {
        "id": id_,
        "candidate_id": 57683,
        "job_id": 7,
        "prospect": False,
        "created_at": "2026-02-28T10:00:00.000Z",
        "updated_at": "2026-03-01T12:00:00.000Z",
        "last_activity_at": "2026-03-01T12:00:00.000Z",
        "rejected_at": None,
        "rejection_reason_id": None,
        "source_id": 21,
        "stage_name": "Application Review",
        "job_interview_stage_id": None,
        "recruiter_id": None,
        "coordinator_id": None,
        "custom_fields": {},
        **given,
    }


def _candidate(id_: int, first: str, last: str, **given: object) -> Record:
    address = f"{first}@{last}.example".lower()
    return {
        "id": id_,
        "first_name": first,
        "last_name": last,
        "company": None,
        "title": None,
        "private": False,
        "can_email": True,
        "email_addresses": [{"value": address, "type": "personal"}],
        "phone_numbers": [],
        "tags": [],
        "custom_fields": {"language": {"name": "Language", "type": "short_text", "value": "en"}},
        "created_at": "2026-02-28T10:00:00.000Z",
        "updated_at": "2026-03-01T12:00:00.000Z",
        **given,
    }


def _job(id_: int, name: str, **given: object) -> Record:
    return {
        "id": id_,
        "name": name,
        "status": "open",
        "opened_at": "2026-02-01T10:00:00.000Z",
        "updated_at": "2026-02-01T10:00:00.000Z",
        "department_id": None,
        "office_ids": [],
        "is_template": False,
        "custom_fields": {},
        **given,
    }
