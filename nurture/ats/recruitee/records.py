"""Recruitee's records in our words: who stands how with which offer."""

from collections.abc import Iterable, Mapping
from typing import Final

from nurture.ats.names import first_and_last, is_withdrawal
from nurture.ats.recruitee.shapes import Candidate, Offer, Placement, Stage
from nurture.ats.shapes import Fields
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.values import frozen

HIRE: Final = "hire"
TALENT_POOL: Final = "talent_pool"

_JOBS: Final[Mapping[str, JobStatus]] = {
    "draft": JobStatus.DRAFT,
    "published": JobStatus.OPEN,
    "internal": JobStatus.OPEN,
    "closed": JobStatus.CLOSED,
    "archived": JobStatus.CLOSED,
}
_NOES: Final[Mapping[ApplicationStatus, EventType]] = {
    ApplicationStatus.REJECTED: EventType.APPLICATION_REJECTED,
    ApplicationStatus.WITHDRAWN: EventType.APPLICATION_WITHDRAWN,
}


@frozen
class Standing:
    """How somebody stands with an offer. Recruitee doesn't tell who said no, but for the name of the reason."""

    person: Candidate
    status: ApplicationStatus
    stage: Stage | None = None
    reason: str | None = None

    def tells(self, type_: EventType) -> tuple[EventType, ...]:
        """What happened, as far as it is so still; being moved to where people are hired is being hired as well."""
        no = _NOES.get(self.status)
        if (type_ is EventType.APPLICATION_REJECTED) is not (no is not None):
            return ()
        if no is not None:
            return (no,)
        return (type_, EventType.APPLICATION_HIRED) if self.status is ApplicationStatus.HIRED else (type_,)

    def fields(self, kind: str | None) -> Fields:
        stated: Fields = {"status": self.status}
        if self.stage and self.stage.name:
            stated["stage"] = self.stage.name
        if kind is not None:
            stated["is_prospect"] = kind == TALENT_POOL
        if self.status in _NOES:
            stated["rejection_reason"] = self.reason
        return stated


def standing(person: Candidate, placement: Placement, stages: Iterable[Stage]) -> Standing:
    """How somebody stands by a placement that was read."""
    stage = next((each for each in stages if each.id == placement.stage_id), None)
    reason = placement.disqualify_reason
    return Standing(person=person, status=_status_of(placement, stage), stage=stage, reason=reason)


def _status_of(placement: Placement, stage: Stage | None) -> ApplicationStatus:
    if placement.disqualified_at:
        is_theirs = is_withdrawal(placement.disqualify_reason)
        return ApplicationStatus.WITHDRAWN if is_theirs else ApplicationStatus.REJECTED
    is_hired = placement.hired_at or (stage and stage.category == HIRE)
    return ApplicationStatus.HIRED if is_hired else ApplicationStatus.ACTIVE


def person_of(connection: str, given: Candidate) -> CandidateUpdate:
    """A person."""
    first, last = first_and_last(given.name)
    fields: Fields = {"first_name": first, "last_name": last} if "name" in given.model_fields_set else {}
    for name, values in (("email", given.emails), ("phone", given.phones)):
        if f"{name}s" in given.model_fields_set:
            fields[name] = values[0] if values else None
    return CandidateUpdate(
        id=f"{connection}:{given.id}",
        fields=fields,
        emails=given.emails if "emails" in given.model_fields_set else None,
        phones=given.phones if "phones" in given.model_fields_set else None,
    )


def placed_with(connection: str, stands: Standing, offer: Offer) -> ApplicationUpdate:
    """The application that a placement is: of this person, with this offer."""
    candidate_id = f"{connection}:{stands.person.id}"
    return ApplicationUpdate(
        id=f"{candidate_id}-{offer.id}",
        candidate_id=candidate_id,
        job_id=f"{connection}:{offer.id}",
        fields=stands.fields(offer.kind),
    )


def job_of(connection: str, offer: Offer) -> JobUpdate:
    """A job, as far as it is told of."""
    stated = {
        "title": offer.title,
        "status": _JOBS.get(offer.status or ""),
        "department": offer.department,
        "office": offer.location or offer.city,
        "country": offer.country_code.upper() if offer.country_code else None,
        "url": offer.careers_url,
    }
    fields: Fields = {name: value for name, value in stated.items() if value is not None}
    return JobUpdate(id=f"{connection}:{offer.id}", fields=fields)
