"""A system that is told things by webhook, on a real socket of this machine.

It verifies what arrives with the receiving half of Standard Webhooks, keeps it by its id, and answers as scripted.
"""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from standardwebhooks import Webhook

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


class Receiver:
    """Answers from entering the `with` block to its end; `script` tells what the next requests get, in turn."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.script: deque[Answer] = deque()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receiver = receiver


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Webhook(KEY).verify(raw, dict(self.headers.items()))
        receiver = self.server.receiver
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
