"""A stand-in for SendGrid's Inbound Parse: posts a mail as a form, signed where there is a security policy."""

import json
from datetime import datetime

import httpx

from tests.doubles.sendgrid_events import EventWebhookDouble

BOUNDARY = "xYzZY"


def form(raw: bytes | None, *, to: str, sender: str, dkim: str = "none", spf: str = "none") -> bytes:
    """The body, byte by byte: the mail is not text."""
    told = {
        "dkim": dkim,
        "SPF": spf,
        "envelope": json.dumps({"to": [to], "from": sender}),
        "charsets": json.dumps({"to": "UTF-8", "from": "UTF-8"}),
        "sender_ip": "192.0.2.1",
    }
    fields = {name: value.encode() for name, value in told.items()} | ({"email": raw} if raw is not None else {})
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in fields.items()
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def post(
    client: httpx.Client, body: bytes, *, signer: EventWebhookDouble | None = None, at: datetime | None = None
) -> httpx.Response:
    """Delivers it."""
    signature = signer.signed(body, at=at) if signer and at else {}
    headers = {**signature, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return client.post("/hooks/sendgrid/inbound", content=body, headers=headers)
