"""What stands still until a person steps in: deliveries, messages of unknown fate, what has stopped, what waits."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field

from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Text, Word
from nurture.domain.touchpoints import ChannelKind
from nurture.store.breakers import Breaker as BreakerRow
from nurture.store.inbox import StoredDelivery
from nurture.store.mailbox_slots import Waiting
from nurture.store.unread import HeldBack as HeldBackRow
from nurture.store.words import InboxState


class HeldBack(Shape):
    """Somebody in a sequence who gets no mail until a delivery that names them is taken in, or set aside."""

    candidate: str = Field(description="Our id for them.", examples=["greenhouse:57683"])
    name: str = Field(description="Their name, or the id of somebody without one.")
    delivery: int = Field(description="The number of the first such delivery.")
    why: str = Field(description="Which delivery that is, and what keeps it, in a sentence.")

    @classmethod
    def of(cls, row: HeldBackRow) -> Self:
        """As it stands on record."""
        return cls(candidate=row.candidate_id, name=row.called, delivery=row.unread.delivery, why=str(row.unread))


class PeopleHeldBack(Page[HeldBack]):
    """A part of those people, by their ids."""


class UnknownMessage(Shape):
    """A message of which nobody knows whether it left."""

    id: str = Field(examples=["silver-medalist/application/greenhouse:693/1#thanks#1"])
    candidate: str = Field(description="Our id for the person it is about.")
    enrollment: str | None = None
    channel: ChannelKind
    at: datetime
    message_id: str | None = Field(None, description="Its Message-ID, by which the provider's log has it.")
    detail: str | None = Field(None, description="How it came to that.")


class UnknownMessages(Page[UnknownMessage]):
    """A part of those messages, oldest first. They are not sent again by themselves."""


class Fate(StrEnum):
    """What somebody found out about a message."""

    LEFT = "left"
    NEVER_LEFT = "never-left"


class SettleMessage(Asked):
    """What the provider's log says of a message."""

    found: Fate


class SettledMessage(Shape):
    """A message of which it is known now."""

    message: str
    found: Fate


class Breaker(Shape):
    """A sequence, or a mailbox, that has stopped because too many of its mails went wrong."""

    name: str = Field(description="The sequence, or the address of the mailbox.", examples=["silver-medalist"])
    since: datetime | None = None
    why: str

    @classmethod
    def of(cls, row: BreakerRow) -> Self:
        """As it stands on record."""
        return cls(name=row.id, since=row.stopped_at, why=row.why or "")


class Breakers(Shape):
    """Everything that has stopped, by name."""

    items: tuple[Breaker, ...]


class GoOn(Asked):
    """What is to go on."""

    name: Word = Field(description="The sequence, or the address of the mailbox.", examples=["silver-medalist"])


class WentOn(Shape):
    """What goes on now."""

    name: str


class Mailbox(Shape):
    """A mailbox, and how much is going on there."""

    mailbox: str = Field(examples=["talent@acme.example"])
    limits: str = Field(description="What company.yaml allows, in words.")
    left_today: int
    waiting: int = Field(description="How many mails wait for it.")


class Mailboxes(Shape):
    """Every mailbox that has a limit, that something left from today or that something waits for."""

    items: tuple[Mailbox, ...]


class WaitingMail(Shape):
    """A mail that waits for its mailbox."""

    mailbox: str
    leaves_at: datetime
    name: str = Field(description="Whom it is for.")
    enrollment: str
    step: str

    @classmethod
    def of(cls, row: Waiting) -> Self:
        """As it stands on record."""
        return cls(mailbox=row.mailbox, leaves_at=row.at, name=row.called, enrollment=row.enrollment_id, step=row.step)


class WaitingMails(Page[WaitingMail]):
    """A part of those mails, in the order in which they are to leave."""


class Connection(Shape):
    """An ATS that is connected, and how many of its deliveries there are."""

    name: str = Field(examples=["greenhouse"])
    ats: str = Field(examples=["Greenhouse"])
    has_keys: bool = Field(description="False: no delivery of it is taken, since none can be proved.")
    deliveries: dict[InboxState, int] = Field(description="By what became of them.")


class Connections(Shape):
    """Every ATS that is connected."""

    items: tuple[Connection, ...]


class Delivery(Shape):
    """A delivery of an ATS that could not be taken in so far, or that came again with another body."""

    number: int
    connection: str
    received_at: datetime
    state: InboxState = Field(description="`received`: it is tried again by itself; `failed`: it waits for a person.")
    why: str | None = None
    conflicts: int = Field(description="How often its id came with another body, which was refused.")
    conflict_at: datetime | None = Field(None, description="When it last did.")

    @classmethod
    def of(cls, row: StoredDelivery) -> Self:
        """As it stands on record."""
        return cls(
            number=row.id,
            connection=row.connection,
            received_at=row.received_at,
            state=row.state,
            why=row.note,
            conflicts=row.conflicts,
            conflict_at=row.conflict_at,
        )


class Deliveries(Page[Delivery]):
    """A part of those deliveries, by their numbers."""


class SetAside(Asked):
    """Why nothing is to come of a delivery."""

    reason: Text = Field(description="Why: it may have told of somebody's rejection.", examples=["a test of theirs"])


class DecidedDelivery(Shape):
    """A delivery of which it is decided what becomes of it."""

    number: int
    state: InboxState
