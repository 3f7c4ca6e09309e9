"""What doubles of vendors' APIs have in common: who may come in, one page at a time, and trouble as scripted.

As they are our own, they prove that we keep to the published rules as we read them, not that the vendor agrees.
"""

import json
from base64 import b64decode
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles.serving import Server, Serving

Record = dict[str, Any]


class Trouble(Enum):
    """What HTTP has no answer for."""

    CLOSE_BEFORE_ACTING = auto()
    CLOSE_AFTER_ACTING = auto()


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer in place of the usual one."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: object = None


class Refusal(Exception):
    """A request that breaks a published rule, with the status and body of the answer."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(f"{status}: {body}")
        self.status, self.body = status, body


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Record
    url: str

    def one(self, name: str) -> str | None:
        """A parameter of the query."""
        return self.query.get(name, [None])[0]

    @property
    def user(self) -> str:
        """Who comes by Basic authentication, as `user:password`."""
        kind, _, told = self.headers.get("authorization", "").partition(" ")
        return b64decode(told).decode() if kind == "Basic" else ""


class ApiDouble(Serving):
    """Answers every request by `respond`; `script` tells what happens to the next ones in turn, None as usual."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.asked: list[str] = []
        self.script: deque[Answer | Trouble | None] = deque()

    @property
    def on_reading(self) -> deque[Answer | Trouble | None]:
        """What happens to the next pages of lists: the same as to anything else."""
        return self.script

    def respond(self, asked: Asked) -> tuple[int, object]:
        """The status and the JSON of the answer; of itself it has nothing. Raises Refusal."""
        return HTTPStatus.NOT_FOUND, {"error": f"there is nothing at {asked.path}"}


class _Handler(BaseHTTPRequestHandler):
    server: Server[ApiDouble]

    def _handle(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        double, parts = self.server.double, urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=parse_qs(parts.query),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=json.loads(raw) if raw else {},
            url=double.url,
        )
        double.asked.append(f"{self.command} {self.path}")
        scripted = double.script.popleft() if double.script else None
        if scripted is Trouble.CLOSE_BEFORE_ACTING:
            self.close_connection = True
            return
        if isinstance(scripted, Answer):
            self._answer(scripted.status, scripted.body, scripted.headers)
            return
        try:
            status, body = double.respond(asked)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        if scripted is Trouble.CLOSE_AFTER_ACTING:
            self.close_connection = True
            return
        self._answer(status, body, {})

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

    def _answer(self, status: int, body: object, headers: Mapping[str, str]) -> None:
        raw = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `asked` instead."""


def checked(body: Record, required: set[str], known: Callable[[], set[str]] = set) -> Record:
    """A body with all that is required and nothing that is not known."""
    if missing := required - body.keys():
        raise Refusal(400, {"error": f"missing: {sorted(missing)}"})
    if unknown := body.keys() - required - known():
        raise Refusal(400, {"error": f"unknown: {sorted(unknown)}"})
    return body
