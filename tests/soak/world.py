"""The servers of a soak: Temporal, PostgreSQL and a mail server, and two workers and a web edge of ours."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from nurture import contracts
from nurture.config import ChannelName
from nurture.devserver import DevServer
from nurture.devserver.child import Child
from nurture.errors import NotSetUp
from nurture.language.check import check_folder
from nurture.service.publishing import publish
from tests.doubles.smtp import SmtpDouble
from tests.integration.world import World, a_world
from tests.servers import PostgresCluster, postgres_cluster, temporal_cli

SEQUENCES: Final = Path(__file__).with_name("sequences")
WORKERS: Final = 2


@dataclass(kw_only=True)
class SoakWorld:
    """All that runs. `done` counts what was done to it."""

    installation: World
    temporal: DevServer
    database: PostgresCluster
    mail: SmtpDouble
    done: Counter[str]
    stack: ExitStack
    worker_file: Path | None = None
    """Run in place of worker.py."""
    began: float = field(default_factory=time.monotonic)
    workers: list[Child] = field(default_factory=list)

    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.began

    def start_worker(self) -> Child:
        return self.stack.enter_context(self.installation.worker(self.worker_file))

    def kill_a_worker(self, number: int) -> None:
        """As the machine would: it has no time to say anything. Another one takes its place."""
        pid = self.workers[number].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        self.workers[number].stop()
        self.workers[number] = self.start_worker()
        self.done["workers killed"] += 1

    def revive(self) -> None:
        """Starts again whoever ended by itself, as a supervisor does: a worker that finds no Temporal ends."""
        for number, worker in enumerate(self.workers):
            try:
                worker.check()
            except NotSetUp:
                self.workers[number] = self.start_worker()
                self.done["workers that ended by themselves"] += 1

    def restart_the_database(self, seconds: float) -> None:
        with self.database.gone_for(seconds=seconds):
            self.done["restarts of PostgreSQL"] += 1

    def restart_temporal(self) -> None:
        self.temporal.stop()
        self.stack.enter_context(self.temporal)
        self.done["restarts of Temporal"] += 1


@contextmanager
def soak_world(
    folder: Path, mail: SmtpDouble, done: Counter[str], *, hours_per_second: float, worker_file: Path | None
) -> Iterator[SoakWorld]:
    """Everything up, with the sequence published."""
    temporal = DevServer(
        temporal_cli(),
        log_file=folder / "temporal.log",
        ui=False,
        db_file=folder / "temporal.db",
        search_attributes=contracts.SEARCH_ATTRIBUTES,
    )
    with ExitStack() as stack:
        database = stack.enter_context(postgres_cluster())
        stack.enter_context(temporal)
        stack.enter_context(mail)
        database.create("soak")
        settings = {
            "production": True,  # its server takes mail for everybody, and passes none on
            "channel": ChannelName.SMTP,
            "smtp_port": mail.port,
            "send_timeout": 2.0,
            "activity_timeout": 5.0,
            "reply_domain": "reply.acme.example",
            "clock_speed": hours_per_second * 3600.0,
        }
        url = database.url("soak")
        world = stack.enter_context(a_world(folder, temporal_address=temporal.address, database_url=url, **settings))
        checked = check_folder(SEQUENCES)
        assert checked.ok, [each.message for each in checked.diagnostics]
        publish(world.parts.store, checked, author=None, commit=None, by="a soak", now=world.now())
        stack.enter_context(world.web())
        soak = SoakWorld(
            installation=world,
            temporal=temporal,
            database=database,
            mail=mail,
            done=done,
            stack=stack,
            worker_file=worker_file,
        )
        soak.workers.extend(soak.start_worker() for _ in range(WORKERS))
        yield soak
