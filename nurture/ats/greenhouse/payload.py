"""The parts of Greenhouse's deliveries that we read, in its own words and with its own inconsistencies.

The same record differs between deliveries: a key may be absent, null, or a list where it mostly is an object.
Absent means that nothing was said, which is why readers look at `model_fields_set` before they take a value.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from nurture.ats.shapes import Id, Instant, Many, Part, Text, nothing_if_blank


def _empty_unless_object(value: object) -> object:
    """An account without custom fields sends `[]` for them."""
    return value if isinstance(value, Mapping) else {}


def _iso_date(value: object) -> object:
    """Offers write a day as 04/15/2026 where hires write 2026-04-15."""
    if isinstance(value, str) and value.count("/") == 2:
        month, day, year = value.split("/")
        return f"{year}-{month:>02}-{day:>02}"
    return value


Day: TypeAlias = Annotated[date | None, BeforeValidator(_iso_date), BeforeValidator(nothing_if_blank)]
Custom: TypeAlias = Annotated[Mapping[str, object], BeforeValidator(_empty_unless_object)]


class Envelope(Part):
    """What every delivery has: what happened, and to what."""

    action: str
    payload: Mapping[str, object] = Field(default_factory=dict)


class Named(Part):
    """A stage, department, office or type of reason."""

    name: Text = None


class Source(Part):
    """Where an application came from; deliveries differ in which of the two they send."""

    name: Text = None
    public_name: Text = None


class User(Part):
    """Somebody of the company's. Credit may go to one who is no user: then there is a name alone."""

    id: str | None = None
    name: Text = None
    email: Text = None


class Contact(Part):
    """One mail address or phone number."""

    value: Text = None
    type: Text = None


class Reason(Part):
    """Why an application was rejected."""

    name: Text = None
    type: Named | None = None


class Candidate(Part):
    """A person."""

    id: Id
    first_name: Text = None
    last_name: Text = None
    title: Text = None
    company: Text = None
    created_at: Instant = None
    is_private: bool | None = None
    can_email: bool | None = None
    phone_numbers: Many[Contact] = ()
    email_addresses: Many[Contact] = ()
    recruiter: User | None = None
    coordinator: User | None = None
    tags: Many[str] = ()
    custom_fields: Custom = Field(default_factory=dict)


class StageInterviewer(Part):
    """Who interviews, without an address."""

    id: str | None = None
    display_name: Text = None


class StageInterview(Part):
    """An interview of the stage that an application stands in; neither its time nor its place is told."""

    id: Id
    name: Text = None
    status: Text = None
    interviewers: Many[StageInterviewer] = ()


class Stage(Named):
    """A stage, with its interviews."""

    interviews: Many[StageInterview] = ()


class Member(Part):
    """A user's part in a job: the number alone."""

    user_id: str | None = None


class HiringTeam(Part):
    """Who works on a job."""

    hiring_managers: Many[Member] = ()
    recruiters: Many[Member] = ()
    coordinators: Many[Member] = ()


class Job(Part):
    """A job. Its `url` leads into Greenhouse, not to a page for candidates, so we don't read it."""

    id: Id
    name: Text = None
    status: Text = None
    departments: Many[Named] = ()
    offices: Many[Named] = ()
    hiring_team: HiringTeam | None = None
    opened_at: Instant = None
    custom_fields: Custom = Field(default_factory=dict)


class HireOffer(Part):
    """The offer that a hire accepted."""

    id: str | None = None
    starts_at: Day = None
    custom_fields: Custom = Field(default_factory=dict)


class Application(Part):
    """An application, as most deliveries carry it. A hire's has no status, stage or time of last activity."""

    id: Id
    candidate: Candidate
    status: Text = None
    prospect: bool | None = None
    applied_at: Instant = None
    rejected_at: Instant = None
    last_activity_at: Instant = None
    url: Text = None
    source: Source | None = None
    credited_to: User | None = None
    rejection_reason: Reason | None = None
    current_stage: Stage | None = None
    jobs: Many[Job] = ()
    job: Job | None = None
    offer: HireOffer | None = None
    custom_fields: Custom = Field(default_factory=dict)


class Offer(Part):
    """One version of an offer, as offers' own deliveries carry it. It names no person; `sent_on` is a day."""

    id: Id
    application_id: Id
    job_id: str | None = None
    version: int = 1
    offer_status: Text = None
    sent_on: Day = None
    start_date: Day = None
    starts_at: Day = None


class AboutApplication(Part):
    """The payload of an application's deliveries."""

    application: Application


class AboutCandidate(Part):
    """The payload of an update."""

    candidate: Candidate


class ApprovalFlow(Part):
    """What was approved: to start recruiting (`open_job`), or the job as such (`offer_job`)."""

    approval_flow_type: Text = None


class AboutJob(Part):
    """The payload of a job's deliveries."""

    job: Job
    approval_flow: ApprovalFlow | None = None


class AboutDeletedOffer(Part):
    """The payload when an offer is deleted; others have the offer's fields at the top."""

    offer: Offer


class DeletedApplication(Part):
    """An application that is gone."""

    id: Id
    candidate_id: Id
    job_id: str | None = None


class AboutDeletedApplication(Part):
    """The payload when an application is deleted."""

    application: DeletedApplication


class GonePerson(Part):
    """A person who was deleted or merged into another."""

    id: Id
    deleted_application_ids: Many[str] = ()


class AboutGonePerson(Part):
    """The payload when a person is deleted."""

    person: GonePerson


class MergedPerson(GonePerson):
    """A person who goes on under another id."""

    new_candidate_id: Id


class AboutMergedPerson(Part):
    """The payload when two people turn out to be one."""

    person: MergedPerson


class Anonymized(Part):
    """Which of a person's details were removed."""

    candidate_id: Id
    anonymized_fields: Many[str] = ()
