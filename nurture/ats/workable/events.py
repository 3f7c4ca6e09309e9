"""What each of Workable's events means.

Hires and disqualifications have no event of their own: they are moves, and show by the candidate's state. That state is
the one at the time of sending, not of the event, so that each event tells all that is decided by then: whichever comes
first acts, and the other says what is so already.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from nurture.ats.names import first_and_last
from nurture.ats.shapes import Fields, part
from nurture.ats.workable.shapes import Candidate, Named
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus
from nurture.values import frozen

Data: TypeAlias = Mapping[str, object]
Translator: TypeAlias = Callable[["Translation", Data, datetime], Intake]

CREATED, MOVED, DELETED = "candidate_created", "candidate_moved", "candidate_deleted"
SOURCED, HIRED = "sourced", "hired"
"""Kinds of stages."""

_DECIDED: Final[Mapping[ApplicationStatus, EventType]] = {
    ApplicationStatus.HIRED: EventType.APPLICATION_HIRED,
    ApplicationStatus.REJECTED: EventType.APPLICATION_REJECTED,
    ApplicationStatus.WITHDRAWN: EventType.APPLICATION_WITHDRAWN,
}


@frozen
class Translation:
    """How one account's records are read."""

    connection: str

    def id(self, vendor_id: str) -> str:
        """Our id of a record of theirs."""
        return f"{self.connection}:{vendor_id}"

    def candidate(self, given: Candidate) -> CandidateUpdate:
        """The person."""
        first, last = first_and_last(given.name)
        said = given.model_fields_set
        fields: Fields = {}
        if said & {"name", "firstname", "lastname"}:
            fields |= {"first_name": given.firstname or first, "last_name": given.lastname or last}
        fields |= {name: getattr(given, name) for name in ("email", "phone") if name in said}
        return CandidateUpdate(id=self.id(given.id), fields=fields)

    def application(self, given: Candidate) -> ApplicationUpdate:
        """The application, which has the person's id. One that was sourced is a lead for as long as it stays there."""
        status = status_of(given)
        fields: Fields = {"status": status, "is_prospect": _kind(given) == SOURCED}
        optional = {
            "stage": given.stage,
            "source": given.domain,
            "url": given.profile_url,
            "applied_at": None if given.sourced else given.created_at,
        }
        fields |= {name: value for name, value in optional.items() if value is not None}
        if status in (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN):
            fields |= {"rejected_at": given.disqualified_at} if given.disqualified_at else {}
            fields["rejection_reason"] = given.disqualification_reason
        id_ = self.id(given.id)
        job_id = self.id(given.job.shortcode) if given.job else None
        return ApplicationUpdate(id=id_, candidate_id=id_, job_id=job_id, fields=fields, as_of=given.updated_at)

    def jobs(self, given: Candidate) -> tuple[JobUpdate, ...]:
        """The job, as far as a candidate tells of it."""
        if given.job is None:
            return ()
        fields: Fields = {"title": given.job.title} if given.job.title else {}
        return (JobUpdate(id=self.id(given.job.shortcode), fields=fields),)


def status_of(given: Candidate) -> ApplicationStatus:
    """How an application stands. Who is disqualified is so in whichever stage.

    A company may call the last stage as it likes; where the kind of the stage isn't told, `hired_at` tells a hire.
    """
    if given.disqualified:
        return ApplicationStatus.WITHDRAWN if given.withdrew else ApplicationStatus.REJECTED
    is_hired = _kind(given) == HIRED or (given.stage_kind is None and given.hired_at is not None)
    return ApplicationStatus.HIRED if is_hired else ApplicationStatus.ACTIVE


def _kind(given: Candidate) -> str:
    """What sort of stage it is: as stated, else by the name that such a stage has when an account is made."""
    return (given.stage_kind or given.stage or "").casefold()


def _about(to: Translation, data: Data, at: datetime, type_: EventType | None) -> Intake:
    given = part(Candidate, data, what="Workable's candidate", root="data")
    if type_ is None:
        type_ = EventType.PROSPECT_CREATED if given.sourced else EventType.APPLICATION_CREATED
    update, decided = to.application(given), _DECIDED.get(status_of(given))
    happenings = tuple(
        Happening(
            type=each,
            candidate_id=update.candidate_id,
            application_id=update.id,
            job_id=update.job_id,
            data=_carried(each, given),
        )
        for each in (type_, decided)
        if each is not None
    )
    return Intake(
        at=at,
        happenings=happenings,
        candidates=(to.candidate(given),),
        applications=(update,),
        jobs=to.jobs(given),
    )


def _carried(type_: EventType, given: Candidate) -> dict[str, str | None]:
    is_no = type_ in (EventType.APPLICATION_REJECTED, EventType.APPLICATION_WITHDRAWN)
    return {"reason": given.disqualification_reason} if is_no else {}


def _created(to: Translation, data: Data, at: datetime) -> Intake:
    return _about(to, data, at, None)


def _moved(to: Translation, data: Data, at: datetime) -> Intake:
    return _about(to, data, at, EventType.APPLICATION_STAGE_CHANGED)


def _deleted(to: Translation, data: Data, at: datetime) -> Intake:
    gone = to.id(part(Named, data, what=f"Workable's {DELETED}", root="data").id)
    happening = Happening(type=EventType.CANDIDATE_DELETED, candidate_id=gone)
    return Intake(at=at, happenings=(happening,), deleted_candidates=(gone,))


_EMPLOYEES: Final = "Workable doesn't tell whose application an employee was; a hire is told of the candidate"

EVENTS: Final[Mapping[str, Translator | str]] = {
    CREATED: _created,
    MOVED: _moved,
    DELETED: _deleted,
    "employee_created": _EMPLOYEES,
    "employee_updated": _EMPLOYEES,
    "employee_published": _EMPLOYEES,
    "onboarding_completed": _EMPLOYEES,
    "timeoff_updated": "absences of employees are nobody's journey",
}
"""Every event that can be subscribed to."""


def intake(to: Translation, event: str, data: Data, at: datetime) -> Intake:
    """One delivery in our words; an event that isn't known is kept, with that as the reason."""
    meaning = EVENTS.get(event, f"“{event[:100]}” is no event of Workable's that we know")
    return Intake(at=at, ignored=meaning) if isinstance(meaning, str) else meaning(to, data, at)
