"""SmartRecruiters' side of the adapter contract.

It wants 202 within five seconds, tries up to ten times over a day, and then suspends the subscription.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, body_hash, hex_hmac, is_same
from nurture.ats.shapes import parsed
from nurture.ats.smartrecruiters.events import intake
from nurture.ats.smartrecruiters.shapes import EVENT_ID, EVENT_NAME, LINK, Ids, about
from nurture.ats.telling import subjects
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.values import frozen

SIGNATURE: Final = "smartrecruiters-signature"
TIMESTAMP: Final = "smartrecruiters-timestamp"
EVENT_VERSION: Final = "event-version"
HANDSHAKE: Final = "X-Hook-Secret"
MOST_SIGNATURES: Final = 64
_SENSIBLE: Final = re.compile(r"[!-~]{1,200}")


@frozen
class SmartRecruiters:
    """One account."""

    ack_status: ClassVar[int] = 202
    kept_headers: ClassVar[frozenset[str]] = frozenset({EVENT_ID, EVENT_NAME, EVENT_VERSION, LINK})

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """A subscription is activated by a secret that is to come back; it is no key, and nothing is signed yet."""
        secret = posted.header(HANDSHAKE)
        if secret is None or not _SENSIBLE.fullmatch(secret) or posted.header(SIGNATURE) is not None:
            return None
        return Greeting(status=200, headers={HANDSHAKE: secret})

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """The header has a signature for each of the vendor's keys, of which up to 16 are good at a time.

        How old it is does not matter: what was there before is known by its id.
        """
        given = posted.header(SIGNATURE)
        if given is None:
            return f"the delivery carries no {SIGNATURE} header; has the subscription a secret key?"
        signatures = [value for part in given.split(";")[:MOST_SIGNATURES] if (value := _v1(part))]
        if any(is_same(one, sign(posted, key)) for key in secrets for one in signatures):
            return None
        return NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """There are none: the handshake is all that tries the address."""
        parsed(Ids, posted.raw)
        return False

    def delivery_id(self, posted: Posted) -> str:
        """The header's id. The body alone tells nothing apart: it is the same whenever one application moves."""
        given = posted.header(EVENT_ID)
        if given is not None and _SENSIBLE.fullmatch(given):
            return given
        told = ".".join(posted.header(name) or "" for name in (EVENT_NAME, TIMESTAMP))
        return body_hash(posted.raw + told.encode())

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The candidate, who is named with every application."""
        return subjects(self.connection, candidates=(about(posted).candidate_id,))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words: which event it is and whose, and all else as the API said it."""
        return intake(self.connection, about(posted), read, received_at)


def sign(posted: Posted, secret: str) -> str:
    """Version 1 of the signature; a header that is missing counts as an empty one."""
    stamp, *others = (
        (posted.header(name) or "").encode() for name in (TIMESTAMP, EVENT_ID, EVENT_NAME, EVENT_VERSION, LINK)
    )
    return hex_hmac(b".".join([stamp, posted.raw, *others]), secret)


def _v1(part: str) -> str | None:
    """A signature in the one scheme that there is."""
    scheme, _, value = part.strip().partition("=")
    return value.strip() or None if scheme == "v1" else None
