"""The web edge behind a real server, and a stand-in for Temporal that writes down what it is asked."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import httpx
import uvicorn
from fastapi import FastAPI

from nurture.config import Settings
from nurture.contracts import BroadcastRun, Command, Ending, EnrollmentRun, Poke
from nurture.errors import NotFound, NotSetUp
from nurture.language import sequence


@dataclass
class RecordingWorkflows:
    """Starts nothing, and can be told to be away."""

    started: list[tuple[str, str, int]] = field(default_factory=list)
    enrolled: list[EnrollmentRun] = field(default_factory=list)
    poked: list[Poke] = field(default_factory=list)
    broadcasts: list[BroadcastRun] = field(default_factory=list)
    ordered: list[tuple[str, str, Command | Ending]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    is_away: bool = False

    async def start_intake(self, connection: str, delivery_id: str, inbox_id: int) -> None:
        self._demand_presence()
        self.started.append((connection, delivery_id, inbox_id))

    async def start_enrollment(self, run: EnrollmentRun) -> None:
        self._demand_presence()
        self.enrolled.append(run)

    async def start_broadcasts(self, runs: Sequence[BroadcastRun]) -> None:
        self._demand_presence()
        self.broadcasts.extend(runs)

    async def poke(self, pokes: Sequence[Poke]) -> tuple[str, ...]:
        self._demand_presence()
        self.poked.extend(pokes)
        return tuple(each.enrollment_id for each in pokes if each.enrollment_id in self.gone)

    async def order(self, whom: str, update: str, message: Command | Ending) -> None:
        self._demand_presence()
        if whom in self.gone:
            raise NotFound(f"no enrollment {whom} is under way: it has ended, or there never was one")
        self.ordered.append((whom, update, message))

    def _demand_presence(self) -> None:
        if self.is_away:
            raise NotSetUp("Temporal did not answer: it was told not to")


def published(name: str, **enroll: str) -> str:
    """A sequence as it stands in the database, which lets people in by hand alone if nothing else is said."""
    steps = [{"id": "hello", "email": "hello"}]
    told = {"sequence": name, "title": "A title", "owner": "ops@acme.example", "purpose": "internal", "steps": steps}
    return sequence.Sequence.model_validate({**told, "enroll": enroll or {"on": "manual"}}).model_dump_json(
        by_alias=True
    )


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """The app on a port of its own, and a client that speaks to it; a request waits until the app has started."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else the rest of each answer waits for 40 ms
        server = uvicorn.Server(uvicorn.Config(app, lifespan="on", log_config=None, timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{door.getsockname()[1]}") as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


Serve: TypeAlias = Callable[[Settings], httpx.Client]
