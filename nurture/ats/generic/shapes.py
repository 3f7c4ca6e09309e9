"""What a sender of ours states. These models are the published form: `docs/delivery.schema.json` is made from them.

A field that is left out keeps its value on record, and one that is null loses it. Names are those that sequences use.
"""

from collections.abc import Mapping
from datetime import UTC, date
from enum import StrEnum
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.related import InterviewStatus, OfferStatus
from nurture.language.fields import EVENT_NAME

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[^\s:]{1,150}$")]
Name: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Words: TypeAlias = tuple[Name, ...]
MessageId: TypeAlias = Annotated[str, StringConstraints(pattern=r"^<[^<>\s]{3,900}>$")]
Carried: TypeAlias = Mapping[str, str | int | float | bool | None]
Custom: TypeAlias = Mapping[str, str | int | float | bool | Words | None]


class Way(StrEnum):
    """How people were in touch."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    MEETING = "meeting"
    LINKEDIN = "linkedin"


TOLD: Final = (
    EventType.APPLICATION_CREATED,
    EventType.APPLICATION_UPDATED,
    EventType.APPLICATION_STAGE_CHANGED,
    EventType.APPLICATION_REJECTED,
    EventType.APPLICATION_UNREJECTED,
    EventType.APPLICATION_WITHDRAWN,
    EventType.APPLICATION_HIRED,
    EventType.APPLICATION_UNHIRED,
    EventType.APPLICATION_DELETED,
    EventType.PROSPECT_CREATED,
    EventType.CANDIDATE_UPDATED,
    EventType.CANDIDATE_REPLIED,
    EventType.CANDIDATE_CONTACTED,
    EventType.CANDIDATE_MERGED,
    EventType.CANDIDATE_ANONYMIZED,
    EventType.CANDIDATE_DELETED,
    EventType.INTERVIEW_SCHEDULED,
    EventType.INTERVIEW_MOVED,
    EventType.INTERVIEW_CHANGED,
    EventType.INTERVIEW_CANCELLED,
    EventType.INTERVIEW_NO_SHOW,
    EventType.INTERVIEW_DONE,
    EventType.OFFER_CREATED,
    EventType.OFFER_APPROVED,
    EventType.OFFER_UPDATED,
    EventType.OFFER_SENT,
    EventType.OFFER_ACCEPTED,
    EventType.OFFER_DECLINED,
    EventType.OFFER_EXPIRED,
    EventType.HIRE_START_DATE_CHANGED,
    EventType.HIRE_STARTED,
    EventType.HIRE_LEFT,
    EventType.JOB_OPENED,
    EventType.JOB_UPDATED,
    EventType.JOB_CLOSED,
)
"""The events that others tell; of the rest Nurture learns by itself."""

PING: Final = "ping"
OWN: Final = f"^{EVENT_NAME}$"
"""What an event that company.yaml declares may be called."""


class Stated(BaseModel):
    """Part of a delivery. A name that is not known is a mistake, and is refused rather than passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Stated):
    """Somebody of ours."""

    id: Id
    name: Name
    email: str | None = None


class Candidate(Stated):
    """A person. `custom` holds fields that company.yaml declares."""

    id: Id
    first_name: Name | None = None
    last_name: Name | None = None
    email: str | None = None
    phone: str | None = Field(None, description="With the country's code, as in +4917012345678.")
    title: Name | None = None
    company: Name | None = None
    tags: Words = ()
    language: str | None = Field(None, description="A language tag: de, pt-BR.")
    country: str | None = Field(None, description="Two letters: DE, US.")
    zone: str | None = Field(None, description="An IANA name: Europe/Berlin.")
    skills: Words = ()
    interests: Words = ()
    can_email: bool = Field(True, description="False stops all mail.")
    can_text: bool | None = Field(None, description="Whether they agreed to text messages.")
    consent_until: date | None = Field(None, description="The last day for which they agreed to hear from us.")
    is_private: bool = Field(False, description="True stops all mail.")
    recruiter: Person | None = None
    coordinator: Person | None = None
    custom: Custom = Field(default_factory=dict)


class Job(Stated):
    """A job."""

    id: Id
    title: Name | None = None
    department: Name | None = None
    office: Name | None = None
    status: JobStatus = JobStatus.OPEN
    language: str | None = None
    country: str | None = None
    zone: str | None = None
    url: str | None = Field(None, description="Where to apply.")
    skills: Words = ()
    recruiter: Person | None = None
    coordinator: Person | None = None
    hiring_manager: Person | None = None
    custom: Custom = Field(default_factory=dict)


class Application(Stated):
    """An application. It belongs to the delivery's candidate, and is for its job if one is named."""

    id: Id
    status: ApplicationStatus = ApplicationStatus.ACTIVE
    stage: Name | None = None
    source: Name | None = None
    applied_at: Moment | None = None
    rejection_reason: Name | None = None
    start_date: date | None = Field(None, description="The first day of a hire.")
    left_on: date | None = Field(None, description="The last day of one who leaves.")
    url: str | None = None
    custom: Custom = Field(default_factory=dict)


class Interview(Stated):
    """An interview of the application."""

    id: Id
    status: InterviewStatus = InterviewStatus.BOOKED
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    kind: Name | None = None
    place: str | None = Field(None, description="The room or link.")
    interviewers: tuple[Person, ...] = ()


class Offer(Stated):
    """An offer for the application."""

    id: Id
    status: OfferStatus = OfferStatus.DRAFT
    sent_at: Moment | None = None
    expires_at: Moment | None = None
    start_date: date | None = None
    url: str | None = None


class Message(Stated):
    """What the candidate wrote to one of yours, or one of yours to the candidate, or that they spoke."""

    by: Way = Field(Way.EMAIL, description="How: email, sms, call, meeting or linkedin.")
    message_id: MessageId | None = Field(
        None, description="The Message-ID of a mail: one that Nurture has seen elsewhere, or sent itself, counts once."
    )
    text: str | None = Field(None, max_length=10_000, description="What was said; its beginning is shown.")


class Data(Stated):
    """What it is about, and what is known of that."""

    candidate: Candidate | None = None
    application: Application | None = None
    job: Job | None = None
    interview: Interview | None = None
    offer: Offer | None = None
    message: Message | None = Field(None, description="With candidate.replied and candidate.contacted.")
    merged: Id | None = Field(None, description="With candidate.merged: who is gone, and goes on as the candidate.")
    carries: Carried | None = Field(
        None, description="With an event that company.yaml declares: what it carries, by the names that stand there."
    )


class Envelope(BaseModel):
    """What every delivery has, whatever it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str


class Naming(Envelope):
    """The ids of whom it is about, wherever in the data they stand."""

    data: Mapping[str, object] = Field(default_factory=dict)


class Delivery(Stated):
    """One thing that happened, and when: what is older than what is on record of an application does not act."""

    type: Annotated[
        str,
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "string", "enum": [each.value for each in TOLD]},
                    {"type": "string", "pattern": OWN, "description": "An event that company.yaml declares."},
                ]
            }
        ),
    ]
    timestamp: Moment
    data: Data
