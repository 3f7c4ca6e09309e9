"""The real app behind a real server over a real database.

Only Temporal is stood in for, by something that writes down what it is asked.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

from nurture.config import Settings
from nurture.contracts import Poke
from nurture.errors import NotSetUp
from nurture.ingress.app import create_app
from nurture.store import Store, open_store
from nurture.store.columns import metadata
from tests.greenhouse import SECRET


@dataclass
class RecordingWorkflows:
    """Starts nothing, and can be told to be away."""

    started: list[tuple[str, str, int]] = field(default_factory=list)
    poked: list[Poke] = field(default_factory=list)
    is_away: bool = False

    async def start_intake(self, connection: str, delivery_id: str, inbox_id: int) -> None:
        self._demand_presence()
        self.started.append((connection, delivery_id, inbox_id))

    async def poke(self, pokes: Sequence[Poke]) -> None:
        self._demand_presence()
        self.poked.extend(pokes)

    def _demand_presence(self) -> None:
        if self.is_away:
            raise NotSetUp("Temporal did not answer: it was told not to")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    opened = open_store(url)
    metadata.create_all(opened.engine)
    opened.close()
    return Settings(
        database_url=url,
        greenhouse_secrets=(SecretStr(SECRET), SecretStr("the old key")),
        link_secret=SecretStr("for links in this test"),
        public_url="https://nurture.brightwater.example",
    )


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A second way into the app's database, to look at what it kept."""
    opened = open_store(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def workflows() -> RecordingWorkflows:
    return RecordingWorkflows()


@contextmanager
def served(app: FastAPI) -> Iterator[httpx.Client]:
    """The app on a port of its own, and a client that speaks to it; a request waits until the app has started."""
    with socket.create_server(("127.0.0.1", 0)) as door:
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


@pytest.fixture
def serve(workflows: RecordingWorkflows) -> Iterator[Serve]:
    """Starts the app with other settings; its sweep looks once, and then not again within a test."""
    with ExitStack() as stack:
        yield lambda settings: stack.enter_context(
            served(create_app(settings, workflows=workflows, sweep_every=timedelta(hours=1)))
        )


@pytest.fixture
def client(settings: Settings, serve: Serve) -> httpx.Client:
    """The app, started."""
    return serve(settings)
