"""What every channel promises to the ledger, which must know of each message whether it may have left."""

from typing import Protocol
from urllib.parse import urlsplit

from nurture.domain.touchpoints import Message
from nurture.values import frozen

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts to which a secret may go in clear text: it stays on this machine."""


@frozen
class Receipt:
    """The other side took the message over. That is not delivery: a bounce may still follow.

    `provider_id` is the other side's own name for it, if it gave one; `detail` is for people. With `is_kept_back`
    nobody took it: it counts as sent, for trying out.
    """

    provider_id: str | None
    detail: str
    is_kept_back: bool = False


class Channel(Protocol):
    """One way to send mail. Activities share it between threads."""

    @property
    def name(self) -> str:
        """What the setting calls it."""
        ...

    def send(self, message: Message) -> Receipt:
        """Hands the message over, once, and says how that ended.

        Raises Rejected (no for good), Released (it has not left: trying again is safe) or OutcomeUnknown (it may
        have left), and nothing else that can be foreseen. A setting or credential that the other side refuses is
        Released: while somebody puts it right, people wait and nobody is lost. Error texts hold no address, since
        they become part of workflow histories.
        """
        ...

    def check(self) -> str:
        """Says in a sentence that it can be used, or raises NotSetUp with what to do. Sends nothing to anybody."""
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


def may_get_a_secret(url: str) -> bool:
    """Whether that is a bare host to which a secret goes over TLS, or without leaving this machine."""
    try:
        parts = urlsplit(url)
        name = (parts.hostname or "").encode("idna").decode()
        is_bare = parts.port != 0 and not parts.path and not parts.query
    except ValueError:  # no number for a port, or a label that can't be one
        return False
    return is_bare and bool(name) and (parts.scheme == "https" or (parts.scheme == "http" and name in LOOPBACK))
