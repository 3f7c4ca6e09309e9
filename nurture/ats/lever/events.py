"""What each of Lever's events means: whose news it is. What the news is, the API says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from nurture.ats.base import Read
from nurture.ats.lever.shapes import Data, Opportunity, Person, Posting, Reason
from nurture.ats.names import first_and_last, is_withdrawal
from nurture.ats.shapes import Fields, part
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.records import Person as OurPerson
from nurture.errors import Refused
from nurture.values import frozen

OPPORTUNITY: Final = "opportunity"
REASON: Final = "archive reason"
POSTING: Final = "posting"
CONTACT: Final = "contact"

_BETA: Final = "Lever's events of interviews are in beta, and we found no published form of them"

OF_OPPORTUNITIES: Final = frozenset(
    {"applicationCreated", "candidateHired", "candidateStageChange", "candidateArchiveChange"}
)
OF_CONTACTS: Final = frozenset({"contactCreated", "contactUpdated"})
DELETED: Final = "candidateDeleted"
NOTHING_FOLLOWS: Final[Mapping[str, str]] = {
    "interviewCreated": _BETA,
    "interviewUpdated": _BETA,
    "interviewDeleted": _BETA,
}

_DECIDED: Final[Mapping[ApplicationStatus, EventType]] = {
    ApplicationStatus.HIRED: EventType.APPLICATION_HIRED,
    ApplicationStatus.REJECTED: EventType.APPLICATION_REJECTED,
    ApplicationStatus.WITHDRAWN: EventType.APPLICATION_WITHDRAWN,
}
_STATES: Final[Mapping[str, JobStatus]] = {
    "published": JobStatus.OPEN,
    "internal": JobStatus.OPEN,
    "closed": JobStatus.CLOSED,
    "draft": JobStatus.DRAFT,
    "pending": JobStatus.DRAFT,
    "rejected": JobStatus.CLOSED,
}
_ANSWER: Final = "Lever's answer"


@frozen
class Told:
    """One event: what it is, whose, and when, all of it by the delivery."""

    event: str
    data: Data
    at: datetime


def intake(connection: str, told: Told, read: Read) -> Intake:
    """One delivery in our words. Raises Refused with 400 where something was not read back."""
    event, at = told.event, told.at
    if event in OF_OPPORTUNITIES:
        return _of_opportunity(connection, told, read)
    if event in OF_CONTACTS:
        return _of_contact(connection, told, read)
    if event == DELETED:
        if _read(read, OPPORTUNITY) is not None:
            return Intake(at=at, ignored="it is told that the opportunity was deleted, and Lever has it still")
        gone = f"{connection}:{told.data.opportunity}"
        happening = Happening(type=EventType.APPLICATION_DELETED, application_id=gone)
        return Intake(at=at, happenings=(happening,), deleted_applications=(gone,))
    unknown = f"“{event[:100]}” is no event of Lever's that we know"
    return Intake(at=at, ignored=NOTHING_FOLLOWS.get(event, unknown))


def _read(read: Read, name: str) -> object:
    if name not in read:
        raise Refused(f"the {name} was not read back", status=400)
    return read[name]


def _of_opportunity(connection: str, told: Told, read: Read) -> Intake:
    answer = _read(read, OPPORTUNITY)
    if answer is None:
        return Intake(at=told.at, ignored="Lever has the opportunity no more")
    given = part(Opportunity, answer, what=_ANSWER)
    person = f"{connection}:{given.contact}"
    if given.isAnonymized:
        return _erased(person, told.at)
    reason = part(Reason, read[REASON], what=_ANSWER) if read.get(REASON) else None
    posting = part(Posting, read[POSTING], what=_ANSWER) if read.get(POSTING) else None
    job = _job(connection, posting) if posting else None
    status = _status(given, reason)
    update = ApplicationUpdate(
        id=f"{connection}:{given.id}",
        candidate_id=person,
        job_id=job.id if job else None,
        fields=_fields(given, status, reason),
        as_of=given.updatedAt,
    )
    happening = Happening(
        type=_type(told.event, given, status), candidate_id=person, application_id=update.id, job_id=update.job_id
    )
    return Intake(
        at=told.at,
        happenings=(happening,),
        candidates=(_candidate(connection, given),),
        applications=(update,),
        jobs=(job,) if job else (),
    )


def _type(event: str, given: Opportunity, status: ApplicationStatus) -> EventType:
    """A hire is told by two events, of being hired and of being archived; each of them tells the hire."""
    if event == "applicationCreated":
        return EventType.APPLICATION_CREATED if given.applications else EventType.PROSPECT_CREATED
    if status in _DECIDED:
        return _DECIDED[status]
    is_move = event == "candidateStageChange"
    return EventType.APPLICATION_STAGE_CHANGED if is_move else EventType.APPLICATION_UPDATED


def _status(given: Opportunity, reason: Reason | None) -> ApplicationStatus:
    if given.archived is None:
        return ApplicationStatus.ACTIVE
    if reason is not None and reason.type == "hired":
        return ApplicationStatus.HIRED
    is_theirs = is_withdrawal(reason.text if reason else None)
    return ApplicationStatus.WITHDRAWN if is_theirs else ApplicationStatus.REJECTED


def _fields(given: Opportunity, status: ApplicationStatus, reason: Reason | None) -> Fields:
    applied = next((each.createdAt for each in given.applications if each.createdAt), given.createdAt)
    fields: Fields = {
        "status": status,
        "is_prospect": not given.applications,
        "source": given.sources[0] if given.sources else given.origin,
        "applied_at": applied,
    }
    if given.stage and given.stage.text:
        fields["stage"] = given.stage.text
    if given.urls and given.urls.show:
        fields["url"] = given.urls.show
    if given.archived and status is not ApplicationStatus.HIRED:
        fields |= {
            "rejected_at": given.archived.archivedAt,
            "rejection_reason": reason.text if reason else None,
        }
    return fields


def _candidate(connection: str, given: Opportunity) -> CandidateUpdate:
    fields = {**_of_person(given), "tags": given.tags}
    allowed = given.dataProtection.contact.allowed if given.dataProtection and given.dataProtection.contact else None
    if allowed is not None:
        fields["can_email"] = allowed
    team: dict[str, OurPerson | None] = {}
    if given.owner and given.owner.id and given.owner.name:
        owner = OurPerson(id=f"{connection}:{given.owner.id}", name=given.owner.name, email=given.owner.email)
        team["recruiter"] = owner
    id_ = f"{connection}:{given.contact}"
    return CandidateUpdate(id=id_, fields=fields, emails=_emails(given), phones=_phones(given), team=team)


def _of_person(given: Person) -> Fields:
    first, last = first_and_last(given.name)
    return {
        "first_name": first,
        "last_name": last,
        "email": next((each for each in given.emails if each), None),
        "phone": next((each.value for each in given.phones if each.value), None),
        "title": given.headline,
    }


def _emails(given: Person) -> tuple[str, ...]:
    return tuple(each for each in given.emails if each)


def _phones(given: Person) -> tuple[str, ...]:
    return tuple(each.value for each in given.phones if each.value)


def _of_contact(connection: str, told: Told, read: Read) -> Intake:
    answer = _read(read, CONTACT)
    if answer is None:
        return Intake(at=told.at, ignored="Lever has the contact no more")
    given = part(Person, answer, what=_ANSWER)
    id_ = f"{connection}:{given.id}"
    if given.isAnonymized:
        return _erased(id_, told.at)
    happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=id_)
    update = CandidateUpdate(id=id_, fields=_of_person(given), emails=_emails(given), phones=_phones(given))
    return Intake(at=told.at, happenings=(happening,), candidates=(update,))


def _erased(candidate_id: str, at: datetime) -> Intake:
    happening = Happening(type=EventType.CANDIDATE_ANONYMIZED, candidate_id=candidate_id)
    return Intake(at=at, happenings=(happening,), erased=(candidate_id,))


def _job(connection: str, given: Posting) -> JobUpdate:
    fields: Fields = {"title": given.text} if given.text else {}
    if status := _STATES.get(given.state or ""):
        fields["status"] = status
    if given.categories is not None:
        fields |= {
            "department": given.categories.department or given.categories.team,
            "office": given.categories.location,
        }
    if given.country:
        fields["country"] = given.country.upper()
    if given.urls and given.urls.show:
        fields["url"] = given.urls.show
    return JobUpdate(id=f"{connection}:{given.id}", fields=fields)
