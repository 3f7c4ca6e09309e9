"""Who may be written to: consents, and addresses that get no mail."""

from datetime import date, datetime

from pydantic import Field

from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Day, Moment, Text, Word
from nurture.domain.consent import BY_HAND, Basis, ConsentKind
from nurture.language.sequence import Purpose


class Consent(Shape):
    """One thing that a person agreed to or took back."""

    kind: ConsentKind
    at: datetime
    until: date | None = Field(None, description="The last day of it; null: none was named.")
    purpose: str = Field(examples=["nurture"])
    basis: Basis
    source: str
    noted_by: str | None = None


class Consents(Shape):
    """Everything that a person agreed to and took back; of a purpose the latest stands."""

    items: tuple[Consent, ...]


class TellConsent(Asked):
    """That somebody gave, or withdrew, their consent."""

    kind: ConsentKind
    until: Day | None = Field(None, description="The last day; without it, by the lifetime in company.yaml.")
    source: Text = Field(BY_HAND, description="How you know: a form, a call.", examples=["signed at the fair"])
    purpose: Purpose = Purpose.NURTURE
    basis: Basis = Basis.CONSENT
    at: Moment | None = Field(None, description="When it was; without it, now.")


class NotedConsent(Shape):
    """What is on record of it now."""

    candidate: str
    kind: ConsentKind
    purpose: Purpose
    until: date | None = None


class Suppression(Shape):
    """What stops mail to an address, by its keyed hash: the address itself is not on record."""

    address_hash: str
    scope: str = Field(description="What is stopped.", examples=["everything"])
    reason: str
    source: str
    at: datetime
    until: datetime | None = Field(None, description="Until when; null: for good.")


class Suppressions(Page[Suppression]):
    """A part of what stops mail, by the hash of the address."""


class StandingSuppressions(Shape):
    """Everything that stops mail to one address."""

    items: tuple[Suppression, ...]


class Address(Asked):
    """An address to look up."""

    address: Word = Field(description="A mail address, or a number with its country.", examples=["mara@home.example"])


class Suppress(Address):
    """An address that is to get no mail."""

    scope: Word = Field("everything", description="What is stopped.", examples=["everything", "nurture"])
    reason: Text = Field(description="Why, for the record.", examples=["asked on the phone"])


class Lift(Address):
    """An address that may get mail again."""

    scope: Word | None = Field(None, description="What is let through again; without it, all that is stopped.")
    reason: Text = Field(description="Why, for the record.", examples=["a mistake"])


class Suppressed(Shape):
    """An address of which mail is stopped now."""

    address_hash: str
    scope: str
    is_new: bool = Field(description="False: it was stopped already, and the first reason stays.")


class Lifted(Shape):
    """What is let through again."""

    address_hash: str
    scopes: tuple[str, ...]
