"""An installation to measure: Temporal, PostgreSQL and the web edge, on system time; and a worker that is killed."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from nurture import contracts
from nurture.devserver import DevServer
from nurture.devserver.child import Child
from nurture.language.check import check_folder
from nurture.service.publishing import publish
from tests.integration.world import World, a_world
from tests.servers import postgres_cluster, temporal_cli

FOLDER: Final = Path(__file__).parent / "stages"


@contextmanager
def installation(folder: Path) -> Iterator[World]:
    """Temporal, PostgreSQL and the web edge, on system time, with the sequence published."""
    server = DevServer(
        temporal_cli(), log_file=folder / "temporal.log", ui=False, search_attributes=contracts.SEARCH_ATTRIBUTES
    )
    now = datetime.now(UTC)
    clock = {"clock_began": now, "clock_starts": now, "clock_speed": 1.0}
    with postgres_cluster() as cluster, server:
        cluster.create("intake")
        url = cluster.url("intake")
        with a_world(folder, temporal_address=server.address, database_url=url, **clock) as world, world.web():
            publish(world.parts.store, check_folder(FOLDER), author=None, commit=None, by="bench", now=world.now())
            yield world


@dataclass(kw_only=True)
class Worker:
    """A worker's process, which is killed now and then, and replaced."""

    world: World
    stack: ExitStack
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        self.child = self.stack.enter_context(self.world.worker())

    def kill(self) -> None:
        assert self.child.pid is not None, "it runs"
        os.kill(self.child.pid, signal.SIGKILL)
        self.child.stop()
        self.child = self.stack.enter_context(self.world.worker())
