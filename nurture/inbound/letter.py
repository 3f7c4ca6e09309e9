"""What a mail that came in turned out to be."""

from datetime import date, datetime
from enum import StrEnum

from nurture.values import frozen


class Kind(StrEnum):
    """Who speaks in a mail, and of what."""

    REPLY = "reply"
    AUTOMATIC = "automatic reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"


class Wish(StrEnum):
    """Whether it asks for no more mail: in so many words, or perhaps."""

    PLAIN = "plain"
    MAYBE = "maybe"


@frozen
class Bounce:
    """That a mail came back. `status` is RFC 3463's, where it was told.

    `is_final` says that nobody tries again, `is_hard` that the mailbox is none, or none any more.
    """

    status: str | None
    is_final: bool
    is_hard: bool


@frozen
class Letter:
    """A mail that came in; addresses are in lower case.

    `sign` is what told its kind; `doubt` why it may be of another. `recipients` are all addresses to which it went, as
    far as its headers say. `answers` are the Message-IDs of what it answers or reports on, the nearest first. `text` is
    what it says that is new. `is_absence` says that an automatic reply is about being away, and `away_until` names the
    day, where it is plain. `sent_at` is the sender's own word.
    """

    kind: Kind
    sign: str | None
    doubt: str | None
    message_id: str | None
    sender: str | None
    recipients: tuple[str, ...]
    answers: tuple[str, ...]
    sent_at: datetime | None
    subject: str
    text: str
    wish: Wish | None = None
    is_absence: bool = False
    away_until: date | None = None
    bounce: Bounce | None = None
