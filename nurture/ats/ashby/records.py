"""Ashby's records in our words.

The words of its states are those of the OpenAPI description that Ashby publishes page by page (“archiveReason.list”,
“interviewScheduleCreate”, “jobCreate”); those of offers as several public programs have them from “offer.list”.
"""

from collections.abc import Mapping
from typing import Final

from nurture.ats import known_fields
from nurture.ats.ashby.shapes import Application, Job, Member, Offer, Posting, Schedule, User, by_key
from nurture.ats.names import first_and_last
from nurture.ats.shapes import Fields
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, FieldValue, JobUpdate, RelatedUpdate
from nurture.domain.records import ApplicationStatus, JobStatus, Person
from nurture.domain.related import InterviewStatus, OfferStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.values import frozen

ARCHIVED: Final = "Archived"
LEAD: Final = "Lead"
BY_CANDIDATE: Final = "RejectedByCandidate"
"""The type of archive reasons by which it was the candidate who said no."""

_STATUS: Final[Mapping[str, ApplicationStatus]] = {
    "Active": ApplicationStatus.ACTIVE,
    LEAD: ApplicationStatus.ACTIVE,
    "Hired": ApplicationStatus.HIRED,
    ARCHIVED: ApplicationStatus.REJECTED,
}
_JOB_STATUS: Final[Mapping[str, JobStatus]] = {
    "Draft": JobStatus.DRAFT,
    "Open": JobStatus.OPEN,
    "Closed": JobStatus.CLOSED,
    ARCHIVED: JobStatus.CLOSED,
}
_ROLES: Final[Mapping[str, str]] = {
    "recruiter": "recruiter",
    "coordinator": "coordinator",
    "recruiting coordinator": "coordinator",
    "hiring manager": "hiring_manager",
}
"""Ours by the names that Ashby's roles have when an account is made, in small letters."""

_INTERVIEWS: Final[Mapping[str, InterviewStatus]] = {
    "Scheduled": InterviewStatus.BOOKED,
    "WaitingOnFeedback": InterviewStatus.DONE,
    "Complete": InterviewStatus.DONE,
    "Cancelled": InterviewStatus.CANCELLED,
}
_ACCEPTANCE: Final[Mapping[str, OfferStatus]] = {
    "Accepted": OfferStatus.ACCEPTED,
    "Declined": OfferStatus.DECLINED,
    "Cancelled": OfferStatus.WITHDRAWN,
}
_OFFERS: Final[Mapping[str, OfferStatus]] = {
    "WaitingOnCandidateResponse": OfferStatus.SENT,
    "CandidateAccepted": OfferStatus.ACCEPTED,
    "CandidateRejected": OfferStatus.DECLINED,
    "OfferCancelled": OfferStatus.WITHDRAWN,
}


@frozen
class Translation:
    """How one account's records are read."""

    connection: str

    def id(self, vendor_id: str) -> str:
        """Our id of a record of theirs."""
        return f"{self.connection}:{vendor_id}"

    def person(self, user: User) -> Person | None:
        """Somebody of ours; None for one whose name or id isn't told."""
        id_ = (user.userId if isinstance(user, Member) else None) or user.id
        name = " ".join(word for word in (user.firstName, user.lastName) if word)
        return Person(id=self.id(id_), name=name, email=user.email) if id_ and name else None

    def candidate(self, given: Application) -> CandidateUpdate:
        """The person of an application. The application's recruiter and coordinator are theirs."""
        person, custom = given.candidate, by_key(given.customFields)
        first, last = first_and_last(person.name)
        fields: Fields = {"first_name": first, "last_name": last} if "name" in person.model_fields_set else {}
        for name, contact in (("email", person.primaryEmailAddress), ("phone", person.primaryPhoneNumber)):
            if _SAID[name] in person.model_fields_set:
                fields[name] = contact.value if contact else None
        team = self._team(given.hiringTeam)
        team.pop("hiring_manager", None)
        source = given.source.sourceType.title if given.source and given.source.sourceType else None
        if given.creditedToUser and "referral" in (source or "").lower():
            team["referrer"] = self.person(given.creditedToUser)
        return CandidateUpdate(id=self.id(person.id), fields=fields | known_fields.of_person(custom), team=team)

    def application(self, given: Application) -> ApplicationUpdate:
        """What was said of an application. The stage in which one was archived is the one that is on record."""
        status = status_of(given)
        fields: Fields = {"status": status} if status else {}
        stage = given.currentInterviewStage
        if stage is not None and stage.title and stage.type != ARCHIVED:
            fields["stage"] = stage.title
        if given.status is not None:
            fields["is_prospect"] = given.status == LEAD
        if given.source is not None and given.source.title:
            fields["source"] = given.source.title
        if given.createdAt is not None:
            fields["applied_at"] = given.createdAt
        if status in (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN):
            fields |= {"rejected_at": given.archivedAt} if given.archivedAt else {}
            reason = given.archiveReason
            fields |= {"rejection_reason": reason.text, "rejection_type": reason.reasonType} if reason else {}
        return ApplicationUpdate(
            id=self.id(given.id),
            candidate_id=self.id(given.candidate.id),
            job_id=self.id(given.job.id) if given.job and given.status != LEAD else None,
            fields=fields,
            as_of=given.updatedAt,
            custom=known_fields.as_custom(by_key(given.customFields)),
        )

    def job_of(self, given: Application) -> tuple[JobUpdate, ...]:
        """The job of an application, with its hiring manager."""
        if given.job is None:
            return ()
        team = {role: who for role, who in self._team(given.hiringTeam).items() if role == "hiring_manager"}
        return (JobUpdate(id=self.id(given.job.id), fields=_title(given.job.title), team=team),)

    def job(self, given: Job) -> JobUpdate:
        """What was said of a job."""
        custom = by_key(given.customFields)
        fields = _title(given.title) | known_fields.of_job(custom)
        if status := _JOB_STATUS.get(given.status or ""):
            fields["status"] = status
        if given.openedAt:
            fields["opened_at"] = given.openedAt
        return JobUpdate(
            id=self.id(given.id),
            fields=fields,
            team=self._team(given.hiringTeam),
            custom=known_fields.as_custom(custom),
        )

    def posting(self, given: Posting) -> JobUpdate:
        """What a job's posting says of it: the page for candidates, and names where the job has ids."""
        fields: Fields = {
            "department": given.departmentName,
            "office": given.locationName,
            **({"url": given.externalLink} if given.externalLink and given.isListed else {}),
        }
        return JobUpdate(id=self.id(given.jobId), fields={name: value for name, value in fields.items() if value})

    def offer_of(self, given: Offer) -> Subject:
        return Subject(kind=SubjectKind.OFFER, id=self.id(given.id))

    def offer(self, given: Offer, application_id: str) -> RelatedUpdate:
        """What was said of an offer."""
        status = _ACCEPTANCE.get(given.acceptanceStatus or "") or _OFFERS.get(given.offerStatus or "")
        fields: dict[str, FieldValue] = {"status": status} if status else {}
        if given.latestVersion and given.latestVersion.startDate:
            fields["start_date"] = given.latestVersion.startDate
        return RelatedUpdate(of=self.offer_of(given), application_id=application_id, fields=fields)

    def interviews(self, given: Schedule) -> tuple[RelatedUpdate, ...]:
        """Each interview of a schedule that is booked, over or cancelled; while it is being planned there is none."""
        status = _INTERVIEWS.get(given.status or "")
        if status is None:
            return ()
        return tuple(
            RelatedUpdate(
                of=Subject(kind=SubjectKind.INTERVIEW, id=self.id(each.id)),
                application_id=self.id(given.applicationId),
                candidate_id=self.id(given.candidateId) if given.candidateId else None,
                fields={
                    "status": status,
                    "starts_at": each.startTime,
                    "ends_at": each.endTime,
                    "place": each.meetingLink or each.location,
                },
                interviewers=None
                if each.interviewers is None
                else tuple(person for user in each.interviewers if (person := self.person(user))),
                as_of=given.updatedAt,
            )
            for each in given.interviewEvents
        )

    def _team(self, members: tuple[Member, ...]) -> dict[str, Person | None]:
        """The first of each role. A role that nobody holds is not told, so that it stays as it is on record."""
        team: dict[str, Person | None] = {}
        for each in members:
            role = _ROLES.get((each.role or "").lower())
            if role and role not in team and (person := self.person(each)):
                team[role] = person
        return team


_SAID: Final[Mapping[str, str]] = {"email": "primaryEmailAddress", "phone": "primaryPhoneNumber"}


def status_of(given: Application) -> ApplicationStatus | None:
    """None when it isn't stated, or is a word that Ashby doesn't document."""
    status = _STATUS.get(given.status or "")
    reason = given.archiveReason.reasonType if given.archiveReason else None
    is_withdrawal = status is ApplicationStatus.REJECTED and reason == BY_CANDIDATE
    return ApplicationStatus.WITHDRAWN if is_withdrawal else status


def _title(title: str | None) -> Fields:
    return {"title": title} if title else {}
