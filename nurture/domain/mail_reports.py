"""What became of a mail after a provider took it, in the words that are common among providers.

Providers tell it late, in any order and more than once. So nobody keeps a list of what was told: a report only ever
moves a mail forward along `ORDER`, and one that would not is a repetition, or comes too late to matter.
"""

from datetime import datetime
from enum import StrEnum
from typing import Final

from nurture.values import frozen


class MailFate(StrEnum):
    """How far a mail has come, or how it ended. `kept back` is told by nobody: no provider ever had it (test mode)."""

    KEPT_BACK = "kept back"
    QUEUED = "queued"
    DEFERRED = "deferred"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    REJECTED = "rejected"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"


ORDER: Final = tuple(MailFate)
"""From the first to the last: a mail that was delivered may still come back, and whoever complains has had it."""

HAS_LEFT: Final = frozenset(MailFate) - {MailFate.KEPT_BACK, MailFate.REJECTED}
"""What proves that a mail left: the provider dropped what is `rejected`, and never had what is `kept back`."""


@frozen
class MailReport:
    """One report on one mail: `key` names its touchpoint, `provider_id` how the provider calls it; one is known.

    `is_for_good` is False for a refusal that says nothing about the address, such as a block of the sender. `seen_as`
    is the Message-ID under which the recipient has it, where the provider puts its own in place of ours.
    """

    fate: MailFate
    at: datetime
    key: str | None = None
    provider_id: str | None = None
    is_for_good: bool = True
    seen_as: str | None = None
    detail: str | None = None


def is_further(told: MailFate, before: MailFate | None) -> bool:
    """Whether this moves a mail forward from what was known before."""
    return before is None or ORDER.index(told) > ORDER.index(before)
