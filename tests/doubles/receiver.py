"""A system that is told things by webhook, on a real socket of this machine.

It verifies what arrives with the receiving half of Standard Webhooks, keeps it by its id, and answers as scripted.
"""

import json
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from standardwebhooks import Webhook

from tests.doubles.serving import Server, Serving

KEY = "whsec_bnVydHVyZS1pcy1vbmx5LXRlc3RpbmctdGhpcw=="


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """One request that was signed with our key."""

    id: str
    body: Any


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer; None of a status: the connection is closed without one."""

    status: int | None = 204
    headers: dict[str, str] = field(default_factory=dict)


class Receiver(Serving):
    """Answers from entering the `with` block to its end; `script` tells what the next requests get, in turn."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.arrived: list[Arrived] = []
        self.script: deque[Answer] = deque()

    @property
    def url(self) -> str:
        return f"{super().url}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Server[Receiver]

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Webhook(KEY).verify(raw, dict(self.headers.items()))
        receiver = self.server.double
        receiver.arrived.append(Arrived(id=self.headers["webhook-id"], body=json.loads(raw)))
        answer = receiver.script.popleft() if receiver.script else Answer()
        if answer.status is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in {**answer.headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Tests read `arrived` instead."""
