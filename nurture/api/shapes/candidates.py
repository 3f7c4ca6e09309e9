"""People, their applications, and their timelines."""

from datetime import date, datetime

from pydantic import Field, JsonValue

from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Word
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.service.timelines import EntryKind


class Search(Asked):
    """Whom to look for."""

    who: Word = Field(
        description="A mail address, our id (`greenhouse:57683`) or the ATS's own (`57683`).",
        examples=["mara@home.example"],
    )


class Found(Shape):
    """Somebody who was found."""

    id: str = Field(description="Our id for them.", examples=["greenhouse:57683"])
    name: str | None = Field(None, description="Their name, where it is known.")
    email: str | None = Field(None, description="The address that they are written to at.")
    open: int = Field(description="How many runs of sequences they are in.")
    held: int = Field(description="How many of those stand still until a person steps in.")
    latest_at: datetime | None = Field(None, description="When something happened last.")


class FoundPeople(Shape):
    """Everybody who goes by that name; several records of one person may."""

    items: tuple[Found, ...]


class Candidate(Shape):
    """A person, as facts in conditions and templates name what is known of them."""

    id: str = Field(description="Our id for them.", examples=["greenhouse:57683"])
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    company: str | None = None
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    language: str | None = Field(None, description="A BCP 47 tag.")
    country: str | None = Field(None, description="ISO 3166, two letters.")
    zone: str | None = Field(None, description="An IANA name of a time zone.")
    can_email: bool = True
    can_text: bool | None = Field(None, description="null: nobody asked them, which counts as no.")
    consent_given_at: datetime | None = None
    consent_until: date | None = None
    is_private: bool = False
    do_not_contact: bool = False
    is_anonymized: bool = Field(False, description="They were erased, and nothing else is known of them.")
    last_contact: datetime | None = None
    last_reply: datetime | None = None
    away_until: date | None = None
    active_applications: int = 0
    is_hired: bool = False
    created_at: datetime | None = None
    own: dict[str, JsonValue] = Field(default_factory=dict, description="What company.yaml adds to a candidate.")


class Job(Shape):
    """What somebody applied for."""

    id: str = Field(description="Our id for it.", examples=["greenhouse:7"])
    title: str
    department: str | None = None
    office: str | None = None
    status: JobStatus
    url: str | None = None


class Application(Shape):
    """One application of theirs."""

    id: str = Field(description="Our id for it.", examples=["greenhouse:693"])
    status: ApplicationStatus
    stage: str | None = None
    is_prospect: bool = False
    source: str | None = None
    applied_at: datetime | None = None
    rejected_at: datetime | None = None
    rejection_reason: str | None = None
    rejection_type: str | None = None
    next_interview: datetime | None = None
    url: str | None = None
    job: Job | None = Field(None, description="null: a prospect without a job.")
    own: dict[str, JsonValue] = Field(default_factory=dict, description="What company.yaml adds to an application.")


class Applications(Shape):
    """All applications of theirs that the ATS still has, in the order in which they were made."""

    items: tuple[Application, ...]


class Entry(Shape):
    """One thing on a timeline."""

    at: datetime
    kind: EntryKind
    said_kind: str = Field(description="What it is, in a word or two.", examples=["call to them, 25 minutes"])
    title: str
    detail: str | None = None
    state: str | None = Field(None, description="What became of a message, a task or a survey.")
    message: str | None = Field(None, description="The id of a message whose text is kept.")
    enrollment: str | None = Field(None, description="The run that it belongs to.")


class Timeline(Page[Entry]):
    """A part of what happened with a person, oldest first."""
