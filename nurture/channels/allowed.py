"""Test mode: a channel that reaches those alone whom the setting `NURTURE_ALLOW_TO` names, and keeps the rest back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from nurture.channels.base import Channel, Receipt
from nurture.channels.outbox import Outbox
from nurture.domain.touchpoints import Message
from nurture.values import frozen

KEPT_BACK: Final = "test mode: kept in the outbox; nothing left this machine"


@frozen
class AllowList:
    """To whom messages may leave: addresses, whole domains and telephone numbers. Case doesn't count."""

    entries: frozenset[str]

    @classmethod
    def of(cls, entries: Iterable[str]) -> "AllowList":
        """Reads entries such as `ada@acme.example`, `acme.example` or `@acme.example`, and `+15550100`."""
        return cls(entries=frozenset(each.strip().lower().removeprefix("@") for each in entries if each.strip()))

    def lets(self, reached_at: str) -> bool:
        """Whether a message to that address or number may leave. A subdomain is another domain."""
        reached_at = reached_at.lower()
        return reached_at in self.entries or reached_at.rpartition("@")[2] in self.entries

    def __str__(self) -> str:
        """What it means, in a sentence without an end."""
        whom = f"only to {', '.join(sorted(self.entries))}" if self.entries else "to nobody"
        return f"test mode: messages leave {whom}; all others are kept in the outbox, and count as sent"


@dataclass(frozen=True, kw_only=True)
class AllowedOnly:
    """Another channel, for those on the list; whatever else is sent stays in the outbox, as if it had left."""

    channel: Channel
    allowed: AllowList

    @property
    def name(self) -> str:
        return self.channel.name

    def send(self, message: Message) -> Receipt:
        if self.allowed.lets(message.to.reached_at):
            return self.channel.send(message)
        Outbox().send(message)  # refuses what no channel can carry
        return Receipt(provider_id=None, detail=KEPT_BACK, is_kept_back=True)

    def check(self) -> str:
        return self.channel.check()

    def close(self) -> None:
        self.channel.close()
