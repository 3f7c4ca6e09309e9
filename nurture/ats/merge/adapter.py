"""Merge's side of the adapter contract.

“Security”: `X-Merge-Webhook-Signature` is the HMAC of the body in base64, in its alphabet for URLs. One of the vendor's
pages keeps the padding and another strips it: both are taken. “Merge Webhook Signatures”: the id of the hook is the
same for all deliveries of one sort, and the signature tells them apart. There are two more attempts, and none after a
status of 400 to 499.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac_of
from typing import ClassVar, Final

from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, id_or_hash, is_same
from nurture.ats.merge.events import Telling, intake
from nurture.ats.merge.shapes import Envelope
from nurture.ats.shapes import parsed
from nurture.ats.telling import ids_at, subjects
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.values import frozen

SIGNATURE: Final = "X-Merge-Webhook-Signature"


@frozen
class Merge:
    """One linked account; `linked_account` is its id, without which deliveries of all of them are taken."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str
    linked_account: str | None = None

    def greeting(self, posted: Posted) -> Greeting | None:
        """Its test requests are signed, and look like a delivery."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes; there is no time in what is signed."""
        given = posted.header(SIGNATURE)
        if given is None:
            return f"the delivery carries no {SIGNATURE} header"
        fits = any(is_same(given.rstrip("="), sign(posted.raw, key).rstrip("=")) for key in secrets)
        return None if fits else NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """It publishes no ping: whatever can be parsed is none."""
        parsed(Envelope, posted.raw)
        return False

    def delivery_id(self, posted: Posted) -> str:
        """The signature, as Merge advises, which was checked before."""
        return id_or_hash((posted.header(SIGNATURE) or "").rstrip("="), posted.raw)

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The model's record; an application has its person's id, or all of the person in its place."""
        envelope = parsed(Envelope, posted.raw)
        model, told = envelope.hook.event.partition(".")[0], envelope.data
        if self.linked_account and envelope.linked_account.id != self.linked_account:
            return ()
        if model == "Candidate":
            return subjects(self.connection, candidates=ids_at(told, "id"))
        if model != "Application":
            return ()
        return subjects(
            self.connection, candidates=ids_at(told, "candidate", "candidate.id"), applications=ids_at(told, "id")
        )

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words. Merge's web hooks are shared by all of its linked accounts."""
        envelope = parsed(Envelope, posted.raw)
        if self.linked_account and envelope.linked_account.id != self.linked_account:
            return Intake(at=received_at, ignored="it is about another linked account")
        return intake(
            Telling(
                connection=self.connection,
                event=envelope.hook.event,
                data=envelope.data,
                read=read,
                at=received_at,
            )
        )


def sign(raw: bytes, secret: str) -> str:
    """The header's value for this body."""
    return urlsafe_b64encode(hmac_of(secret.encode(), raw, sha256).digest()).decode()
