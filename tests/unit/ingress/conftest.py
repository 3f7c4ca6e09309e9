"""The real app behind a real server over a real database; only Temporal is stood in for."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr

from nurture.config import Settings
from nurture.ingress.app import create_app
from nurture.store import Store, open_store
from tests.edge import RecordingWorkflows, Serve, served
from tests.greenhouse import SECRET


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    return Settings(
        database_url=sqlite_url,
        greenhouse_secrets=(SecretStr(SECRET), SecretStr("the old key")),
        link_secret=SecretStr("for links in this test"),
        public_url="https://nurture.brightwater.example",
    )


@pytest.fixture
def sped_up(settings: Settings) -> Settings:
    """As in a demonstration, where it is another year, and weeks pass in a minute."""
    spring = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    clock = {"clock_began": datetime.now(UTC), "clock_starts": spring, "clock_speed": 10_000.0}
    return settings.model_copy(update=clock)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A second way into the app's database, to look at what it kept."""
    opened = open_store(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture
def workflows() -> RecordingWorkflows:
    return RecordingWorkflows()


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
