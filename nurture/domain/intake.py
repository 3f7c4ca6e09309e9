"""What one delivery from an ATS says, in our words: the form every ATS adapter translates into.

An update names only what the vendor stated: a field that is absent from `fields` keeps the value on record. Keys of
`fields` are the field names of the records in `nurture.domain.records`. `custom` holds what the vendor keeps beyond
them, by its own name; what company.yaml declares of that becomes `own`, and is all of it that is put on record.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TypeAlias

from nurture.domain.consent import BY_HAND, Consent
from nurture.domain.contact_points import ContactKind, ContactPoint, points
from nurture.domain.events import EventType, Scalar
from nurture.domain.records import Person
from nurture.domain.subject import Subject
from nurture.domain.touchpoints import ChannelKind, Direction
from nurture.domain.values import Kept
from nurture.values import frozen

FieldValue: TypeAlias = Scalar | datetime | date | tuple[str, ...]
CustomValue: TypeAlias = FieldValue | Person


@frozen
class JobUpdate:
    """What was said of a job."""

    id: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    team: Mapping[str, Person | None] = field(default_factory=dict)
    custom: Mapping[str, CustomValue] = field(default_factory=dict)
    own: Mapping[str, Kept] = field(default_factory=dict)


@frozen
class CandidateUpdate:
    """What was said of a person. `team` maps a role (recruiter, coordinator) to who holds it, None: nobody.

    `forgets_own` says that everything of the company's own fields and roles is gone there. `emails` and `phones` are
    all that are known there, with or without the one in `fields`, which is the one to write to; None: it is the only
    one.
    """

    id: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    emails: tuple[str, ...] | None = None
    phones: tuple[str, ...] | None = None
    team: Mapping[str, Person | None] = field(default_factory=dict)
    custom: Mapping[str, CustomValue] = field(default_factory=dict)
    own: Mapping[str, Kept] = field(default_factory=dict)
    forgets_own: bool = False

    def reached_at(self) -> Mapping[ContactKind, tuple[ContactPoint, ...]]:
        """All addresses or numbers, of the kinds of which anything was said."""
        told = {ContactKind.EMAIL: self.emails, ContactKind.PHONE: self.phones}
        return {
            kind: points(kind, values or (), str(self.fields.get(kind) or "") or None)
            for kind, values in told.items()
            if values is not None or kind in self.fields
        }


@frozen
class ApplicationUpdate:
    """What was said of an application. `as_of` is the vendor's own time of its last change: the watermark.

    A `start_date` of None says nothing of it; that it was taken out is said by None in `fields`.
    """

    id: str
    candidate_id: str
    job_id: str | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    start_date: date | None = None
    as_of: datetime | None = None
    team: Mapping[str, Person | None] = field(default_factory=dict)
    custom: Mapping[str, CustomValue] = field(default_factory=dict)
    own: Mapping[str, Kept] = field(default_factory=dict)


@frozen
class RelatedUpdate:
    """What was said of an interview, offer, referral or assignment, `of`.

    It belongs to an application, or else to a candidate; one of the two is named. `interviewers` are all of an
    interview's, None: nothing was said of them; `by` is who made a referral. `as_of` is the vendor's own time of this
    state, if it tells one.
    """

    of: Subject
    candidate_id: str | None = None
    application_id: str | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    interviewers: tuple[Person, ...] | None = None
    by: Person | None = None
    as_of: datetime | None = None


@frozen
class ConsentUpdate:
    """What somebody agreed to or took back, as told by anybody but the ATS, which states a date of the candidate's."""

    candidate_id: str
    consent: Consent


@frozen
class Contact:
    """A person wrote to one of ours or spoke with them, or one of ours to them, as told by whoever saw it.

    `message_id` is the Message-ID of a mail, by which it is known from elsewhere; `summary` is what a timeline shows.
    """

    candidate_id: str
    at: datetime
    direction: Direction
    channel: ChannelKind
    summary: str
    message_id: str | None = None

    @property
    def news(self) -> EventType:
        """The event that it is."""
        is_theirs = self.direction is Direction.INBOUND
        return EventType.CANDIDATE_REPLIED if is_theirs else EventType.CANDIDATE_CONTACTED


@frozen
class Happening:
    """One event that a delivery reports; from and to stages are filled in from our own record when it is stored.

    `of` is the interview, offer, referral or assignment that it is about, if it is about one.
    """

    type: str
    candidate_id: str | None = None
    application_id: str | None = None
    job_id: str | None = None
    of: Subject | None = None
    data: Mapping[str, Scalar] = field(default_factory=dict)


@frozen
class Intake:
    """One delivery, understood. `ignored` says why nothing follows from it, in a sentence, or is None.

    `merged_into` maps a candidate that is gone to the one that goes on. `deleted_applications` and `erased` name
    records that no longer exist there; an erased person's data goes from our record too. `source` is the connection
    that tells it.
    """

    at: datetime
    source: str = BY_HAND
    happenings: tuple[Happening, ...] = ()
    candidates: tuple[CandidateUpdate, ...] = ()
    applications: tuple[ApplicationUpdate, ...] = ()
    jobs: tuple[JobUpdate, ...] = ()
    related: tuple[RelatedUpdate, ...] = ()
    consents: tuple[ConsentUpdate, ...] = ()
    contacts: tuple[Contact, ...] = ()
    merged_into: Mapping[str, str] = field(default_factory=dict)
    deleted_applications: tuple[str, ...] = ()
    deleted_candidates: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    ignored: str | None = None
