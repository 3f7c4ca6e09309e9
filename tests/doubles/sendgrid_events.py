"""A stand-in for SendGrid's Event Webhook: signs with a key of its own, and repeats and reorders as SendGrid does."""

import base64
import json
from datetime import datetime
from itertools import count
from typing import Any

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.doubles.sendgrid import Accepted

MORE: dict[str, dict[str, Any]] = {
    "processed": {},
    "deferred": {"response": "400 try again later", "attempt": "5"},
    "delivered": {"response": "250 OK", "tls": 1},
    "bounce": {"reason": "550 5.1.1 no such mailbox", "status": "5.1.1", "type": "bounce"},
    "dropped": {"reason": "Bounced Address", "status": "5.0.0"},
    "spamreport": {},
    "unsubscribe": {},
    "open": {"useragent": "a mail program", "sg_machine_open": True},
    "click": {"url": "https://acme.example/", "url_offset": {"index": 0, "type": "html"}},
}
"""What each kind carries beside the common fields."""


class EventWebhookDouble:
    """Writes events about accepted mails, and delivers them signed."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._numbers = count(1)

    @property
    def public_key(self) -> str:
        """As the vendor's page shows it."""
        der = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def event(self, kind: str, mail: Accepted, *, at: datetime, **more: object) -> dict[str, Any]:
        """One event, under a new `sg_event_id`; the mail's custom arguments stand at the top, as the vendor's do."""
        person = mail.body["personalizations"][0]
        return {
            "email": person["to"][0]["email"],
            "timestamp": int(at.timestamp()),
            "event": kind,
            "smtp-id": f"<{mail.message_id}@geopod.sendgrid.example>",
            "sg_event_id": f"event-{next(self._numbers)}",
            "sg_message_id": f"{mail.message_id}.filterdrecv-1-2-3",
            **person.get("custom_args", {}),
            **MORE[kind],
            **more,
        }

    def signed(self, raw: bytes, *, at: datetime) -> dict[str, str]:
        """The headers of a delivery of these bytes."""
        stamp = str(int(at.timestamp()))
        signature = self._key.sign(stamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
        return {
            "X-Twilio-Email-Event-Webhook-Signature": base64.b64encode(signature).decode(),
            "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
            "Content-Type": "application/json",
        }

    @staticmethod
    def raw(*events: dict[str, Any]) -> bytes:
        """A delivery's body: an array, and the line break that belongs to what is signed."""
        return json.dumps(events, separators=(",", ":")).encode() + b"\r\n"

    def deliver(self, client: httpx.Client, path: str, *events: dict[str, Any], at: datetime) -> httpx.Response:
        """Posts a batch."""
        raw = self.raw(*events)
        return client.post(path, content=raw, headers=self.signed(raw, at=at))
