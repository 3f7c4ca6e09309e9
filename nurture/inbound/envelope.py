"""What whoever handed a mail to us knows of it besides what it says itself."""

import json
from collections.abc import Mapping
from typing import Self

from nurture.values import frozen


@frozen
class Envelope:
    """`to` are the addresses that it was delivered to; `sender` is that of the envelope, "" for a server's own report,
    None where it is not known. `proven` are the domains that stand for it, by DKIM or SPF; `size` is how large it is,
    where only its beginning was kept.
    """

    to: tuple[str, ...] = ()
    sender: str | None = None
    proven: frozenset[str] = frozenset()
    size: int | None = None

    def stands_for(self, address: str) -> bool:
        """Whether a mail from that address is proved to be from its domain, or from the domain above it."""
        domain = address.rpartition("@")[2].lower()
        return any(domain == each or domain.endswith(f".{each}") for each in self.proven)

    def kept(self) -> dict[str, str]:
        """How it is kept beside the mail."""
        return {
            "to": json.dumps(self.to),
            "proven": json.dumps(sorted(self.proven)),
            **({} if self.sender is None else {"sender": self.sender}),
            **({} if self.size is None else {"size": str(self.size)}),
        }

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> Self:
        """The one that was kept."""
        return cls(
            to=tuple(json.loads(kept.get("to", "[]"))),
            sender=kept.get("sender"),
            proven=frozenset(json.loads(kept.get("proven", "[]"))),
            size=int(kept["size"]) if "size" in kept else None,
        )
