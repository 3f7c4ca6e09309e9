"""SendGrid's Event Webhook: what became of mails that SendGrid took over.

    processed                       queued        deferred                    deferred
    delivered                       delivered     dropped                     rejected
    bounce, type bounce             bounced       bounce, type blocked        bounced, and not for good
    spamreport                      complained    unsubscribe, group_...      unsubscribed
    open, click, group_resubscribe, account events                            nothing: machines open and click, too

Deliveries are signed with ECDSA over the timestamp and the raw body, line break at its end included. They come in
batches, repeatedly and in any order; an event that repeats may have another `sg_event_id`, so that is not looked at.
https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
"""

import base64
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sendgrid.helpers.eventwebhook import EventWebhook
from sendgrid.helpers.eventwebhook.eventwebhook_header import EventWebhookHeader

from nurture.channels.sendgrid import TOUCHPOINT_ARG
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.errors import Refused

FATES: Final[Mapping[str, MailFate]] = {
    "processed": MailFate.QUEUED,
    "deferred": MailFate.DEFERRED,
    "delivered": MailFate.DELIVERED,
    "bounce": MailFate.BOUNCED,
    "dropped": MailFate.REJECTED,
    "spamreport": MailFate.COMPLAINED,
    "unsubscribe": MailFate.UNSUBSCRIBED,
    "group_unsubscribe": MailFate.UNSUBSCRIBED,
}

FRESH: Final = timedelta(hours=25)
"""How old a signature may be. SendGrid tries a delivery again for 24 hours and does not say whether it signs it anew;
one that is replayed within that time moves nothing, since reports only move a mail forward."""

AHEAD: Final = timedelta(minutes=5)
"""How far the vendor's clock may be ahead of ours."""

_HINT: Final = "Set NURTURE_SENDGRID_EVENT_KEYS to the verification keys that SendGrid shows, as a JSON list."
_WORDS: Final = 300
"""Characters kept of a mail server's answer."""


class _Event(BaseModel):
    """What we read of an event; there is much more."""

    model_config = ConfigDict(extra="ignore")

    event: str
    timestamp: int
    touchpoint: str | None = Field(None, alias=TOUCHPOINT_ARG)
    sg_message_id: str | None = None
    smtp_id: str | None = Field(None, alias="smtp-id")
    type: str | None = None
    reason: str | None = None
    response: str | None = None
    email: str | None = None


_EVENTS: Final = TypeAdapter(list[_Event])


def verify(raw: bytes, headers: Mapping[str, str], keys: Iterable[str], *, now: datetime, hint: str = _HINT) -> None:
    """Raises Refused (401) unless one of the keys signed these bytes of late, and with 503 where there is no key.

    `keys` are as SendGrid shows them: base64 of a public key; `hint` says where to set them.
    """
    verifiers = [_verifier(key, hint) for key in keys]
    if not verifiers:
        raise Refused("there is no key to verify SendGrid's deliveries with", status=503, hint=hint)
    signature = headers.get(EventWebhookHeader.SIGNATURE, "")
    stamp = headers.get(EventWebhookHeader.TIMESTAMP, "")
    if not any(_is_signed(verifier, raw, signature, stamp) for verifier in verifiers):
        raise Refused("the signature is not one of SendGrid's for us", status=401)
    if not stamp.isdecimal() or not now - FRESH <= datetime.fromtimestamp(int(stamp), UTC) <= now + AHEAD:
        raise Refused("the signature is too old, or from the future", status=401)


def _verifier(key: str, hint: str) -> EventWebhook:
    try:
        verifier = EventWebhook()
        verifier.public_key = verifier.convert_public_key_to_ecdsa(key)
    except ValueError as error:
        raise Refused("a key to verify SendGrid's deliveries with is no public key", status=503, hint=hint) from error
    return verifier


def _is_signed(verifier: EventWebhook, raw: bytes, signature: str, stamp: str) -> bool:
    """The vendor's own `verify_signature` takes text alone, and a mail need not be any."""
    try:
        verifier.public_key.verify(base64.b64decode(signature), stamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):  # of another body or key, or no base64
        return False
    return True


def parse(raw: bytes) -> tuple[MailReport, ...]:
    """The reports in one delivery, in its order; events that say nothing of a mail's fate are left out.

    Raises Refused (400) for what is no array of events.
    """
    try:
        events = _EVENTS.validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the body"
        raise Refused(f"this is no delivery of SendGrid's events: {where}: {first['msg']}", status=400) from error
    return tuple(_report(event) for event in events if event.event in FATES)


def _report(event: _Event) -> MailReport:
    fate = FATES[event.event]
    return MailReport(
        fate=fate,
        at=datetime.fromtimestamp(event.timestamp, UTC),
        key=event.touchpoint,
        provider_id=_request_id(event.sg_message_id),
        is_for_good=fate is not MailFate.BOUNCED or event.type != "blocked",
        seen_as=event.smtp_id,
        detail=_words(event),
    )


def _request_id(message_id: str | None) -> str | None:
    """The X-Message-Id of the request: what stands before the first dot, in all that was seen of these ids."""
    return message_id.partition(".")[0] or None if message_id else None


def _words(event: _Event) -> str | None:
    """The mail server's answer, without the recipient's address."""
    said = event.reason or event.response
    if not said:
        return None
    if event.email:
        said = said.replace(event.email, "the recipient")
    return " ".join(said.split())[:_WORDS]
