"""Deliveries as Greenhouse makes them: the body in its form, signed with the hook's secret, posted over HTTP."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TypeAlias

from nurture.ats.greenhouse import sign
from nurture.demo.cast import Applicant, Opening, User
from nurture.errors import Refused

Json: TypeAlias = Mapping[str, object]

PATH = "/hooks/greenhouse"
TIMEOUT = 20
"""Seconds to wait for the web edge's answer."""


def deliver(body: bytes, *, delivery_id: str, secret: str, port: int) -> None:
    """Posts to the web edge on this machine. Raises Refused unless it answers with 200, which is success there."""
    headers = {
        "Content-Type": "application/json",
        "Greenhouse-Event-ID": delivery_id,
        "Signature": sign(body, secret),
    }
    edge = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        edge.request("POST", PATH, body, headers)
        answer = edge.getresponse()
        said = answer.read().decode(errors="replace")
    finally:
        edge.close()
    if answer.status != HTTPStatus.OK:
        raise Refused(f"the web edge answered {answer.status} to a delivery: {said}", status=answer.status)


def applied(who: Applicant, at: datetime) -> bytes:
    """They applied just now."""
    return _body("new_candidate_application", {"application": _application(who, at, stage="Application Review")})


def moved(who: Applicant, at: datetime, *, stage: str) -> bytes:
    """They were moved to another stage."""
    return _body("candidate_stage_change", {"application": _application(who, at, stage=stage)})


def rejected(who: Applicant, at: datetime, *, stage: str) -> bytes:
    """They were turned down at that stage."""
    reason = {"id": 14, "name": "Close second", "type": {"id": 1, "name": "We rejected them"}}
    application = _application(who, at, stage=stage, status="rejected")
    return _body(
        "reject_candidate",
        {"application": {**application, "rejected_at": _time(at), "rejection_reason": reason}},
    )


def hired(who: Applicant, at: datetime, *, starts: date) -> bytes:
    """They accepted. Greenhouse leaves out status and stage here."""
    left_out = {"status", "current_stage", "applied_at", "last_activity_at"}
    said = {key: value for key, value in _application(who, at, stage="Offer").items() if key not in left_out}
    offer = {
        "id": 7702,
        "version": 1,
        "created_at": _time(at - timedelta(days=2)),
        "sent_at": (at - timedelta(days=1)).date().isoformat(),
        "resolved_at": _time(at),
        "starts_at": starts.isoformat(),
        "custom_fields": {},
    }
    return _body("hire_candidate", {"application": {**said, "offer": offer}})


def opened(job: Opening, at: datetime) -> bytes:
    """A job was opened."""
    return _body("job_created", {"job": _job(job, opened_at=at)})


def _body(action: str, payload: Json) -> bytes:
    """Greenhouse escapes angle brackets before it signs."""
    text = json.dumps({"action": action, "payload": payload}, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").encode()


def _application(who: Applicant, at: datetime, *, stage: str, status: str = "active") -> Json:
    return {
        "id": who.application,
        "rejected_at": None,
        "prospect": False,
        "status": status,
        "applied_at": _time(who.applied_at),
        "last_activity_at": _time(at),
        "url": f"https://app.greenhouse.io/people/{who.id}?application_id= {who.application}",
        "source": {"id": 2, "name": "Jobs page on your website"},
        "credited_to": None,
        "rejection_reason": None,
        "rejection_details": None,
        "current_stage": {"id": 81000 + len(stage), "name": stage, "interviews": []},
        "prospect_detail": {"prospect_pool": None, "prospect_stage": None, "prospect_owner": None},
        "custom_fields": {},
        "candidate": _candidate(who),
        "jobs": [_job(who.opening, opened_at=who.applied_at - timedelta(days=40))],
    }


def _candidate(who: Applicant) -> Json:
    return {
        "id": who.id,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "title": who.title,
        "company": who.company,
        "created_at": _time(who.applied_at),
        "external_id": None,
        "photo_url": None,
        "url": f"https://app.greenhouse.io/people/{who.id}",
        "is_private": False,
        "can_email": True,
        "phone_numbers": [],
        "email_addresses": [{"value": who.email, "type": "personal"}],
        "addresses": [],
        "website_addresses": [],
        "social_media_addresses": [],
        "educations": [],
        "employments": [],
        "recruiter": _user(who.recruiter),
        "coordinator": None,
        "attachments": [],
        "tags": [],
        "custom_fields": {
            "language": {"name": "Preferred language", "type": "single_select", "value": who.language},
            "country": {"name": "Country", "type": "short_text", "value": who.country},
            "time_zone": {"name": "Time zone", "type": "short_text", "value": who.zone},
        },
    }


def _job(job: Opening, *, opened_at: datetime) -> Json:
    manager = {"user_id": job.manager.id, "name": job.manager.name, "email": job.manager.email}
    page = f"https://careers.acme.example/jobs/{job.id}"
    return {
        "id": job.id,
        "name": job.title,
        "requisition_id": f"ACME-{job.id}",
        "notes": None,
        "confidential": False,
        "job_post_id": job.id + 10_000,
        "status": "open",
        "created_at": _time(opened_at - timedelta(days=7)),
        "opened_at": _time(opened_at),
        "closed_at": None,
        "url": f"https://app.greenhouse.io/sdash/{job.id}",
        "departments": [{"id": 70 + len(job.department), "name": job.department, "external_id": None}],
        "offices": [{"id": 12, "name": job.office, "location": f"{job.office}, Germany", "external_id": None}],
        "hiring_team": {
            "hiring_managers": [{"user_id": job.manager.id, "employee_id": None}],
            "sourcers": [],
            "recruiters": [],
            "coordinators": [],
        },
        "custom_fields": {
            "job_url": {"name": "Public page", "type": "url", "value": page},
            "hiring_manager": {"name": "Hiring manager", "type": "user", "value": manager},
            "time_zone": {"name": "Time zone", "type": "short_text", "value": "Europe/Berlin"},
            "country": {"name": "Country", "type": "short_text", "value": "DE"},
        },
    }


def _user(user: User) -> Json:
    return {"id": user.id, "name": user.name, "email": user.email, "employee_id": None}


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
