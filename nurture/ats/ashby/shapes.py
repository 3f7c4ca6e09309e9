"""The parts of Ashby's deliveries that we read, in its words."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from nurture.ats.known_fields import key_of
from nurture.ats.shapes import Id, Instant, Many, Part, Text, nothing_if_blank


def _day(value: object) -> object:
    """A day comes as a moment, by the ISO date before its T."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).date()
    return value[:10] if isinstance(value, str) else value


Day: TypeAlias = Annotated[date | None, BeforeValidator(_day), BeforeValidator(nothing_if_blank)]


class CustomField(Part):
    """One value; its title is what people know it by."""

    title: str
    value: object = None


def by_key(fields: tuple[CustomField, ...]) -> dict[str, object]:
    """The values by our keys of their titles."""
    return {key_of(each.title): each.value for each in fields}


class Contact(Part):
    """A mail address or phone number."""

    value: Text = None


class User(Part):
    """Somebody of the company's."""

    id: Text = None
    firstName: Text = None
    lastName: Text = None
    email: Text = None


class Member(User):
    """Somebody in a hiring team, by the name of the role."""

    userId: Text = None
    role: Text = None


class Candidate(Part):
    """A person, with a name in one piece."""

    id: Id
    name: Text = None
    primaryEmailAddress: Contact | None = None
    primaryPhoneNumber: Contact | None = None


class Tag(Part):
    """A tag, which is shared by everybody."""

    title: Text = None


class ListedCandidate(Candidate):
    """A person as a list of candidates tells of one."""

    emailAddresses: Many[Contact] = ()
    phoneNumbers: Many[Contact] = ()
    tags: Many[Tag] = ()
    position: Text = None
    company: Text = None
    createdAt: Instant = None
    updatedAt: Instant = None
    customFields: Many[CustomField] = ()


class Stage(Part):
    """A stage. Its type is one of Lead, PreInterviewScreen, Active, Offer, Hired and Archived."""

    id: Text = None
    title: Text = None
    type: Text = None


class SourceType(Part):
    """What sort of source."""

    title: Text = None


class Source(Part):
    """Where an application came from."""

    title: Text = None
    sourceType: SourceType | None = None


class ArchiveReason(Part):
    """Why an application was archived; `reasonType` says who said no."""

    text: Text = None
    reasonType: Text = None


class JobOfApplication(Part):
    """The job applied for."""

    id: Id
    title: Text = None


class Application(Part):
    """An application."""

    id: Id
    updatedAt: Instant = None
    createdAt: Instant = None
    archivedAt: Instant = None
    status: Text = None
    candidate: Candidate
    currentInterviewStage: Stage | None = None
    source: Source | None = None
    archiveReason: ArchiveReason | None = None
    job: JobOfApplication | None = None
    creditedToUser: User | None = None
    hiringTeam: Many[Member] = ()
    customFields: Many[CustomField] = ()


class OfferVersion(Part):
    """What an offer says now."""

    startDate: Day = None


class Offer(Part):
    """An offer process."""

    id: Id
    applicationId: Text = None
    acceptanceStatus: Text = None
    offerStatus: Text = None
    latestVersion: OfferVersion | None = None


class AboutApplication(Part):
    """The data of an application's events; a hire's has the accepted offer, if there is one."""

    application: Application
    offer: Offer | None = None


class AboutOffer(Part):
    """The data of an offer's events."""

    offer: Offer


class InterviewEvent(Part):
    """One interview of a schedule."""

    id: Id
    startTime: Instant = None
    endTime: Instant = None
    location: Text = None
    meetingLink: Text = None
    interviewers: tuple[User, ...] | None = None


class Schedule(Part):
    """The interviews of one stage of one application. Only an update names the candidate."""

    id: Id
    status: Text = None
    applicationId: Id
    candidateId: Text = None
    updatedAt: Instant = None
    interviewEvents: Many[InterviewEvent] = ()


class AboutSchedule(Part):
    """The data of a schedule's events."""

    interviewSchedule: Schedule


class Job(Part):
    """A job. Its department and location are ids here; their names stand with its posting."""

    id: Id
    title: Text = None
    status: Text = None
    openedAt: Instant = None
    hiringTeam: Many[Member] = ()
    customFields: Many[CustomField] = ()


class AboutJob(Part):
    """The data of a job's events."""

    job: Job


class Posting(Part):
    """How a job is advertised."""

    jobId: Id
    departmentName: Text = None
    locationName: Text = None
    externalLink: Text = None
    isListed: bool = False


class AboutPosting(Part):
    """The data of a posting's events."""

    jobPosting: Posting


class Named(Part):
    """A record of which the id alone is told."""

    id: Id


class AboutDeletedCandidate(Part):
    """The data when a person is deleted."""

    candidate: Named


class AboutMerge(Part):
    """The data when two people turn out to be one."""

    deletedCandidate: Named
    mergedCandidate: Named


class Envelope(Part):
    """What every delivery has. `webhookActionId` is shared by the events of one act, and by all attempts."""

    action: str
    webhookActionId: Text = None
    data: Mapping[str, object] = Field(default_factory=dict)
