"""The installation that most of these tests share the shape of: worker and web edge up, on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nurture.devserver import DevServer
from tests.integration.world import World, a_world


@pytest.fixture
def world(temporal_server: DevServer, tmp_path: Path) -> Iterator[World]:
    """An installation with nothing running yet."""
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    with a_world(tmp_path, temporal_address=temporal_server.address, database_url=url) as world:
        yield world


@pytest.fixture
def running(world: World) -> Iterator[World]:
    """An installation with its worker and its web edge."""
    with world.worker(), world.web():
        yield world
