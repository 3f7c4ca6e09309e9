"""What every ATS adapter can do: tell a genuine delivery from a forged one, name it, and say it in our words.

An adapter is a value without connections. It works in this order: `verify` the raw bytes, and only then parse them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from nurture.domain.intake import Intake


class Adapter(Protocol):
    """One account of one vendor."""

    @property
    def name(self) -> str:
        """The vendor, as the route of its hook and messages to operators name it."""
        ...

    @property
    def connection(self) -> str:
        """The account: the part before the colon in ids of ours."""
        ...

    @property
    def ack_status(self) -> int:
        """The HTTP status by which the vendor knows that a delivery arrived; vendors differ."""
        ...

    def verify(self, raw: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> None:
        """Accepts a delivery that was signed with any of the secrets; several while a key is being changed.

        Raises Refused: 401 when it was not, and 503 when no secret is set. A missing secret is our own fault, and 503
        makes the vendor deliver again once it is mended.
        """
        ...

    def delivery_id(self, raw: bytes, headers: Mapping[str, str]) -> str:
        """What is the same when a delivery is repeated, and differs between two deliveries."""
        ...

    def is_ping(self, raw: bytes) -> bool:
        """Whether this only tries out the address. Raises Refused with 400 when the body can't be parsed."""
        ...

    def understand(self, raw: bytes, *, received_at: datetime) -> Intake:
        """The delivery in our words. Raises Refused with 400 and names what is missing or wrong."""
        ...


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header's value without surrounding blanks, whatever the case of its name; None when absent or blank."""
    wanted = name.lower()
    value = next((value for key, value in headers.items() if key.lower() == wanted), "")
    return value.strip() or None
