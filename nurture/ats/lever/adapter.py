"""Lever's side of the adapter contract.

`signature` in the body is the HMAC of token and time, in hexadecimal, with the signing token of that web hook: each
event has one of its own, and an account's settings list them all. Lever tries five times, with growing waits.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from pydantic import ValidationError

from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, hex_hmac, is_same
from nurture.ats.lever.events import Told, intake
from nurture.ats.lever.shapes import Envelope
from nurture.ats.shapes import Part, parsed
from nurture.ats.telling import subjects
from nurture.domain.intake import Intake
from nurture.domain.subject import Subject
from nurture.errors import Refused
from nurture.values import frozen

OLDEST: Final = timedelta(days=3)
"""How long ago an event may have been: Lever tries again for hours, and somebody may ask it to once more."""
AHEAD: Final = timedelta(minutes=10)
LONGEST_TOKEN: Final = 200


class _TryOut(Part):
    """A try-out: an event about nothing, with a signature that is none."""

    event: str
    data: dict[str, object]


@frozen
class Lever:
    """One account."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """“Verify connection” sends an event with `data: {}`, whose signature is a word, and wants a success."""
        try:
            told = _TryOut.model_validate_json(posted.raw)
        except ValidationError:
            return None
        return Greeting(status=200) if told.data == {} else None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed token and time, and the time is not long ago."""
        told = parsed(Envelope, posted.raw)
        if told.signature is None or told.token is None:
            return "the delivery carries no signature; has the web hook a signing token in Lever?"
        if not all("!" <= each <= "~" for each in told.token) or len(told.token) > LONGEST_TOKEN:
            return f"its token is longer than {LONGEST_TOKEN} characters, or holds others than ASCII has"
        if not any(is_same(told.signature, sign(told.token, told.triggeredAt, key)) for key in secrets):
            return NO_KEY_FITS
        at = _moment(told)
        return None if now - OLDEST <= at <= now + AHEAD else f"its event is more than {OLDEST.days} days old"

    def is_ping(self, posted: Posted) -> bool:
        """Try-outs are greeted before."""
        parsed(Envelope, posted.raw)
        return False

    def delivery_id(self, posted: Posted) -> str:
        """The token. The body has an id, too, but whoever attaches another body could think up another one."""
        return parsed(Envelope, posted.raw).token or ""

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The opportunity, or the contact."""
        told = parsed(Envelope, posted.raw).data
        return subjects(self.connection, candidates=(told.contactId,), applications=(told.opportunity,))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words: whose news it is by the body, what the news is by the API."""
        told = parsed(Envelope, posted.raw)
        at = min(_moment(told), received_at)
        return intake(self.connection, Told(event=told.event, data=told.data, at=at), read)


def sign(token: str, triggered_at: int, secret: str) -> str:
    """What Lever puts into the body."""
    return hex_hmac(f"{token}{triggered_at}".encode(), secret)


def _moment(told: Envelope) -> datetime:
    try:
        return datetime.fromtimestamp(told.triggeredAt / 1000, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise Refused("the body of the delivery has a wrong triggeredAt: it is no moment", status=400) from error
