"""The parts of Lever's deliveries and answers that we read, in its words. Times are in milliseconds.

Held against the answers of a Lever account that NangoHQ/integration-templates keeps for its tests, and the fields
that it checks for (`get-opportunity.ts`, `get-posting.json`, `get-archive-reasons`): reasons are of the type `hired` or
`non-hired`, and a posting that is not public has no `urls`.
"""

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator

from nurture.ats.shapes import Id, Many, Part, Text


def _moment(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError("it is no moment") from error


Moment: TypeAlias = Annotated[datetime | None, BeforeValidator(_moment)]


class Data(Part):
    """What an event is about. `candidateId` is an older name of the opportunity's id."""

    opportunityId: Text = None
    candidateId: Text = None
    contactId: Text = None

    @property
    def opportunity(self) -> str | None:
        return self.opportunityId or self.candidateId


class Envelope(Part):
    """What every delivery has. A try-out has no data."""

    event: str
    triggeredAt: int
    token: Text = None
    signature: Text = None
    data: Data


class Phone(Part):
    """A phone number."""

    value: Text = None


class Named(Part):
    """A stage, by its text."""

    id: Text = None
    text: Text = None


class User(Part):
    """Somebody of the company's."""

    id: Text = None
    name: Text = None
    email: Text = None


class Archived(Part):
    """That an opportunity was archived, and the id of the reason."""

    archivedAt: Moment = None
    reason: Text = None


class Reason(Part):
    """An archive reason. Its type is `hired` or `non-hired`."""

    text: Text = None
    type: Text = None


class Allowed(Part):
    """Whether data protection allows something."""

    allowed: bool | None = None


class DataProtection(Part):
    """What is allowed for this person."""

    contact: Allowed | None = None


class Application(Part):
    """The application of an opportunity, if there is one: somebody who was sourced has none."""

    id: Text = None
    posting: Text = None
    createdAt: Moment = None


class Urls(Part):
    """Where it is looked at."""

    show: Text = None
    apply: Text = None


class Person(Part):
    """What a contact and an opportunity say of somebody."""

    id: Id
    name: Text = None
    headline: Text = None
    emails: Many[str] = ()
    phones: Many[Phone] = ()
    isAnonymized: bool = False


class Opportunity(Person):
    """An opportunity, as it comes with `expand` of its applications, stage and owner."""

    contact: Id
    stage: Named | None = None
    owner: User | None = None
    applications: Many[Application] = ()
    archived: Archived | None = None
    tags: Many[str] = ()
    sources: Many[str] = ()
    origin: Text = None
    createdAt: Moment = None
    updatedAt: Moment = None
    urls: Urls | None = None
    dataProtection: DataProtection | None = None


class Categories(Part):
    """Where a posting belongs."""

    team: Text = None
    department: Text = None
    location: Text = None


class Posting(Part):
    """A posting: our job."""

    id: Id
    text: Text = None
    state: Text = None
    categories: Categories | None = None
    country: Text = None
    urls: Urls | None = None
