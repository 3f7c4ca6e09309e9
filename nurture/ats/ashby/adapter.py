"""Ashby's side of the adapter contract.

“Authenticating Webhooks”: `Ashby-Signature: sha256=<hex>`, an HMAC over the body. “Retries”: up to ten attempts; none
after 401, 403, 404, 405 or 410, so that what we refuse by mistake is lost.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Final

from nurture.ats.ashby.actions import intake
from nurture.ats.ashby.records import Translation
from nurture.ats.ashby.shapes import Envelope
from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, body_hash, hex_hmac, is_same
from nurture.ats.shapes import parsed
from nurture.ats.telling import ids_at, subjects
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.values import frozen

SIGNATURE: Final = "Ashby-Signature"
_SENSIBLE: Final = re.compile(r"[!-~]{1,100}")
_ABOUT: Final = ("application", "offer", "interviewSchedule", "job", "jobPosting", "candidate", "deletedCandidate")
_PEOPLE: Final = (
    *("application.candidate.id", "candidate.id", "deletedCandidate.id", "mergedCandidate.id"),
    "interviewSchedule.candidateId",
)
_APPLICATIONS: Final = ("application.id", "offer.applicationId", "interviewSchedule.applicationId")


@frozen
class Ashby:
    """One Ashby account."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """Its pings are signed like everything else."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes; there is no time in what is signed."""
        given = posted.header(SIGNATURE)
        if given is None:
            return f"the delivery carries no {SIGNATURE} header; does the web hook have a secret token?"
        fits = any(is_same(given, sign(posted.raw, key)) for key in secrets)
        return None if fits else NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """Whether the hook was just saved: without an answer Ashby leaves it disabled."""
        return parsed(Envelope, posted.raw).action == "ping"

    def delivery_id(self, posted: Posted) -> str:
        """The act, the action, and what it is about: one act tells several, and may be about several."""
        envelope = parsed(Envelope, posted.raw)
        id_, action = envelope.webhookActionId, envelope.action
        if id_ is None or not _SENSIBLE.fullmatch(id_) or not _SENSIBLE.fullmatch(action):
            return body_hash(posted.raw)
        about = next((part.get("id") for name in _ABOUT if isinstance(part := envelope.data.get(name), dict)), None)
        known = f"/{about}" if isinstance(about, str) and _SENSIBLE.fullmatch(about[:50]) else ""
        return f"{action[:80]}/{id_}{known[:51]}"

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """An application's person stands in it; offers, and some schedules, name the application alone."""
        told = parsed(Envelope, posted.raw).data
        people = ids_at(told, *_PEOPLE)
        return subjects(self.connection, candidates=people, applications=ids_at(told, *_APPLICATIONS))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words."""
        envelope = parsed(Envelope, posted.raw)
        return intake(Translation(connection=self.connection), envelope.action, envelope.data, received_at)


def sign(raw: bytes, secret: str) -> str:
    """The header's value for this body."""
    return f"sha256={hex_hmac(raw, secret)}"
