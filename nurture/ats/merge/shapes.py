"""The parts of Merge's common models that we read, in its words. Where a model names another one, it has its id.

A `RejectReason` is a name and nothing more, and an `Application` has a time of rejection and none of a hire (the client
that Merge generates, merge-api/merge-ats-python, “Application” and “RejectReason”).
"""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from nurture.ats.shapes import Id, Instant, Many, Part, Text


class Hook(Part):
    """Why the delivery was made. Its `id` is that of the web hook, and so none of the delivery."""

    event: str


class LinkedAccount(Part):
    """Whose data it is."""

    id: Text = None


class Envelope(Part):
    """What every delivery has."""

    hook: Hook
    linked_account: LinkedAccount = Field(default_factory=LinkedAccount)
    data: Mapping[str, object] = Field(default_factory=dict)


class Named(Part):
    """A record of which the id alone is needed."""

    id: Id


class Address(Part):
    """A mail address; its type is one of PERSONAL, WORK and OTHER."""

    value: Text = None
    email_address_type: Text = None


class Number(Part):
    """A phone number."""

    value: Text = None


class Candidate(Part):
    """A person."""

    id: Id
    first_name: Text = None
    last_name: Text = None
    company: Text = None
    title: Text = None
    is_private: bool | None = None
    can_email: bool | None = None
    email_addresses: Many[Address] = ()
    phone_numbers: Many[Number] = ()
    tags: Many[str | None] = ()
    remote_was_deleted: bool | None = None


class Job(Part):
    """A job. Its status is one of OPEN, CLOSED, DRAFT, ARCHIVED and PENDING."""

    id: Id
    name: Text = None
    status: Text = None
    remote_created_at: Instant = None
    remote_was_deleted: bool | None = None


class Stage(Part):
    """A stage of a job."""

    id: Text = None
    name: Text = None


class RejectReason(Part):
    """Why an application was rejected."""

    name: Text = None


class Application(Part):
    """An application, read with what it names put in place of the ids."""

    id: Id
    candidate: Candidate
    job: Job | None = None
    applied_at: Instant = None
    rejected_at: Instant = None
    source: Text = None
    current_stage: Stage | None = None
    reject_reason: RejectReason | None = None
    modified_at: datetime | None = None
    remote_was_deleted: bool | None = None
