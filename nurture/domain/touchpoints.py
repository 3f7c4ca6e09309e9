"""Every contact with a person, ours or not, and the states a message of ours goes through."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from textwrap import shorten
from typing import Final

from nurture.domain.mail_reports import MailFate
from nurture.values import frozen

_WIDTH: Final = 100
"""Characters of a text that a list shows."""


class ChannelKind(StrEnum):
    """How people were in touch."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    MEETING = "meeting"
    LINKEDIN = "linkedin"
    NOTE = "note"


class Direction(StrEnum):
    """Who wrote to whom."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


class SendState(StrEnum):
    """Where one message of ours stands in the ledger.

    claimed -> accepted | rejected | released | unknown; released -> claimed; unknown -> accepted | rejected. What
    counts as released is accepted where the provider turns out to have it. `skipped` never was claimed: the step's own
    condition or a rule said no for good.
    """

    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RELEASED = "released"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


SETTLES: Mapping[SendState, frozenset[SendState]] = {
    SendState.CLAIMED: frozenset({SendState.ACCEPTED, SendState.REJECTED, SendState.RELEASED, SendState.UNKNOWN}),
    SendState.RELEASED: frozenset({SendState.CLAIMED, SendState.ACCEPTED}),
    SendState.UNKNOWN: frozenset({SendState.ACCEPTED, SendState.REJECTED}),
    SendState.ACCEPTED: frozenset(),
    SendState.REJECTED: frozenset(),
    SendState.SKIPPED: frozenset(),
}
"""From each state, the states it may go to."""


@frozen
class Address:
    """A mailbox and the name shown with it; with `phone`, a telephone, and then there is no `email`."""

    email: str = ""
    name: str | None = None
    phone: str | None = None

    @property
    def reached_at(self) -> str:
        """The mail address, or the number."""
        return self.phone or self.email


@frozen
class Attachment:
    """A file of text that goes with a mail; `media_type` and `parameters` say what it is (RFC 2045)."""

    name: str
    media_type: str
    text: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@frozen
class Message:
    """A mail or text exactly as it will be sent; frozen in the ledger when it is claimed, never rendered twice.

    `key` names the touchpoint to the provider; `message_id` is the RFC 5322 Message-ID, the same on every attempt.
    `reply_to` gets the answer, too, besides the sender, who would miss it else. A text (`channel` says so) goes to a
    telephone, and has neither subject nor HTML.
    """

    key: str
    message_id: str
    sender: Address
    to: Address
    subject: str
    text: str
    html: str
    reply_to: Address | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    channel: ChannelKind = ChannelKind.EMAIL
    attachments: tuple[Attachment, ...] = ()

    @property
    def mailbox(self) -> str | None:
        """The mailbox that it leaves from, as providers know it; None for a text."""
        return self.sender.email.lower() or None

    @property
    def summary(self) -> str:
        """What it is in a line: the subject, or how a text begins."""
        return self.subject or shorten(self.text, _WIDTH, placeholder="…")


@frozen
class Touchpoint:
    """One contact on a person's timeline. `template` is what a mail of ours was written from, `fate` what the provider
    told of it after it took it, `minutes` how long a call or meeting took.
    """

    id: str
    candidate_id: str
    channel: ChannelKind
    direction: Direction
    at: datetime
    summary: str
    application_id: str | None = None
    enrollment_id: str | None = None
    step: str | None = None
    visit: int = 1
    state: SendState | None = None
    template: str | None = None
    detail: str | None = None
    provider_id: str | None = None
    fate: MailFate | None = None
    minutes: int | None = None


def touchpoint_key(enrollment_id: str, step: str, visit: int) -> str:
    """The ledger's key for one step's visit: the same across retries, restarts and resets."""
    return f"{enrollment_id}#{step}#{visit}"
