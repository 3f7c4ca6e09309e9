"""A stand-in for SendGrid's mail API, on a real socket of this machine.

It checks the key and the body against the published rules, keeps what it accepted, and misbehaves as scripted. As it
is our own, it proves that we keep to the rules as we read them, not that SendGrid agrees.
"""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any

from tests.doubles.sendgrid_rules import faults
from tests.doubles.serving import Server, Serving, reset

LARGEST_BODY = 30 * 1024 * 1024


class Trouble(Enum):
    """What HTTP has no answer for."""

    HANG_AFTER_ACCEPTING = auto()
    RESET_AFTER_ACCEPTING = auto()
    CLOSE_BEFORE_READING = auto()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer that replaces the usual one; only 202 accepts the mail."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"errors": [{"message": "as scripted", "field": null, "help": null}]}'


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A mail that the double has taken, under the id that it gave it."""

    message_id: str
    body: dict[str, Any]


class SendGridDouble(Serving):
    """Answers from entering the `with` block to its end; `script` tells what happens to the next requests in turn."""

    def __init__(self, *, key: str = "SG.test", scopes: tuple[str, ...] = ("mail.send",)) -> None:
        super().__init__(_Handler)
        self.key = key
        self.scopes = scopes
        self.accepted: list[Accepted] = []
        self.script: deque[Answer | Trouble] = deque()
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        super().__exit__(kind, error, trace)

    def accept(self, body: dict[str, Any]) -> str:
        with self._lock:
            message_id = f"double{len(self.accepted):016d}"
            self.accepted.append(Accepted(message_id=message_id, body=body))
        return message_id

    def next_in_script(self) -> Answer | Trouble | None:
        with self._lock:
            return self.script.popleft() if self.script else None


class _Handler(BaseHTTPRequestHandler):
    server: Server[SendGridDouble]

    def handle(self) -> None:
        double = self.server.double
        if double.script and double.script[0] is Trouble.CLOSE_BEFORE_READING:
            double.next_in_script()
            reset(self.connection)
            return
        super().handle()

    def do_GET(self) -> None:
        if self.path != "/v3/scopes":
            self._refuse(404, ("there is nothing here", ""))
        elif self._has_key():
            self._answer(Answer(status=200, body=json.dumps({"scopes": self.server.double.scopes})))

    def do_POST(self) -> None:
        double = self.server.double
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        scripted = double.next_in_script()
        if isinstance(scripted, Answer) and scripted.status != 202:
            self._answer(scripted)
            return
        body = self._checked(raw)
        if body is None:
            return
        message_id = double.accept(body)
        if scripted is Trouble.HANG_AFTER_ACCEPTING:
            double.closing.wait()
        elif scripted is Trouble.RESET_AFTER_ACCEPTING:
            reset(self.connection)
        else:
            headers = scripted.headers if isinstance(scripted, Answer) else {"X-Message-Id": message_id}
            self._answer(Answer(status=202, headers=headers, body=""))

    def _checked(self, raw: bytes) -> dict[str, Any] | None:
        """The request's body if it is one to accept, else None after the refusal."""
        if self.path != "/v3/mail/send":
            self._refuse(404, ("there is nothing here", ""))
            return None
        if not self._has_key():
            return None
        if len(raw) > LARGEST_BODY:
            self._refuse(413, ("the body is too large", ""))
            return None
        if self.headers.get("Content-Type") != "application/json":
            self._refuse(415, ("only application/json is understood", ""))
            return None
        body = json.loads(raw)
        found = faults(body)
        if found:
            self._refuse(400, *found)
            return None
        return body

    def _has_key(self) -> bool:
        if self.headers.get("Authorization") == f"Bearer {self.server.double.key}":
            return True
        self._refuse(401, ("the key is not known", ""))
        return False

    def _refuse(self, status: int, *found: tuple[str, str]) -> None:
        errors = [{"message": what, "field": where or None, "help": None} for what, where in found]
        self._answer(Answer(status=status, body=json.dumps({"errors": errors})))

    def _answer(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `accepted` instead."""
