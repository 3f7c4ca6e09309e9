"""What each of Greenhouse's actions means: `ACTIONS` maps it to a translator, or to the reason why nothing follows.

Greenhouse states no time of the event, so an intake's time is when it was received. An application's `last_activity_at`
is its watermark, and hires carry none.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from nurture.ats.greenhouse import payload as given
from nurture.ats.greenhouse.records import Translation, is_withdrawal, job_of, jobs_of, start_date
from nurture.ats.greenhouse.related import offer_of, offer_update, related_to
from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import CandidateUpdate, FieldValue, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus

Payload: TypeAlias = Mapping[str, object]
Translator: TypeAlias = Callable[[Translation, Payload, datetime], Intake]


def _about_application(type_: EventType, status: ApplicationStatus | None = None) -> Translator:
    """An application's news, with everything that the delivery says of the person and the job."""

    def translate(to: Translation, body: Payload, at: datetime) -> Intake:
        about = given.AboutApplication.model_validate(body).application
        return _application_intake(to, about, type_, status, at)

    return translate


def _rejection(to: Translation, body: Payload, at: datetime) -> Intake:
    about = given.AboutApplication.model_validate(body).application
    if is_withdrawal(about):
        return _application_intake(to, about, EventType.APPLICATION_WITHDRAWN, ApplicationStatus.WITHDRAWN, at)
    return _application_intake(to, about, EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED, at)


def _new_application(to: Translation, body: Payload, at: datetime) -> Intake:
    about = given.AboutApplication.model_validate(body).application
    type_ = EventType.PROSPECT_CREATED if about.prospect else EventType.APPLICATION_CREATED
    return _application_intake(to, about, type_, None, at)


def _application_intake(
    to: Translation,
    about: given.Application,
    type_: EventType,
    status: ApplicationStatus | None,
    at: datetime,
) -> Intake:
    told = (about.candidate.recruiter, about.candidate.coordinator, about.credited_to)
    job = job_of(about)
    happening = Happening(
        type=type_,
        candidate_id=to.id(about.candidate.id),
        application_id=to.id(about.id),
        job_id=to.id(job.id) if job else None,
        data=_carried(about, type_),
    )
    return Intake(
        at=at,
        happenings=(happening,),
        candidates=(to.candidate_of(about),),
        applications=(to.application(about, status),),
        jobs=tuple(to.job(each, told) for each in jobs_of(about)),
        related=related_to(to, about),
    )


def _carried(about: given.Application, type_: EventType) -> dict[str, Scalar]:
    stage = about.current_stage.name if about.current_stage else None
    match type_:
        case EventType.APPLICATION_REJECTED | EventType.APPLICATION_WITHDRAWN:
            return {"reason": about.rejection_reason.name if about.rejection_reason else None, "stage": stage}
        case EventType.APPLICATION_UNREJECTED:
            return {"stage": stage}
        case EventType.APPLICATION_HIRED:
            first_day = start_date(about)
            return {"start_date": first_day.isoformat() if first_day else None}
        case _:
            return {}


def _offer(type_: EventType) -> Translator:
    def translate(to: Translation, body: Payload, at: datetime) -> Intake:
        offer = given.Offer.model_validate(body)
        stated = (offer_update(to, offer),)
        if offer.offer_status == "Deprecated":
            return Intake(at=at, related=stated)  # a newer version took its place, and is reported by itself
        # Each change that makes a new version is reported as if an offer was created.
        is_new_version = type_ is EventType.OFFER_CREATED and offer.version > 1
        first_day = offer.start_date or offer.starts_at
        happening = Happening(
            type=EventType.OFFER_UPDATED if is_new_version else type_,
            application_id=to.id(offer.application_id),
            job_id=to.id(offer.job_id) if offer.job_id else None,
            of=offer_of(to, offer.id),
            data={"start_date": first_day.isoformat() if first_day else None},
        )
        return Intake(at=at, happenings=(happening,), related=stated)

    return translate


def _offer_deleted(to: Translation, body: Payload, at: datetime) -> Intake:
    offer = given.AboutDeletedOffer.model_validate(body).offer
    happening = Happening(
        type=EventType.OFFER_DELETED,
        application_id=to.id(offer.application_id),
        job_id=to.id(offer.job_id) if offer.job_id else None,
        of=offer_of(to, offer.id),
    )
    return Intake(at=at, happenings=(happening,))


def _candidate_updated(to: Translation, body: Payload, at: datetime) -> Intake:
    update = to.candidate(given.AboutCandidate.model_validate(body).candidate)
    happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=update.id)
    return Intake(at=at, happenings=(happening,), candidates=(update,))


def _application_deleted(to: Translation, body: Payload, at: datetime) -> Intake:
    gone = given.AboutDeletedApplication.model_validate(body).application
    happening = Happening(
        type=EventType.APPLICATION_DELETED,
        candidate_id=to.id(gone.candidate_id),
        application_id=to.id(gone.id),
        job_id=to.id(gone.job_id) if gone.job_id else None,
    )
    return Intake(at=at, happenings=(happening,), deleted_applications=(to.id(gone.id),))


def _candidate_deleted(to: Translation, body: Payload, at: datetime) -> Intake:
    gone = given.AboutGonePerson.model_validate(body).person
    return Intake(
        at=at,
        happenings=(Happening(type=EventType.CANDIDATE_DELETED, candidate_id=to.id(gone.id)),),
        deleted_applications=tuple(to.id(application) for application in gone.deleted_application_ids),
        deleted_candidates=(to.id(gone.id),),
    )


def _candidate_merged(to: Translation, body: Payload, at: datetime) -> Intake:
    """The event belongs to the person who goes on: their journeys want to know."""
    gone = given.AboutMergedPerson.model_validate(body).person
    return Intake(
        at=at,
        happenings=(Happening(type=EventType.CANDIDATE_MERGED, candidate_id=to.id(gone.new_candidate_id)),),
        deleted_applications=tuple(to.id(application) for application in gone.deleted_application_ids),
        merged_into={to.id(gone.id): to.id(gone.new_candidate_id)},
    )


_IDENTIFYING: Final = frozenset({"full_name", "email_addresses"})
_REMOVED: Final[Mapping[str, Mapping[str, FieldValue]]] = {
    "current_title": {"title": None},
    "current_company": {"company": None},
    "phone_numbers": {"phone": None},
    "tags": {"tags": ()},
    "custom_candidate_fields": {"language": None, "country": None, "zone": None},
}


def _anonymized(to: Translation, body: Payload, at: datetime) -> Intake:
    """Erased when name or mail address went; otherwise only what was removed there goes here, too."""
    said = given.Anonymized.model_validate(body)
    candidate_id = to.id(said.candidate_id)
    removed = frozenset(said.anonymized_fields)
    if not removed or removed & _IDENTIFYING:
        happening = Happening(type=EventType.CANDIDATE_ANONYMIZED, candidate_id=candidate_id)
        return Intake(at=at, happenings=(happening,), erased=(candidate_id,))
    update = CandidateUpdate(
        id=candidate_id,
        fields={name: value for key in sorted(removed & _REMOVED.keys()) for name, value in _REMOVED[key].items()},
        team={role: None for role in ("recruiter", "coordinator") if role in removed},
    )
    happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=candidate_id)
    return Intake(at=at, happenings=(happening,), candidates=(update,))


def _job_created(to: Translation, body: Payload, at: datetime) -> Intake:
    """Opened with its creation, if it is open already; a draft opens later."""
    job = given.AboutJob.model_validate(body).job
    return _job_intake(to, job, EventType.JOB_OPENED if job.status == "open" else EventType.JOB_UPDATED, at)


def _job_approved(to: Translation, body: Payload, at: datetime) -> Intake:
    """A draft that needs approval opens with the last one."""
    about = given.AboutJob.model_validate(body)
    is_go = about.approval_flow is not None and about.approval_flow.approval_flow_type == "open_job"
    opens = is_go and about.job.status == "open"
    return _job_intake(to, about.job, EventType.JOB_OPENED if opens else EventType.JOB_UPDATED, at)


def _job_updated(to: Translation, body: Payload, at: datetime) -> Intake:
    """Greenhouse doesn't say what changed: whether the job opened or closed by it shows against our own record."""
    job = given.AboutJob.model_validate(body).job
    return _job_intake(to, job, EventType.JOB_CLOSED if job.status == "closed" else EventType.JOB_UPDATED, at)


def _job_deleted(to: Translation, body: Payload, at: datetime) -> Intake:
    job = given.AboutJob.model_validate(body).job
    closed = _job_intake(to, job, EventType.JOB_CLOSED, at)
    update = closed.jobs[0]
    update = JobUpdate(id=update.id, fields={**update.fields, "status": JobStatus.CLOSED}, team=update.team)
    return Intake(at=at, happenings=closed.happenings, jobs=(update,))


def _job_intake(to: Translation, job: given.Job, type_: EventType, at: datetime) -> Intake:
    happening = Happening(type=type_, job_id=to.id(job.id), data=to.job_data(job))
    return Intake(at=at, happenings=(happening,), jobs=(to.job(job),))


_POST: Final = "a job post is how a job is advertised; the job itself is what is followed"

ACTIONS: Final[Mapping[str, Translator | str]] = {
    "new_candidate_application": _new_application,
    "new_prospect_application": _about_application(EventType.PROSPECT_CREATED),
    "application_updated": _about_application(EventType.APPLICATION_UPDATED),
    "candidate_stage_change": _about_application(EventType.APPLICATION_STAGE_CHANGED),
    "reject_candidate": _rejection,
    "unreject_candidate": _about_application(EventType.APPLICATION_UNREJECTED),
    "hire_candidate": _about_application(EventType.APPLICATION_HIRED, ApplicationStatus.HIRED),
    "unhire_candidate": _about_application(EventType.APPLICATION_UNHIRED),
    "delete_application": _application_deleted,
    "update_candidate": _candidate_updated,
    "delete_candidate": _candidate_deleted,
    "merge_candidate": _candidate_merged,
    "candidate_anonymized": _anonymized,
    "offer_created": _offer(EventType.OFFER_CREATED),
    "offer_approved": _offer(EventType.OFFER_APPROVED),
    "offer_updated": _offer(EventType.OFFER_UPDATED),
    "offer_deleted": _offer_deleted,
    "job_created": _job_created,
    "job_updated": _job_updated,
    "job_approved": _job_approved,
    "job_deleted": _job_deleted,
    "interview_deleted": "Greenhouse names a number for the canceled interview, but not whose it was",
    "scorecard_deleted": "a scorecard that was taken back is news for nobody",
    "job_post_created": _POST,
    "job_post_updated": _POST,
    "job_post_deleted": _POST,
    "job_interview_stage_deleted": "people who stand in the stage are reported when they move",
    "department_deleted": "a job that loses its department is reported by itself",
    "office_deleted": "a job that loses its office is reported by itself",
    "ping": "Greenhouse tried out whether the address answers",
}
"""Every action of Greenhouse's web hooks."""


def intake(to: Translation, action: str, body: Payload, at: datetime) -> Intake:
    """One delivery in our words; an action that isn't known is kept, with that as the reason."""
    meaning = ACTIONS.get(action, f"“{action}” is no action of Greenhouse's that we know")
    return Intake(at=at, ignored=meaning) if isinstance(meaning, str) else meaning(to, body, at)
