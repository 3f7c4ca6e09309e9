"""What every ATS adapter can do: tell a genuine delivery from a forged one, name it, and say it in our words.

A delivery goes this way. The first five steps are the web edge's, while the vendor waits; the others an activity's:

    greeting         is it no delivery at all, but a handshake that comes before any key is known?
    why_untrusted    is it signed with one of our keys? Nothing is parsed before that but what the signature is in
    is_ping          does it only try out the address?
    delivery_id      have we had it before? It is kept, and the vendor gets its `ack_status`
    tells_of         who gets no mail until it is read?
    read             what thin bodies leave out is asked of the vendor's API (a `Reader`, with retries)
    understand       all of it in our words

An adapter is a value without connections; what has some is the `Reader`, and the `Writer` of `nurture.ats.writing`.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias

from pydantic import JsonValue

from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.values import frozen

Read: TypeAlias = Mapping[str, JsonValue]
"""What a vendor's API said about a delivery, by names that its reader and its adapter agree on."""

NOTHING_READ: Final[Read] = MappingProxyType({})


@frozen
class Posted:
    """What came to the address of a connection, as it came; `at` is when, where that is known still."""

    raw: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None

    def header(self, name: str) -> str | None:
        """A header's value without surrounding blanks, whatever the case of its name; None when absent or blank."""
        wanted = name.lower()
        value = next((value for key, value in self.headers.items() if key.lower() == wanted), "")
        return value.strip() or None


@frozen
class Greeting:
    """What a vendor wants to hear when it only makes sure that somebody answers."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


class Adapter(Protocol):
    """One account of one vendor."""

    @property
    def connection(self) -> str:
        """The account: the part before the colon in ids of ours, and the last part of its hook's address."""
        ...

    @property
    def ack_status(self) -> int:
        """The HTTP status by which the vendor knows that a delivery arrived; vendors differ."""
        ...

    @property
    def kept_headers(self) -> frozenset[str]:
        """Names, in lower case, of headers without which a kept delivery can't be understood; no signatures."""
        ...

    def greeting(self, posted: Posted) -> Greeting | None:
        """The answer to a handshake that is not signed; None for anything else. It has no other effect."""
        ...

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Why this is not taken for the vendor's own; None when one of the secrets signed it.

        There are several while a key is being changed, and none of them is blank. `now` is the time of the server.
        Raises Refused with 400 where the signature stands in a body that can't be parsed.
        """
        ...

    def is_ping(self, posted: Posted) -> bool:
        """Whether this only tries out the address. Raises Refused with 400 when the body can't be parsed."""
        ...

    def delivery_id(self, posted: Posted) -> str:
        """What is the same when a delivery is repeated, and differs between two deliveries."""
        ...

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The people and applications that the body names, by our ids: they get no mail until it is taken in.

        Nobody is asked, and nothing is looked up; a body may name an application and leave out whose it is. Raises
        Refused with 400 when the body can't be parsed.
        """
        ...

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words. Raises Refused with 400 and names what is missing or wrong."""
        ...


class Reader(Protocol):
    """Asks the vendor's API for what its deliveries leave out. Activities share it between threads."""

    def read(self, posted: Posted) -> Read:
        """What `understand` needs beside the delivery.

        Raises Released where trying again can help, and Rejected where the vendor has it no more.
        """
        ...

    def check(self) -> str:
        """Says in a sentence that it can be used, or raises NotSetUp with what to do. Changes nothing."""
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


def is_same(given: str, expected: str) -> bool:
    """Compares signatures without telling by its time how far they agree."""
    return hmac.compare_digest(given.encode(), expected.encode())


def hex_hmac(message: bytes, secret: str) -> str:
    """The HMAC with SHA-256 that nearly every vendor signs by, in hexadecimal."""
    return hmac.new(secret.encode(), message, sha256).hexdigest()


def body_hash(raw: bytes) -> str:
    """The id of a delivery whose vendor gives it none: two with the same body are one."""
    return f"sha256:{sha256(raw).hexdigest()}"


_SENSIBLE_ID: Final = re.compile(r"[!-~]{1,200}")


def id_or_hash(given: str | None, raw: bytes) -> str:
    """The vendor's own id of a delivery, where it can be one of ours; else the body's hash."""
    return given if given is not None and _SENSIBLE_ID.fullmatch(given) else body_hash(raw)


NO_KEY_FITS: Final = "the signature fits none of our secret keys"
