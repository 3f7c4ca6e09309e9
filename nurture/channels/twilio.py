"""Text messages through Twilio's `POST /2010-04-01/Accounts/{AccountSid}/Messages.json`.

Twilio knows no idempotency key, so what matters is whether a request may have arrived:

    no connection                                                     Released
    201                                                               accepted; `sid` names it in reports
    429                                                               Released
    401, 403, 404, 405, a redirect, an error code of `ABOUT_US`       Released: account, sender or host is set wrong
    error code 21610                                                  OptedOut: they answered STOP
    any other 4xx                                                     Rejected, in Twilio's words
    5xx, a broken or overdue answer, or one Twilio doesn't give       OutcomeUnknown

https://www.twilio.com/docs/messaging/api/message-resource, https://www.twilio.com/docs/api/errors. 201 is not
delivery: what became of a text Twilio reports to `StatusCallback` (`twilio_hooks.py`), an address whose token names it.

This one request is made by httpx and not by the vendor's package: httpx tells a connection that never came about from
an answer that never came, which the package's exceptions do not. The package verifies signatures.

Not supported: pictures (MMS), scheduling, short links, content templates. Senders that can't be answered (a name in
place of a number) are refused, since nobody could tell those to stop.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import ClassVar, Final

import httpx

from nurture.channels.base import Receipt, may_get_a_secret
from nurture.channels.wording import answer_of, ensure_text
from nurture.config import Settings
from nurture.domain.phones import text_number
from nurture.domain.touchpoints import Message
from nurture.errors import ChannelError, NotSetUp, OptedOut, OutcomeUnknown, Rejected, Released
from nurture.messages.identity import hook_token

LONGEST: Final = 1600
"""Characters; a longer text is error 21617."""

STOPPED: Final = 21610
"""“Attempt to send to unsubscribed recipient”."""

STATUS_PATH: Final = "/hooks/twilio/status/"
"""Where the web edge hears what became of a text; its token follows."""

_ACCOUNT: Final = re.compile(r"AC[0-9a-f]{32}")
_SERVICE: Final = re.compile(r"MG[0-9a-f]{32}")

_HOST_HINT: Final = "Check NURTURE_TWILIO_HOST and the way there."
_KEY_HINT: Final = "Check NURTURE_TWILIO_ACCOUNT_SID and NURTURE_TWILIO_AUTH_TOKENS."
_SENDER_HINT: Final = "Check NURTURE_TWILIO_SENDER."

_REFUSED: Final[Mapping[int, str]] = {
    HTTPStatus.UNAUTHORIZED: _KEY_HINT,
    HTTPStatus.FORBIDDEN: _KEY_HINT,
    HTTPStatus.NOT_FOUND: _HOST_HINT,
    HTTPStatus.METHOD_NOT_ALLOWED: _HOST_HINT,
    HTTPStatus.TOO_MANY_REQUESTS: "Twilio is asked more slowly by itself.",
}
"""Statuses that say nothing about the message, with what to do."""

ABOUT_US: Final[Mapping[int, str]] = {
    20003: _KEY_HINT,
    20005: "The Twilio account is not active.",
    21212: _SENDER_HINT,
    21408: "Allow that country in Twilio's messaging geographic permissions.",
    21603: _SENDER_HINT,
    21606: _SENDER_HINT,
    21608: "A trial account texts verified numbers alone: upgrade it.",
    21609: "Twilio must be able to reach NURTURE_PUBLIC_URL.",
    21611: "The sender's queue is full.",
    21659: _SENDER_HINT,
    21660: _SENDER_HINT,
    21701: _SENDER_HINT,
    21703: "Give the messaging service a number.",
    21705: _SENDER_HINT,
}
"""Error codes that say nothing about the message or its recipient, with what to do."""


@dataclass(frozen=True, kw_only=True)
class TwilioChannel:
    """Speaks for one account. Connecting, and each part of the answer, may take `timeout` seconds."""

    name: ClassVar[str] = "twilio"

    host: str
    account: str
    token: str = field(repr=False)
    sender: str
    public_url: str
    timeout: float

    def send(self, message: Message) -> Receipt:
        ensure_text(message)
        if len(message.text) > LONGEST:
            raise Rejected(f"the text has {len(message.text)} characters, and Twilio takes {LONGEST}")
        try:
            with self._client() as client:
                answer = client.post(f"{self._account_url}/Messages.json", data=self.form(message))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise Released(f"{self.host} can't be reached: {error}", hint=_HOST_HINT) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise OutcomeUnknown(f"the request left and {self.host} did not answer: {error}") from error
        if answer.status_code == HTTPStatus.CREATED:
            return Receipt(provider_id=_sid(answer), detail="Twilio took it over (201)")
        raise _failure(answer, message)

    def form(self, message: Message) -> dict[str, str]:
        """What is asked for."""
        sender = "MessagingServiceSid" if _SERVICE.fullmatch(self.sender) else "From"
        return {
            "To": message.to.phone or "",
            sender: self.sender,
            "Body": message.text,
            "StatusCallback": f"{self.public_url}{STATUS_PATH}{hook_token(message.message_id)}",
        }

    def check(self) -> str:
        try:
            with self._client() as client:
                answer = client.get(f"{self._account_url}.json")
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise NotSetUp(f"{self.host} does not answer as Twilio does: {error}", hint=_HOST_HINT) from error
        status = _told(answer).get("status")
        if answer.status_code != HTTPStatus.OK or status is None:
            hint = _REFUSED.get(answer.status_code, _HOST_HINT)
            raise NotSetUp(f"{self.host} answers {answer.status_code}.", hint=hint)
        if status != "active":
            raise NotSetUp(f"The Twilio account is {status}.", hint=_KEY_HINT)
        return f"{self.host} knows our account, which is active."

    def close(self) -> None:
        """No connection outlives its request."""

    @property
    def _account_url(self) -> str:
        return f"{self.host}/2010-04-01/Accounts/{self.account}"

    def _client(self) -> httpx.Client:
        """A new one each time: on a connection that was kept, nobody could tell a request that left from one that
        the other side had hung up on before.
        """
        return httpx.Client(auth=(self.account, self.token), timeout=self.timeout, follow_redirects=False)


def from_settings(settings: Settings) -> TwilioChannel:
    """Raises NotSetUp without account, token and sender, and a host to which a token may be sent."""
    account, sender = settings.twilio_account_sid or "", (settings.twilio_sender or "").strip()
    token = settings.twilio_auth_tokens[0].get_secret_value() if settings.twilio_auth_tokens else ""
    if not _ACCOUNT.fullmatch(account):
        raise NotSetUp(
            "There is no Twilio account, or its name is none.",
            hint="Set NURTURE_TWILIO_ACCOUNT_SID to AC and 32 digits and letters, as Twilio's console shows it.",
        )
    if not token.isascii() or not token.isalnum():
        raise NotSetUp(
            "There is no Twilio auth token, or it holds characters that none has.",
            hint="Set NURTURE_TWILIO_AUTH_TOKENS to a JSON list of the tokens alone, that to send with first.",
        )
    if not _SERVICE.fullmatch(sender) and text_number(sender) != sender:
        raise NotSetUp(
            "Nobody could answer texts from that sender, or there is none.",
            hint="Set NURTURE_TWILIO_SENDER to a number such as +4915735980000, or to a messaging service (MG…).",
        )
    host = settings.twilio_host.rstrip("/")
    if not may_get_a_secret(host):
        raise NotSetUp(
            f"{host} is no address that a Twilio token may be sent to.",
            hint="Set NURTURE_TWILIO_HOST to https://api.twilio.com.",
        )
    return TwilioChannel(
        host=host,
        account=account,
        token=token,
        sender=sender,
        public_url=settings.public_url.rstrip("/"),
        timeout=settings.send_timeout,
    )


def _failure(answer: httpx.Response, message: Message) -> ChannelError:
    """Errors come as `{"code": 21211, "message": …, "more_info": …, "status": 400}`."""
    status, told = answer.status_code, _told(answer)
    code, words = told.get("code"), told.get("message")
    said = f"{words} (error {code})" if words else answer.text or "no reason given"
    sentence = f"Twilio answers {status}: {answer_of(said, message)}"
    if status < HTTPStatus.MULTIPLE_CHOICES or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return OutcomeUnknown(sentence)
    if status < HTTPStatus.BAD_REQUEST:
        return Released(sentence, hint=_HOST_HINT)
    if code == STOPPED:
        return OptedOut(sentence)
    hint = ABOUT_US.get(code) if isinstance(code, int) else None
    hint = hint or _REFUSED.get(status)
    return Released(sentence, hint=hint) if hint else Rejected(sentence)


def _sid(answer: httpx.Response) -> str | None:
    """Twilio's own name for the text. None if it is not told: a receipt is one all the same."""
    sid = _told(answer).get("sid")
    return sid if isinstance(sid, str) else None


def _told(answer: httpx.Response) -> Mapping[str, object]:
    """The answer's JSON object; an empty one where something else came."""
    try:
        told = json.loads(answer.content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
