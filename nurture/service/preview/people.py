"""Invented people to try a mail on: one of whom everything is known, and one of whom next to nothing is.

Nobody of them exists, and no mail address can be reached.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from nurture.domain.events import EventSpec, EventType, Scalar
from nurture.domain.records import (
    Application,
    ApplicationStatus,
    Candidate,
    Company,
    Hire,
    Job,
    Person,
    Records,
    Team,
    team_of,
)
from nurture.domain.related import Related
from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind
from nurture.service.preview.related import carried_by_records, known_record, unknown_record
from nurture.values import frozen

_UNTIL_START: Final = timedelta(days=14)
"""At least; people begin on the Monday after."""
_LEFT_IN: Final[Mapping[str, ApplicationStatus]] = {
    EventType.APPLICATION_REJECTED: ApplicationStatus.REJECTED,
    EventType.APPLICATION_WITHDRAWN: ApplicationStatus.WITHDRAWN,
    EventType.APPLICATION_HIRED: ApplicationStatus.HIRED,
}
"""How an application stands after the event that let somebody in; active after any other."""


@frozen
class Sample:
    """Somebody to try a mail on. `carried` is what the event carries; `is_known` is False for one without a past.

    `related` is the interview, offer, referral or assignment that the run is about, if it is about one.
    """

    records: Records
    related: Related | None = None
    carried: Mapping[str, Scalar] = field(default_factory=dict)
    is_known: bool = True


def known(company: Company, now: datetime, *, entered_by: str | None, about: SubjectKind) -> Sample:
    """Somebody of whom everything is known, living where the company is; as they stand after that event."""
    start = (now + _UNTIL_START).date()
    start += timedelta(days=-start.weekday() % 7)
    status = _LEFT_IN.get(entered_by, ApplicationStatus.ACTIVE) if entered_by else ApplicationStatus.ACTIVE
    if about is SubjectKind.HIRE:
        status = ApplicationStatus.HIRED
    hire_own = _invented(company.own.fields.get("hire", {}))
    hire = Hire(id="sample:hire", start_date=start, hired_at=now - timedelta(days=2), own=hire_own)
    team = Team(
        recruiter=_ours("recruiter", "Robin Vale"),
        coordinator=_ours("coordinator", "Dana Moss"),
        hiring_manager=_ours("hiring_manager", "Imani Brooks"),
        referrer=_ours("referrer", "Lou Lindgren"),
        own={role: _ours(role, "Sam Ito") for role in company.own.roles},
    )
    return Sample(
        records=Records(
            candidate=_noor(company, now),
            application=_application(company, now, status),
            hire=hire if status is ApplicationStatus.HIRED else None,
            team=team,
        ),
        related=known_record(about, team, now),
        carried={
            **carried_by_records(team, now),
            "from_stage": "Onsite",
            "to_stage": "Offer",
            "stage": "Onsite",
            "reason": "Another candidate was closer to the role",
            "start_date": start.isoformat(),
            "job.id": "sample:new-job",
            "job.title": "Senior Controls Engineer",
            "job.department": "Robotics",
            "job.office": "Riverside",
            "job.url": "https://careers.company.example/senior-controls-engineer",
        },
    )


def unknown(*, to: str, about: SubjectKind = SubjectKind.APPLICATION, by_text: bool = False) -> Sample:
    """Somebody of whom a mail address is known (`by_text`, also a number) and nothing else; of our own people only the
    one it goes `to`.
    """
    reader = {} if to == "candidate" else {to: _ours(to, "Robin Vale")}
    return Sample(
        records=Records(
            candidate=Candidate(
                id="sample:unknown", email="unknown@person.example", phone="+442079460019" if by_text else None
            ),
            application=Application(id="sample:application"),
            team=team_of(reader),
        ),
        related=unknown_record(about),
        is_known=False,
    )


_INVENTED: Final[Mapping[ValueKind, Scalar]] = {
    ValueKind.NUMBER: 3,
    ValueKind.YES_NO: True,
    ValueKind.DATE: "2026-10-01",
    ValueKind.TIME: "2026-10-01T09:00:00+00:00",
}


def _invented(kinds: Mapping[str, ValueKind]) -> dict[str, Scalar]:
    return {name: _INVENTED.get(kind, f"[{name}]") for name, kind in kinds.items()}


def carried_by(sample: Sample, event: EventSpec) -> dict[str, Scalar]:
    """What such an event carries for them: a name in brackets where no text was invented."""
    invented = _invented({name: event.kind_of(name) for name in event.carries})
    told = {name: value for name, value in sample.carried.items() if name in event.carries}
    return {**(invented if sample.is_known else {}), **told}


def _noor(company: Company, now: datetime) -> Candidate:
    return Candidate(
        id="sample:known",
        first_name="Noor",
        last_name="Haddad",
        email="noor@haddad.example",
        phone="+44 20 7946 0018",
        can_text=True,
        title="Mechatronics Engineer",
        company="Halden Drives",
        tags=("robotics",),
        skills=("mechatronics", "control theory"),
        interests=("Robotics",),
        country=company.country,
        zone=company.zone,
        last_contact=now - timedelta(days=9),
        last_reply=now - timedelta(days=10),
        created_at=now - timedelta(days=60),
        own=_invented(company.own.fields.get("candidate", {})),
    )


def _application(company: Company, now: datetime, status: ApplicationStatus) -> Application:
    is_rejected = status is ApplicationStatus.REJECTED
    return Application(
        id="sample:application",
        status=status,
        stage="Onsite",
        source="Careers page",
        applied_at=now - timedelta(days=30),
        rejected_at=now - timedelta(days=1) if is_rejected else None,
        rejection_reason="Another candidate was closer to the role" if is_rejected else None,
        rejection_type="We rejected them" if is_rejected else None,
        next_interview=now + timedelta(days=5),
        url="https://ats.example/applications/1",
        job=Job(
            id="sample:job",
            title="Controls Engineer",
            department="Robotics",
            office="Riverside",
            country=company.country,
            zone=company.zone,
            url="https://careers.company.example/controls-engineer",
            skills=("motion control",),
            opened_at=now - timedelta(days=40),
            applications=12,
            own=_invented(company.own.fields.get("job", {})),
        ),
        own=_invented(company.own.fields.get("application", {})),
    )


def _ours(role: str, name: str) -> Person:
    return Person(id=f"sample:{role}", name=name, email=f"{name.lower().replace(' ', '.')}@company.example")
