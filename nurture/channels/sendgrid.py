"""Mail through SendGrid's `POST /v3/mail/send`, by the vendor's own package.

SendGrid knows no idempotency key, so what matters is whether a request may have arrived:

    no connection, or the request could not be handed over whole      Released
    202                                                               accepted; `X-Message-Id` names it in events
    429                                                               Released, until `X-RateLimit-Reset`
    401, 403, 404, 405, a redirect                                    Released: key, sender or host is set wrong
    any other 4xx                                                     Rejected, in SendGrid's words
    5xx, a broken or overdue answer, or one SendGrid doesn't give     OutcomeUnknown

202 is not delivery. 200 is no success either: SendGrid gives it in sandbox mode, which is never asked for here, so
somebody else answered. What became of an unknown message the Event Webhook tells, by `nurture_touchpoint`.

Not supported: SendGrid's own templates, categories, scheduling, tracking and unsubscribe links; the last two are
switched off. SendGrid may put its own Message-ID in place of ours.
"""

import base64
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import ClassVar, Protocol
from urllib.error import URLError

from python_http_client.client import Client
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from nurture.channels.base import Receipt, may_get_a_secret
from nurture.channels.wording import answer_of, ensure_sendable
from nurture.config import Settings
from nurture.domain.touchpoints import Address, Attachment, Message
from nurture.errors import ChannelError, NotSetUp, OutcomeUnknown, Rejected, Released

TOUCHPOINT_ARG = "nurture_touchpoint"
"""The argument that comes back with every event. SendGrid keeps it for long, so it must hold no personal data."""

RESERVED_HEADERS = frozenset({"x-sg-id", "x-sg-eid", "received", "dkim-signature"})
"""SendGrid refuses these, besides those that no channel takes."""

HOST_HINT = "Check NURTURE_SENDGRID_HOST and the way there."
ABOUT_US: Mapping[int, str] = {
    HTTPStatus.UNAUTHORIZED: "Check NURTURE_SENDGRID_API_KEY.",
    HTTPStatus.FORBIDDEN: "Check that NURTURE_SENDGRID_API_KEY may send mail (scope mail.send),"
    " and that SendGrid has verified the sender in company.yaml.",
    HTTPStatus.NOT_FOUND: HOST_HINT,
    HTTPStatus.METHOD_NOT_ALLOWED: HOST_HINT,
}
"""Refusals that say nothing about the message, with what to do."""

OFF = {"enable": False}
TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": OFF,
    "subscription_tracking": OFF,
    "ganalytics": OFF,
}
"""An account may have these on; its List-Unsubscribe would come beside ours."""

# At level DEBUG the vendor's package would log the API key and whole messages.
logging.getLogger("python_http_client").setLevel(logging.INFO)


class _Answer(Protocol):
    """What the vendor's package returns; it ships no types."""

    status_code: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SendGridChannel:
    """Speaks to one host with one key. Connecting, and each part of the answer, may take `timeout` seconds."""

    name: ClassVar[str] = "sendgrid"

    host: str
    api_key: str = field(repr=False)
    timeout: float

    def send(self, message: Message) -> Receipt:
        ensure_sendable(message, reserved=RESERVED_HEADERS)
        try:
            answer: _Answer = self._api().mail.send.post(request_body=mail_body(message))
        except HTTPError as error:
            raise _failure(error, message) from error
        except URLError as error:
            # urllib raises this only before it waits for an answer: the system has not taken the request's last byte.
            raise Released(f"{self.host} can't be reached: {error.reason}", hint=HOST_HINT) from error
        except (OSError, HTTPException) as error:
            raise OutcomeUnknown(f"the request left and {self.host} did not answer: {error}") from error
        if answer.status_code != HTTPStatus.ACCEPTED:
            sentence = f"{self.host} answers {answer.status_code}, which SendGrid does not give to mail"
            raise OutcomeUnknown(sentence, hint=HOST_HINT)
        return Receipt(provider_id=answer.headers.get("X-Message-Id"), detail="SendGrid took it over (202)")

    def check(self) -> str:
        try:
            answer: _Answer = self._api().scopes.get()
            scopes = json.loads(answer.body)["scopes"]
        except HTTPError as error:
            hint = ABOUT_US.get(error.status_code)
            raise NotSetUp(f"{self.host} answers {error.status_code}.", hint=hint) from error
        except (OSError, HTTPException, ValueError, LookupError, TypeError) as error:
            raise NotSetUp(f"{self.host} does not answer as SendGrid does: {error}", hint=HOST_HINT) from error
        if "mail.send" not in scopes:
            raise NotSetUp("The SendGrid key may not send mail.", hint=ABOUT_US[HTTPStatus.FORBIDDEN])
        return f"{self.host} knows our key, which may send mail."

    def close(self) -> None:
        """No connection outlives its request."""

    def _api(self) -> Client:
        """A new one each time: the vendor's client writes into a dictionary that all its calls share."""
        client = SendGridAPIClient(self.api_key, host=self.host).client
        client.timeout = self.timeout
        return client


def from_settings(settings: Settings) -> SendGridChannel:
    """Raises NotSetUp without a key that fits into a header, and a host to which a key may be sent."""
    key = settings.sendgrid_api_key.get_secret_value() if settings.sendgrid_api_key else ""
    if not key:
        raise NotSetUp("There is no SendGrid API key.", hint="Set NURTURE_SENDGRID_API_KEY.")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NotSetUp(
            "The SendGrid API key holds blanks, line breaks or other characters that no key has.",
            hint="Set NURTURE_SENDGRID_API_KEY to the key alone.",
        )
    host = settings.sendgrid_host.rstrip("/")
    if not may_get_a_secret(host):
        raise NotSetUp(
            f"{host} is no address that a SendGrid key may be sent to.",
            hint="Set NURTURE_SENDGRID_HOST to https://api.sendgrid.com, or https://api.eu.sendgrid.com for the EU.",
        )
    return SendGridChannel(host=host, api_key=key, timeout=settings.send_timeout)


def mail_body(message: Message) -> dict[str, object]:
    """The request: one personalization, so that one X-Message-Id stands for one person."""
    body: dict[str, object] = {
        "personalizations": [{"to": [_address(message.to)], "custom_args": {TOUCHPOINT_ARG: message.key}}],
        "from": _address(message.sender),
        "subject": message.subject,
        "content": [
            {"type": "text/plain", "value": message.text},  # SendGrid insists on this order
            {"type": "text/html", "value": message.html},
        ],
        "headers": {
            "Message-ID": message.message_id,
            "Content-Language": message.language,
            **message.headers,
        },
        "tracking_settings": TRACKING,
    }
    if message.attachments:
        body["attachments"] = [_attachment(each) for each in message.attachments]
    if message.reply_to is not None:
        body["reply_to_list"] = [_address(message.sender), _address(message.reply_to)]
    return body


def _attachment(attachment: Attachment) -> dict[str, str]:
    """SendGrid takes no parameters of a type; what a calendar's method is, the file says too."""
    content = base64.b64encode(attachment.text.encode()).decode()
    return {
        "content": content,
        "type": attachment.media_type,
        "filename": attachment.name,
        "disposition": "attachment",
    }


def _address(address: Address) -> dict[str, str]:
    return {"email": address.email, "name": address.name} if address.name else {"email": address.email}


def _failure(error: HTTPError, message: Message) -> ChannelError:
    """https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors"""
    status: int = error.status_code
    sentence = f"SendGrid answers {status}: {answer_of(_words(error.body), message)}"
    if status >= 500:
        return OutcomeUnknown(sentence)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Released(sentence, retry_at=_reset(error.headers))
    if status < 400:
        return Released(sentence, hint=HOST_HINT)
    if status in ABOUT_US:
        return Released(sentence, hint=ABOUT_US[status])
    return Rejected(sentence)


def _words(body: bytes) -> str:
    """SendGrid's reasons: `{"errors": [{"message": ..., "field": ..., "help": ...}]}`, or whatever came instead."""
    try:
        errors = json.loads(body)["errors"]
        return "; ".join(f"{error['message']} ({error.get('field') or 'no field'})" for error in errors)
    except (ValueError, LookupError, TypeError, AttributeError):
        return body.decode("utf-8", "replace") or "no reason given"


def _reset(headers: Mapping[str, str]) -> datetime | None:
    """When the limit is lifted, which comes in Unix seconds. None if it is not told, or lies behind us."""
    try:
        at = datetime.fromtimestamp(int(headers.get("X-RateLimit-Reset", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return at if at > datetime.now(UTC) else None
