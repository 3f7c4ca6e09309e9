"""What each of SmartRecruiters' events means. State comes from the API as it is when we ask, and so does the news."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from nurture.ats.base import Read
from nurture.ats.shapes import Fields, part
from nurture.ats.smartrecruiters.shapes import About, Application, Candidate, Job
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.errors import Refused

CANDIDATE: Final = "candidate"
APPLICATION: Final = "application"
JOB: Final = "job"
LEAD: Final = "LEAD"
TRANSFERRED: Final = "TRANSFERRED"

_DECIDED: Final[Mapping[str, ApplicationStatus]] = {
    "HIRED": ApplicationStatus.HIRED,
    "REJECTED": ApplicationStatus.REJECTED,
    "WITHDRAWN": ApplicationStatus.WITHDRAWN,
}
_DECISIONS: Final[Mapping[str, EventType]] = {
    "HIRED": EventType.APPLICATION_HIRED,
    "REJECTED": EventType.APPLICATION_REJECTED,
    "WITHDRAWN": EventType.APPLICATION_WITHDRAWN,
}
_JOBS: Final[Mapping[str, JobStatus]] = {
    "CREATED": JobStatus.DRAFT,
    "ON_HOLD": JobStatus.DRAFT,
    "SOURCING": JobStatus.OPEN,
    "INTERVIEW": JobStatus.OPEN,
    "OFFER": JobStatus.OPEN,
    "FILLED": JobStatus.CLOSED,
    "CANCELLED": JobStatus.CLOSED,
}

OF_APPLICATIONS: Final[Mapping[str, EventType]] = {
    "application.created": EventType.APPLICATION_CREATED,
    "application.status.updated": EventType.APPLICATION_STAGE_CHANGED,
    "application.fields.updated": EventType.APPLICATION_UPDATED,
    "application.source.updated": EventType.APPLICATION_UPDATED,
}
OF_CANDIDATES: Final = frozenset({"candidate.created", "candidate.updated"})
OF_JOBS: Final = frozenset({"job.created", "job.updated", "job.status.updated"})
DELETED: Final = "candidate.deleted"

_INTERVIEW: Final = "its API does not tell, in what we could read of it, when and where an interview is"
_OFFER: Final = "the application tells that an offer was made, and what came of it"
_APPROVAL: Final = "who approves is no news for candidates"
_AD: Final = "the job is followed, not its advertisements"

NOTHING_FOLLOWS: Final[Mapping[str, str]] = {
    "application.onboarding-status.updated": "what a hire does before the first day is not followed",
    "application.attachment.created": "documents are not followed",
    "application.screening-answers.created": "answers stay in the ATS",
    "application.screening-answers.updated": "answers stay in the ATS",
    "interview.created": _INTERVIEW,
    "interview.updated": _INTERVIEW,
    "interview.canceled": _INTERVIEW,
    "offer.created": _OFFER,
    "offer.updated": _OFFER,
    "job.hiring-team.updated": "its people are named by number alone",
    "job.ad.created": _AD,
    "job.ad.updated": _AD,
    "job.ad.postings.updated": _AD,
    "position.created": "the job is followed, not its positions",
    "position.updated": "the job is followed, not its positions",
    "position.deleted": "the job is followed, not its positions",
}


def needs(event: str) -> bool:
    """Whether something must be read before this event says anything."""
    return event in OF_APPLICATIONS or event in OF_CANDIDATES or event in OF_JOBS


def intake(connection: str, about: About, read: Read, at: datetime) -> Intake:
    """One delivery in our words. Raises Refused with 400 where an id, or what was to be read, is missing."""
    event = about.event
    if event in OF_APPLICATIONS:
        return _application(connection, about, read, at)
    if event in OF_CANDIDATES:
        update = _candidate(connection, part(Candidate, _read(read, CANDIDATE), what=_ANSWER))
        happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=update.id)
        return Intake(at=at, happenings=(happening,), candidates=(update,))
    if event in OF_JOBS:
        job = _job(connection, part(Job, _read(read, JOB), what=_ANSWER))
        happening = Happening(type=_job_news(event, job), job_id=job.id)
        return Intake(at=at, happenings=(happening,), jobs=(job,))
    if event == DELETED:
        if about.candidate_id is None:
            raise Refused(f"{event} names no candidate", status=400)
        gone = f"{connection}:{about.candidate_id}"
        happening = Happening(type=EventType.CANDIDATE_DELETED, candidate_id=gone)
        return Intake(at=at, happenings=(happening,), deleted_candidates=(gone,))
    if event.startswith(("offer.appro", "job.appro")):
        return Intake(at=at, ignored=_APPROVAL)
    unknown = f"“{event[:100]}” is no event of SmartRecruiters' that we know"
    return Intake(at=at, ignored=NOTHING_FOLLOWS.get(event, unknown))


_ANSWER: Final = "SmartRecruiters' answer"


def _read(read: Read, name: str) -> object:
    if name not in read:
        raise Refused(f"the {name} was not read back", status=400)
    return read[name]


def _application(connection: str, about: About, read: Read, at: datetime) -> Intake:
    given = part(Application, _read(read, APPLICATION), what=_ANSWER)
    person = _candidate(connection, part(Candidate, _read(read, CANDIDATE), what=_ANSWER))
    job = _job(connection, part(Job, _read(read, JOB), what=_ANSWER))
    id_ = application_id(connection, about)
    if given.status == TRANSFERRED:  # to another job, where it is an application of its own
        gone = Happening(type=EventType.APPLICATION_DELETED, candidate_id=person.id, application_id=id_)
        return Intake(at=at, happenings=(gone,), candidates=(person,), jobs=(job,), deleted_applications=(id_,))
    update = ApplicationUpdate(
        id=id_,
        candidate_id=person.id,
        job_id=None if given.status == LEAD else job.id,
        fields=_fields(given),
        start_date=given.startsOn.date() if given.startsOn and given.status == "HIRED" else None,
        as_of=given.updatedOn,
    )
    type_ = OF_APPLICATIONS[about.event]
    if type_ is EventType.APPLICATION_CREATED and given.status == LEAD:
        type_ = EventType.PROSPECT_CREATED
    elif type_ is EventType.APPLICATION_STAGE_CHANGED:
        type_ = _DECISIONS.get(given.status, type_)
    happening = Happening(type=type_, candidate_id=person.id, application_id=id_, job_id=update.job_id)
    return Intake(at=at, happenings=(happening,), candidates=(person,), applications=(update,), jobs=(job,))


def application_id(connection: str, about: About) -> str:
    """SmartRecruiters knows an application by its person and its job. Raises Refused where one is not named."""
    if about.candidate_id is None or about.job_id is None:
        raise Refused(f"{about.event} names no candidate, or no job", status=400)
    return f"{connection}:{about.candidate_id}.{about.job_id}"


def _fields(given: Application) -> Fields:
    fields: Fields = {
        "status": _DECIDED.get(given.status, ApplicationStatus.ACTIVE),
        "is_prospect": given.status == LEAD,
    }
    if given.status not in _DECIDED:
        fields["stage"] = stage_of(given.status, given.subStatus)
    reason = given.reasonOfRejection or given.reasonOfWithdrawal
    stated = {
        "source": given.source,
        "applied_at": given.createdOn,
        "url": given.applicationUrl,
        "rejection_reason": reason.label if reason else None,
    }
    return fields | {name: value for name, value in stated.items() if value is not None}


def stage_of(status: str, sub_status: str | None) -> str:
    """The status in words, and what the company has below it: `In Review: Phone screen`."""
    words = status.replace("_", " ").title()
    return f"{words}: {sub_status}" if sub_status else words


def _candidate(connection: str, given: Candidate) -> CandidateUpdate:
    fields: Fields = {
        "first_name": given.firstName,
        "last_name": given.lastName,
        "email": given.email,
        "phone": given.phoneNumber,
        "tags": given.tags,
    }
    if given.location and given.location.countryCode:
        fields["country"] = given.location.countryCode.upper()
    if given.createdOn:
        fields["created_at"] = given.createdOn
    return CandidateUpdate(id=f"{connection}:{given.id}", fields=fields)


def _job(connection: str, given: Job) -> JobUpdate:
    fields: Fields = {"title": given.title} if given.title else {}
    if status := _JOBS.get(given.status or ""):
        fields["status"] = status
    if given.department is not None:
        fields["department"] = given.department.label
    if given.location is not None:
        fields["office"] = given.location.city
        if given.location.countryCode:
            fields["country"] = given.location.countryCode.upper()
    return JobUpdate(id=f"{connection}:{given.id}", fields=fields)


def _job_news(event: str, job: JobUpdate) -> EventType:
    """A job that was just made may be open already; whether another one opened or closed shows against our record."""
    is_open = job.fields.get("status") is JobStatus.OPEN
    return EventType.JOB_OPENED if event == "job.created" and is_open else EventType.JOB_UPDATED
