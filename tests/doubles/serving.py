"""What all doubles that speak HTTP have in common: a real socket of this machine, open during a `with` block."""

import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Generic, Self, TypeVar

D = TypeVar("D", bound="Serving")
PATIENCE = 5
"""Seconds until a server that was told to end has."""


class Server(ThreadingHTTPServer, Generic[D]):
    """A server whose handlers find their double as `server.double`."""

    daemon_threads = False

    def __init__(self, double: D, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.double = double


class Serving:
    """Answers from entering the `with` block to its end. A double calls `__init__` with its handler."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = Server(self, handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(PATIENCE)


def reset(connection: socket.socket) -> None:
    """Ends it with RST instead of FIN: the other side sees an error, not an end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
