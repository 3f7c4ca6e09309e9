"""What each of Ashby's actions means: a translator, or the reason why nothing follows.

An act that is told by several deliveries is told whole by each of them, so that it acts with whichever comes first. An
`applicationUpdate` is the exception: it also comes for edits of old applications, and says what is new by its state.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from nurture.ats.ashby import shapes as given
from nurture.ats.ashby.records import ARCHIVED, LEAD, Translation, status_of
from nurture.ats.shapes import part
from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import Happening, Intake
from nurture.domain.records import ApplicationStatus, JobStatus

Data: TypeAlias = Mapping[str, object]
Translator: TypeAlias = Callable[[Translation, Data, datetime], Intake]

_DECIDED: Final[Mapping[ApplicationStatus, EventType]] = {
    ApplicationStatus.HIRED: EventType.APPLICATION_HIRED,
    ApplicationStatus.REJECTED: EventType.APPLICATION_REJECTED,
    ApplicationStatus.WITHDRAWN: EventType.APPLICATION_WITHDRAWN,
}


def _submitted(to: Translation, data: Data, at: datetime) -> Intake:
    about = part(given.AboutApplication, data, what="Ashby's applicationSubmit", root="data")
    is_lead = about.application.status == LEAD
    return _application(to, about, at, EventType.PROSPECT_CREATED if is_lead else EventType.APPLICATION_CREATED)


def _updated(to: Translation, data: Data, at: datetime) -> Intake:
    about = part(given.AboutApplication, data, what="Ashby's applicationUpdate", root="data")
    return _application(to, about, at, EventType.APPLICATION_UPDATED)


def _moved(to: Translation, data: Data, at: datetime) -> Intake:
    """A change of stage, a hire, or being archived: for Ashby all of them are changes of stage."""
    about = part(given.AboutApplication, data, what="Ashby's candidateStageChange or candidateHire", root="data")
    stage, status = about.application.currentInterviewStage, status_of(about.application)
    types = [EventType.APPLICATION_STAGE_CHANGED] if stage and stage.title and stage.type != ARCHIVED else []
    if status is not None and status in _DECIDED:
        types.append(_DECIDED[status])
    return _application(to, about, at, *types)


def _application(to: Translation, about: given.AboutApplication, at: datetime, *types: EventType) -> Intake:
    application, offer = about.application, about.offer
    update = to.application(application)
    happenings = tuple(
        Happening(
            type=type_,
            candidate_id=update.candidate_id,
            application_id=update.id,
            job_id=update.job_id,
            data=_carried(type_, about),
        )
        for type_ in types
    )
    return Intake(
        at=at,
        happenings=happenings,
        candidates=(to.candidate(application),),
        applications=(update,),
        jobs=to.job_of(application),
        related=(to.offer(offer, update.id),) if offer else (),
    )


def _carried(type_: EventType, about: given.AboutApplication) -> dict[str, Scalar]:
    if type_ is EventType.APPLICATION_HIRED and about.offer and about.offer.latestVersion:
        day = about.offer.latestVersion.startDate
        return {"start_date": day.isoformat() if day else None}
    if type_ in (EventType.APPLICATION_REJECTED, EventType.APPLICATION_WITHDRAWN):
        reason = about.application.archiveReason
        return {"reason": reason.text if reason else None}
    return {}


def _offer(type_: EventType) -> Translator:
    def translate(to: Translation, data: Data, at: datetime) -> Intake:
        offer = part(given.AboutOffer, data, what="Ashby's event of an offer", root="data").offer
        application_id = to.id(offer.applicationId) if offer.applicationId else None
        happening = Happening(type=type_, application_id=application_id, of=to.offer_of(offer))
        is_gone = type_ is EventType.OFFER_DELETED or application_id is None
        return Intake(
            at=at,
            happenings=(happening,),
            related=() if is_gone or application_id is None else (to.offer(offer, application_id),),
        )

    return translate


def _schedule(to: Translation, data: Data, at: datetime) -> Intake:
    """What became of its interviews shows against our record."""
    schedule = part(given.AboutSchedule, data, what="Ashby's event of an interview", root="data").interviewSchedule
    interviews = to.interviews(schedule)
    if not interviews:
        return Intake(at=at, ignored="no interview of the schedule is booked, over or cancelled")
    return Intake(at=at, related=interviews)


def _job(to: Translation, data: Data, at: datetime) -> Intake:
    update = to.job(part(given.AboutJob, data, what="Ashby's event of a job", root="data").job)
    types = {JobStatus.OPEN: EventType.JOB_OPENED, JobStatus.CLOSED: EventType.JOB_CLOSED}
    status = update.fields.get("status")
    type_ = types.get(JobStatus(str(status)), EventType.JOB_UPDATED) if status else EventType.JOB_UPDATED
    return Intake(at=at, happenings=(Happening(type=type_, job_id=update.id),), jobs=(update,))


def _job_updated(to: Translation, data: Data, at: datetime) -> Intake:
    """Ashby doesn't say what changed: whether the job opened or closed by it shows against our record."""
    update = to.job(part(given.AboutJob, data, what="Ashby's jobUpdate", root="data").job)
    return Intake(at=at, happenings=(Happening(type=EventType.JOB_UPDATED, job_id=update.id),), jobs=(update,))


def _posting(to: Translation, data: Data, at: datetime) -> Intake:
    update = to.posting(part(given.AboutPosting, data, what="Ashby's event of a posting", root="data").jobPosting)
    return Intake(at=at, happenings=(Happening(type=EventType.JOB_UPDATED, job_id=update.id),), jobs=(update,))


def _deleted(to: Translation, data: Data, at: datetime) -> Intake:
    gone = to.id(part(given.AboutDeletedCandidate, data, what="Ashby's candidateDelete", root="data").candidate.id)
    happening = Happening(type=EventType.CANDIDATE_DELETED, candidate_id=gone)
    return Intake(at=at, happenings=(happening,), deleted_candidates=(gone,))


def _merged(to: Translation, data: Data, at: datetime) -> Intake:
    about = part(given.AboutMerge, data, what="Ashby's candidateMerge", root="data")
    gone, into = to.id(about.deletedCandidate.id), to.id(about.mergedCandidate.id)
    happening = Happening(type=EventType.CANDIDATE_MERGED, candidate_id=into)
    return Intake(at=at, happenings=(happening,), merged_into={gone: into})


_POSTED: Final = "jobPostingUpdate comes with it, and says the same"

ACTIONS: Final[Mapping[str, Translator | str]] = {
    "applicationSubmit": _submitted,
    "applicationUpdate": _updated,
    "candidateStageChange": _moved,
    "candidateHire": _moved,
    "candidateDelete": _deleted,
    "candidateMerge": _merged,
    "interviewScheduleCreate": _schedule,
    "interviewScheduleUpdate": _schedule,
    "offerCreate": _offer(EventType.OFFER_CREATED),
    "offerUpdate": _offer(EventType.OFFER_UPDATED),
    "offerDelete": _offer(EventType.OFFER_DELETED),
    "jobCreate": _job,
    "jobUpdate": _job_updated,
    "jobPostingUpdate": _posting,
    "jobPostingPublish": _POSTED,
    "jobPostingUnpublish": _POSTED,
    "interviewPlanTransition": "people are reported when they come to another stage",
    "openingCreate": "the job is followed, not its openings",
    "pushToHRIS": "the hire is told by candidateHire",
    "signatureRequestUpdate": "the offer itself tells whether it was accepted",
    "surveySubmit": "answers to a survey of Ashby's stay there",
    "ping": "Ashby tried out whether the address answers",
}
"""Every action of Ashby's web hooks."""


def intake(to: Translation, action: str, data: Data, at: datetime) -> Intake:
    """One delivery in our words; an action that isn't known is kept, with that as the reason."""
    meaning = ACTIONS.get(action, f"“{action}” is no action of Ashby's that we know")
    return Intake(at=at, ignored=meaning) if isinstance(meaning, str) else meaning(to, data, at)
