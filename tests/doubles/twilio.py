"""A stand-in for Twilio's Messages API, on a real socket of this machine, which also reports and passes texts on.

It checks login and form against the published rules, keeps what it accepted, and misbehaves as scripted. As it is our
own, it proves that we keep to the rules as we read them, not that Twilio agrees.
"""

import base64
import hashlib
import hmac
import json
import re
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from urllib.parse import parse_qsl

import httpx

from tests.doubles.serving import Server, Serving, reset

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "0123456789abcdef0123456789abcdef"
SENDER = "+4915735980000"

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST_BODY = 1600


class Trouble(Enum):
    """What HTTP has no answer for."""

    HANG_AFTER_ACCEPTING = auto()
    RESET_AFTER_ACCEPTING = auto()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that replaces the usual one; nothing is accepted."""

    status: int
    code: int | None = None
    body: str | None = None

    @property
    def content(self) -> str:
        if self.body is not None:
            return self.body
        return json.dumps({"code": self.code, "message": "as scripted", "more_info": "", "status": self.status})


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A text that the double has taken, under the id that it gave it."""

    sid: str
    form: Mapping[str, str]


class TwilioDouble(Serving):
    """Answers from entering the `with` block to its end; `script` tells what happens to the next texts in turn."""

    def __init__(self, *, status: str = "active") -> None:
        super().__init__(_Handler)
        self.status = status
        self.token = TOKEN
        self.stopped: set[str] = set()
        self.accepted: list[Accepted] = []
        self.script: deque[Answer | Trouble] = deque()
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        super().__exit__(kind, error, trace)

    def accept(self, form: Mapping[str, str]) -> str:
        with self._lock:
            sid = f"SM{len(self.accepted):032x}"
            self.accepted.append(Accepted(sid=sid, form=form))
        return sid

    def next_in_script(self) -> Answer | Trouble | None:
        with self._lock:
            return self.script.popleft() if self.script else None


def signature(url: str, form: Mapping[str, str], *, token: str = TOKEN) -> str:
    """X-Twilio-Signature: HMAC-SHA1 over the address and all parameters, sorted, without anything between."""
    said = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1)).decode()


def deliver(client: httpx.Client, path: str, form: Mapping[str, str], *, known_as: str) -> httpx.Response:
    """Posts a form as Twilio does, signed for the address that it knows the receiver by."""
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature(f"{known_as}{path}", form)})


def a_reply(body: str, *, sender: str, sid: str = "SM" + "f" * 32, **more: str) -> dict[str, str]:
    """A text to our number, as Twilio passes it on."""
    return {
        "MessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": sender,
        "To": SENDER,
        "Body": body,
        "NumMedia": "0",
        "FromCountry": "",
        **more,
    }


def a_report(accepted: Accepted, status: str, *, error: int | None = None) -> dict[str, str]:
    """What became of a text that the double took."""
    told = {"MessageSid": accepted.sid, "AccountSid": ACCOUNT, "MessageStatus": status, "To": accepted.form["To"]}
    return {**told, "ErrorCode": str(error)} if error else told


def faults(form: Mapping[str, str], stopped: set[str]) -> Iterator[tuple[int, str]]:
    """What Twilio would object to, by its error codes."""
    to = form.get("To", "")
    if not to:
        yield 21604, "A 'To' phone number is required."
    elif not E164.fullmatch(to):
        yield 21211, f"The 'To' number {to} is not a valid phone number."
    senders = [form[name] for name in ("From", "MessagingServiceSid") if form.get(name)]
    if len(senders) != 1:
        yield 21603, "A 'From' phone number or a messaging service is required."
    elif "From" in form and not E164.fullmatch(form["From"]):
        yield 21212, "The 'From' number is not a valid phone number."
    if not form.get("Body"):
        yield 21602, "Message body is required."
    elif len(form["Body"]) > LONGEST_BODY:
        yield 21617, "The concatenated message body exceeds the 1600 character limit."
    if not form.get("StatusCallback", "https://").startswith(("http://", "https://")):
        yield 21609, "The 'StatusCallback' URL is not a valid URL."
    if to in stopped:
        yield 21610, "Attempt to send to unsubscribed recipient"


class _Handler(BaseHTTPRequestHandler):
    server: Server[TwilioDouble]

    def do_GET(self) -> None:
        if self._is_there(f"/2010-04-01/Accounts/{ACCOUNT}.json"):
            self._answer(200, json.dumps({"sid": ACCOUNT, "status": self.server.double.status}))

    def do_POST(self) -> None:
        double = self.server.double
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        scripted = double.next_in_script()
        if isinstance(scripted, Answer):
            self._answer(scripted.status, scripted.content)
            return
        if not self._is_there(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"):
            return
        if self.headers.get("Content-Type") != "application/x-www-form-urlencoded":
            self._refuse(415, 20415, "Unsupported media type")
            return
        form = dict(parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True))
        for code, words in faults(form, double.stopped):
            self._refuse(400, code, words)
            return
        sid = double.accept(form)
        if scripted is Trouble.HANG_AFTER_ACCEPTING:
            double.closing.wait()
        elif scripted is Trouble.RESET_AFTER_ACCEPTING:
            reset(self.connection)
        else:
            self._answer(201, json.dumps({"sid": sid, "status": "queued", "error_code": None}))

    def _is_there(self, path: str) -> bool:
        login = base64.b64encode(f"{ACCOUNT}:{self.server.double.token}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {login}":
            self._refuse(401, 20003, "Authenticate")
        elif self.path != path:
            self._refuse(404, 20404, "The requested resource was not found")
        else:
            return True
        return False

    def _refuse(self, status: int, code: int, words: str) -> None:
        more = f"https://www.twilio.com/docs/errors/{code}"
        self._answer(status, json.dumps({"code": code, "message": words, "more_info": more, "status": status}))

    def _answer(self, status: int, content: str) -> None:
        body = content.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `accepted` instead."""
