"""Mail and texts that stay in the database, to be read in the console: nothing leaves this machine.

The ledger holds the frozen message before any channel is called, so there is nothing left to keep. Tests tell an
outbox whom to fail, and how.
"""

from collections.abc import Mapping
from enum import StrEnum

from nurture.channels.base import Receipt
from nurture.channels.wording import ensure_sendable, ensure_text
from nurture.domain.touchpoints import ChannelKind, Message
from nurture.errors import OutcomeUnknown, Rejected, Released


class Failure(StrEnum):
    """How a message can fail."""

    REJECT = "reject"
    RELEASE = "release"
    UNKNOWN = "unknown"


class Outbox:
    """Accepts everything at once, but for the recipients in `failing`: an address or number each, to be changed any
    time."""

    name = "outbox"

    def __init__(self, *, failing: Mapping[str, Failure] | None = None) -> None:
        self.failing: dict[str, Failure] = dict(failing or {})

    def send(self, message: Message) -> Receipt:
        if message.channel is ChannelKind.SMS:
            ensure_text(message)
        else:
            ensure_sendable(message)
        match self.failing.get(message.to.reached_at):
            case None:
                return Receipt(provider_id=None, detail="kept in the outbox; nothing left this machine")
            case Failure.REJECT:
                raise Rejected("the outbox was told to reject this recipient")
            case Failure.RELEASE:
                raise Released("the outbox was told to be away for this recipient")
            case Failure.UNKNOWN:
                raise OutcomeUnknown("the outbox was told to lose the answer for this recipient")

    def check(self) -> str:
        return "Mail stays in the outbox: nothing leaves this machine (NURTURE_CHANNEL=outbox)."

    def close(self) -> None:
        """It holds nothing."""
