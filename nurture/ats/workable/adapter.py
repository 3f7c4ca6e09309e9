"""Workable's side of the adapter contract.

“Encryption”: `X-Workable-Signature` is the HMAC of the payload, keyed with the account's token, or with the secret of
an OAuth application. “Response status should be 200”, else the request is replayed, with the state of then: the same
event comes with another body, which is another delivery, and says what is so by then.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, body_hash, hex_hmac, is_same
from nurture.ats.shapes import parsed
from nurture.ats.telling import ids_at, subjects
from nurture.ats.workable.events import Translation, intake
from nurture.ats.workable.shapes import Envelope
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.values import frozen

SIGNATURE: Final = "X-Workable-Signature"


@frozen
class Workable:
    """One account."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """It publishes no handshake."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes; there is no time in what is signed."""
        given = posted.header(SIGNATURE)
        if given is None:
            return f"the delivery carries no {SIGNATURE} header"
        return None if any(is_same(given, hex_hmac(posted.raw, key)) for key in secrets) else NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """It publishes no ping: whatever can be parsed is none."""
        parsed(Envelope, posted.raw)
        return False

    def delivery_id(self, posted: Posted) -> str:
        """The body's hash: its `id` is the candidate's, and would make one of all that happens to them."""
        return body_hash(posted.raw)

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The candidate, who is the application as well."""
        return subjects(self.connection, candidates=ids_at(parsed(Envelope, posted.raw).data, "id"))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words, with what was read of the candidate in place of what came, if anything was."""
        envelope = parsed(Envelope, posted.raw)
        at = min(envelope.fired_at or received_at, received_at)
        given = read.get("candidate")
        data = {**envelope.data, **given} if isinstance(given, dict) else envelope.data
        return intake(Translation(connection=self.connection), envelope.event_type, data, at)
