"""SendGrid's Inbound Parse: a mail as a form, with what SendGrid found out about its sender.

Only the raw form is understood (“POST the raw, full MIME message”): the other one has decoded the mail already, each
field in a character set of its own. A security policy has deliveries signed as the Event Webhook's are. What an
unsigned delivery says of DKIM and SPF counts for nothing, since anybody may have posted it.
https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook
"""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from io import BytesIO
from typing import Final

from python_multipart import parse_form
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File

from nurture.errors import Refused
from nurture.inbound.envelope import Envelope
from nurture.values import replace

RAW_FIELD: Final = "email"

_DKIM: Final = re.compile(r"@([^\s:,{}]+)\s*:\s*pass\b", re.IGNORECASE)


def parse(body: bytes, headers: Mapping[str, str], *, is_signed: bool) -> tuple[bytes, Envelope]:
    """The raw mail, and its envelope. Raises Refused: 400 for what is no such form, 503 for one without a raw mail,
    which SendGrid then keeps trying to deliver.
    """
    fields = _fields(body, headers)
    raw = fields.get(RAW_FIELD)
    if raw is None:
        raise Refused(
            "SendGrid does not post the raw mail",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            hint="Set “POST the raw, full MIME message” for this host in SendGrid's Inbound Parse.",
        )
    envelope = _envelope(_text(fields.get("envelope", b"{}")))
    if not is_signed:
        return raw, envelope
    proven = frozenset(_proven(_text(fields.get("dkim", b"")), _text(fields.get("SPF", b"")), envelope.sender))
    return raw, replace(envelope, proven=proven)


def _fields(body: bytes, headers: Mapping[str, str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}

    def keep(field: Field) -> None:
        if field.field_name is not None:
            found[_text(field.field_name)] = field.value or b""

    def drop(file: File) -> None:
        """Attachments are in the raw mail."""
        file.close()

    told = {"Content-Type": headers.get("content-type", "").encode(), "Content-Length": str(len(body)).encode()}
    try:
        parse_form(told, BytesIO(body), keep, drop)
    except (FormParserError, ValueError) as error:
        raise Refused("this is no form as SendGrid's Inbound Parse posts it", status=HTTPStatus.BAD_REQUEST) from error
    return found


def _envelope(told: str) -> Envelope:
    """`{"to": ["r+…@reply.acme.example"], "from": "maya@lindqvist.example"}`."""
    try:
        found = json.loads(told)
        to, sender = found.get("to", []), found.get("from")
    except (ValueError, AttributeError) as error:
        raise Refused("the envelope is none", status=HTTPStatus.BAD_REQUEST) from error
    recipients = tuple(each for each in to if isinstance(each, str)) if isinstance(to, list) else ()
    return Envelope(to=recipients, sender=sender.strip("<>") if isinstance(sender, str) else None)


def _proven(dkim: str, spf: str, sender: str | None) -> Iterator[str]:
    """`{@lindqvist.example : pass}`, of one signature or several; SPF speaks of the envelope's sender."""
    yield from (domain.lower() for domain in _DKIM.findall(dkim))
    if spf.strip().lower() == "pass" and sender:
        yield sender.rpartition("@")[2].lower()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
