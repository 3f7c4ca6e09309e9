"""What each of Merge's events means: a model, and whether one was added, changed or removed.

When an account is linked, Merge adds everything that the ATS has ever had. So what is added is news only where the
model itself says that it is recent; older records are taken in without any event.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from nurture.ats.base import Read
from nurture.ats.merge.shapes import Application, Candidate, Job, Named
from nurture.ats.names import is_withdrawal
from nurture.ats.shapes import Fields, part
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.errors import Refused
from nurture.values import frozen, replace

Data: TypeAlias = Mapping[str, object]
Translator: TypeAlias = Callable[["Telling"], Intake]

NEWS_FOR: Final = timedelta(days=7)
"""For how long an application or job that Merge adds is a new one: longer than it takes to sync, on any plan."""

HIRED: Final = "hired"
"""The name of a stage, in small letters, in which people are hired: applications have no status of their own."""

_JOBS: Final[Mapping[str, JobStatus]] = {
    "OPEN": JobStatus.OPEN,
    "CLOSED": JobStatus.CLOSED,
    "ARCHIVED": JobStatus.CLOSED,
    "DRAFT": JobStatus.DRAFT,
    "PENDING": JobStatus.DRAFT,
}
_DECIDED: Final[Mapping[ApplicationStatus, EventType]] = {
    ApplicationStatus.REJECTED: EventType.APPLICATION_REJECTED,
    ApplicationStatus.WITHDRAWN: EventType.APPLICATION_WITHDRAWN,
    ApplicationStatus.HIRED: EventType.APPLICATION_HIRED,
}


@frozen
class Telling:
    """One delivery of one linked account, with what was read beside it."""

    connection: str
    event: str
    data: Data
    read: Read
    at: datetime

    def id(self, merge_id: str) -> str:
        """Our id of a record of theirs."""
        return f"{self.connection}:{merge_id}"

    def is_news(self, since: datetime | None) -> bool:
        """Whether what began then has just begun."""
        return since is not None and self.at - since < NEWS_FOR

    def gone(self) -> str:
        """Our id of the record that was removed."""
        return self.id(part(Named, self.data, what=f"Merge's {self.event}", root="data").id)

    def candidate(self, given: Candidate) -> CandidateUpdate:
        """A person. What a model leaves null is not known, rather than empty."""
        mails = sorted(given.email_addresses, key=lambda each: each.email_address_type != "PERSONAL")
        addresses = tuple(each.value for each in mails if each.value)
        numbers = tuple(each.value for each in given.phone_numbers if each.value)
        known: Fields = {
            "first_name": given.first_name,
            "last_name": given.last_name,
            "company": given.company,
            "title": given.title,
            "email": addresses[0] if addresses else None,
            "phone": numbers[0] if numbers else None,
            "can_email": given.can_email,
            "is_private": given.is_private,
        }
        fields = {name: value for name, value in known.items() if value is not None}
        if "tags" in given.model_fields_set:
            fields["tags"] = tuple(tag for tag in given.tags if tag)
        return CandidateUpdate(id=self.id(given.id), fields=fields, emails=addresses or None, phones=numbers or None)

    def job(self, given: Job) -> JobUpdate:
        """A job."""
        known = {"title": given.name, "status": _JOBS.get(given.status or "")}
        return JobUpdate(id=self.id(given.id), fields={name: value for name, value in known.items() if value})

    def application(self, given: Application) -> ApplicationUpdate:
        """An application."""
        status = status_of(given)
        fields: Fields = {"status": status}
        optional = {
            "stage": given.current_stage.name if given.current_stage else None,
            "source": given.source,
            "applied_at": given.applied_at,
        }
        fields |= {name: value for name, value in optional.items() if value is not None}
        if status in (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN):
            reason = given.reject_reason.name if given.reject_reason else None
            fields |= {"rejected_at": given.rejected_at, "rejection_reason": reason}
        return ApplicationUpdate(
            id=self.id(given.id),
            candidate_id=self.id(given.candidate.id),
            job_id=self.id(given.job.id) if given.job else None,
            fields=fields,
            as_of=given.modified_at,
        )


def status_of(given: Application) -> ApplicationStatus:
    """How an application stands: Merge says when it was rejected, and neither by whom nor whether somebody was hired.

    Its model (https://docs.merge.dev/merge-unified/ats, “Reject Reasons”) has a name alone, which is what the ATS
    behind it calls the reason.
    """
    if given.rejected_at:
        is_theirs = is_withdrawal(given.reject_reason.name if given.reject_reason else None)
        return ApplicationStatus.WITHDRAWN if is_theirs else ApplicationStatus.REJECTED
    stage = given.current_stage.name if given.current_stage else None
    return ApplicationStatus.HIRED if (stage or "").casefold() == HIRED else ApplicationStatus.ACTIVE


def _application(telling: Telling) -> Intake:
    if "application" not in telling.read:
        raise Refused(f"{telling.event} was not read back", status=400)
    given = part(Application, telling.read["application"], what="Merge's application")
    if given.remote_was_deleted:
        return _application_removed(telling)
    update, types = telling.application(given), [EventType.APPLICATION_UPDATED]
    if telling.event.endswith(".added"):
        decided = _DECIDED.get(status_of(given))
        types = [EventType.APPLICATION_CREATED, *([decided] if decided else [])]
        types = types if telling.is_news(given.applied_at) else []
    happenings = tuple(
        Happening(type=type_, candidate_id=update.candidate_id, application_id=update.id, job_id=update.job_id)
        for type_ in types
    )
    return Intake(
        at=telling.at,
        happenings=happenings,
        candidates=(telling.candidate(given.candidate),),
        applications=(update,),
        jobs=(telling.job(given.job),) if given.job else (),
    )


def _application_removed(telling: Telling) -> Intake:
    gone = telling.gone()
    happening = Happening(type=EventType.APPLICATION_DELETED, application_id=gone)
    return Intake(at=telling.at, happenings=(happening,), deleted_applications=(gone,))


def _candidate(telling: Telling) -> Intake:
    given = part(Candidate, telling.data, what=f"Merge's {telling.event}", root="data")
    if given.remote_was_deleted:
        return _candidate_removed(telling)
    update = telling.candidate(given)
    news = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=update.id)
    is_change = telling.event.endswith(".changed")
    return Intake(at=telling.at, happenings=(news,) if is_change else (), candidates=(update,))


def _candidate_removed(telling: Telling) -> Intake:
    gone = telling.gone()
    happening = Happening(type=EventType.CANDIDATE_DELETED, candidate_id=gone)
    return Intake(at=telling.at, happenings=(happening,), deleted_candidates=(gone,))


def _job(telling: Telling) -> Intake:
    given = part(Job, telling.data, what=f"Merge's {telling.event}", root="data")
    if given.remote_was_deleted:
        return _job_removed(telling)
    update, type_ = telling.job(given), EventType.JOB_UPDATED
    is_open = update.fields.get("status") is JobStatus.OPEN
    if telling.event.endswith(".added") and is_open and telling.is_news(given.remote_created_at):
        type_ = EventType.JOB_OPENED
    return Intake(at=telling.at, happenings=(Happening(type=type_, job_id=update.id),), jobs=(update,))


def _job_removed(telling: Telling) -> Intake:
    known = telling.job(part(Job, telling.data, what=f"Merge's {telling.event}", root="data"))
    closed = replace(known, fields={**known.fields, "status": JobStatus.CLOSED})
    return Intake(at=telling.at, happenings=(Happening(type=EventType.JOB_CLOSED, job_id=closed.id),), jobs=(closed,))


_SYNC: Final = "each record that a sync brings is told by itself"
_ISSUE: Final = "problems of a linked account show in Merge"

EVENTS: Final[Mapping[str, Translator | str]] = {
    "Application.added": _application,
    "Application.changed": _application,
    "Application.removed": _application_removed,
    "Candidate.added": _candidate,
    "Candidate.changed": _candidate,
    "Candidate.removed": _candidate_removed,
    "Job.added": _job,
    "Job.changed": _job,
    "Job.removed": _job_removed,
    "LinkedAccount.synced": _SYNC,
    "LinkedAccount.fully_synced_initial": _SYNC,
    "Issue.created": _ISSUE,
    "Issue.resolved": _ISSUE,
}
"""The published events, of the models that we follow."""

READ_BACK: Final = frozenset(name for name, meaning in EVENTS.items() if meaning is _application)


def intake(telling: Telling) -> Intake:
    """One delivery in our words; an event that isn't known is kept, with that as the reason."""
    meaning = EVENTS.get(telling.event, f"“{telling.event[:100]}” is no event of Merge's that we know and follow")
    return Intake(at=telling.at, ignored=meaning) if isinstance(meaning, str) else meaning(telling)
