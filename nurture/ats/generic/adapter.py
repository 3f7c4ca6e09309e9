"""The adapter of deliveries in our own form, signed by Standard Webhooks.

Of the package `standardwebhooks` only the signing is used: its check raises ValueError for a malformed header and
UnicodeDecodeError for a body that is no text, and takes the time from the clock.
"""

import binascii
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, is_same
from nurture.ats.generic.shapes import OWN, PING, TOLD, Delivery, Envelope, Naming
from nurture.ats.generic.translation import intake, own_intake
from nurture.ats.shapes import parsed
from nurture.ats.telling import ids_at, subjects
from nurture.domain.events import EVENTS
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.values import frozen

ID: Final = "webhook-id"
TIMESTAMP: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"
TOLERANCE: Final = timedelta(minutes=5)
"""How far the time in the signature may be from ours: a delivery that somebody recorded is good for no longer."""
LONGEST_ID: Final = 200
MOST_SIGNATURES: Final = 16


@frozen
class Generic:
    """One system that speaks our form. It is answered 200, and is to try again with the same id after anything else."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset({ID})

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """Its try-outs are signed like everything else."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """The header may hold several signatures, one for each key while keys are changed."""
        id_, stamp, given = (posted.header(name) for name in (ID, TIMESTAMP, SIGNATURE))
        if not (id_ and stamp and given):
            return f"the delivery lacks one of the headers {ID}, {TIMESTAMP} and {SIGNATURE}"
        if len(id_) > LONGEST_ID or not all("!" <= each <= "~" for each in id_):
            return f"{ID} is longer than {LONGEST_ID} characters, or holds others than ASCII has"
        at = _moment(stamp)
        if at is None or abs(now - at) > TOLERANCE:
            return f"{TIMESTAMP} is more than {TOLERANCE.seconds // 60} minutes away from now"
        try:
            text = posted.raw.decode()
        except UnicodeDecodeError:
            return "the body is no text in UTF-8"
        signatures = given.split()[:MOST_SIGNATURES]
        if any(is_same(one, ours) for ours in _signatures(secrets, id_, at, text) for one in signatures):
            return None
        return NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """A try-out: `{"type": "ping"}`."""
        return parsed(Envelope, posted.raw).type == PING

    def delivery_id(self, posted: Posted) -> str:
        """The sender's: the same on every attempt."""
        return posted.header(ID) or ""

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The candidate, whoever was merged into them, and the application."""
        told = parsed(Naming, posted.raw).data
        people = ids_at(told, "candidate.id", "merged")
        return subjects(self.connection, candidates=people, applications=ids_at(told, "application.id"))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery, whose words are ours already, or the company's."""
        type_ = parsed(Envelope, posted.raw).type
        if type_ in TOLD:
            return intake(self.connection, parsed(Delivery, posted.raw), received_at)
        names_somebody = "candidate" in parsed(Naming, posted.raw).data
        if type_ in EVENTS or not re.fullmatch(OWN, type_) or not names_somebody:
            return Intake(at=received_at, ignored=f"“{type_[:100]}” is no event that we know and others may tell")
        return own_intake(self.connection, parsed(Delivery, posted.raw), received_at)


def _moment(stamp: str) -> datetime | None:
    """Unix seconds; None for what can't be any."""
    if not stamp.isdecimal() or len(stamp) > 11:
        return None
    return datetime.fromtimestamp(int(stamp), UTC)


def _signatures(secrets: Sequence[str], id_: str, at: datetime, text: str) -> list[str]:
    """What each key makes of it. A key that is not in the form `whsec_…` of the standard fits nothing."""
    found: list[str] = []
    for secret in secrets:
        try:
            found.append(Webhook(secret).sign(id_, at, text))
        except (binascii.Error, ValueError, EmptyWebhookSecretError):
            continue
    return found
