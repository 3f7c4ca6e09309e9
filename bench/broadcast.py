"""A job opens, and everybody on record is looked at: how fast, in how much memory, and who else has to wait for it.

Of 100 people two come in; of the other sequence, in which the best come first, one in five fits and 200 come in.
Meanwhile somebody else's mail falls due every second: from when its run is started until it has left is how late it is,
beside how late it is when nothing else happens.
"""

import asyncio
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import psutil
from sqlalchemy import Connection, insert
from temporalio.api.enums.v1 import EventType as Told
from temporalio.client import Client, WorkflowHistory

from bench.enrolling import enroll_many
from nurture import contracts, temporal
from nurture.contracts import BroadcastRun
from nurture.devserver import DevServer
from nurture.domain.events import EventType
from nurture.domain.intake import FieldValue, Happening, Intake, JobUpdate
from nurture.domain.touchpoints import SendState
from nurture.language.check import check_folder
from nurture.service.intake import hear
from nurture.service.publishing import publish
from nurture.store import broadcasts, contacts
from nurture.store.broadcasts import Broadcast
from nurture.store.tables import candidates
from nurture.store.words import BroadcastState
from tests.integration.world import World, a_world
from tests.servers import postgres_cluster, temporal_cli

SIZES: Final = tuple(int(size) for size in os.environ.get("BENCH_PEOPLE", "100000").split())
FOLDER: Final = Path(__file__).parent / "openings"
DEPARTMENTS: Final = ("Engineering", "Sales", "Design", "Finance", "Legal")
SKILLS: Final = ("python", "go", "sql", "figma", "c", "rust", "law", "tax", "ux", "java")
COUNTRIES: Final = ("DE", "FR")
AT_A_TIME: Final = 10_000
QUIET: Final = 20
"""How many mails are timed while nothing else happens."""
APART: Final = 1.0
"""Seconds from one of those mails to the next."""
PATIENCE: Final = 1800.0
MEGABYTE: Final = 1024 * 1024


def measure() -> None:
    """Prints some lines for each size and database."""
    for size in SIZES:
        for database in ("SQLite", "PostgreSQL"):
            with TemporaryDirectory(prefix="nurture-bench-") as folder, _installation(Path(folder), database) as world:
                with world.parts.store.write() as conn:
                    _put(conn, size)
                _measure_in(world, f"broadcast: {database}, {size} people")


@contextmanager
def _installation(folder: Path, database: str) -> Iterator[World]:
    """Temporal and a database, on system time, with the sequences published."""
    server = DevServer(
        temporal_cli(), log_file=folder / "temporal.log", ui=False, search_attributes=contracts.SEARCH_ATTRIBUTES
    )
    now = datetime.now(UTC)
    clock = {"clock_began": now, "clock_starts": now, "clock_speed": 1.0}
    with postgres_cluster() as cluster, server:
        cluster.create("broadcast")
        url = cluster.url("broadcast") if database == "PostgreSQL" else f"sqlite:///{folder}/bench.db"
        with a_world(folder, temporal_address=server.address, database_url=url, **clock) as world:
            publish(world.parts.store, check_folder(FOLDER), author=None, commit=None, by="bench", now=world.now())
            yield world


def _put(conn: Connection, size: int) -> None:
    now = datetime.now(UTC)
    for first in range(0, size, AT_A_TIME):
        rows = [
            {
                "id": f"bench:{number:07}",
                "first_name": "Kim",
                "email": f"kim-{number}@bench.example",
                "interests": (DEPARTMENTS[number % 5],),
                "skills": (SKILLS[number // 5 % 10], SKILLS[(number // 5 + 3) % 10]),
                "country": COUNTRIES[number // 50 % 2],
                "updated_at": now,
            }
            for number in range(first, min(first + AT_A_TIME, size))
        ]
        conn.execute(insert(candidates), rows)


def _measure_in(world: World, called: str) -> None:
    with world.worker(activity_timeout=60.0) as child:
        assert child.pid is not None, "it runs"
        worker = psutil.Process(child.pid)
        pulse = _Pulse(world)
        asyncio.run(pulse.beat())  # once the worker has come up
        quiet = [asyncio.run(pulse.beat()) for _ in range(QUIET)]
        rest = worker.memory_info().rss / MEGABYTE
        with pulse.beating(), _watched(worker) as peak:
            done = {run.sequence: asyncio.run(_carried_out(world, run)) for run in _job_opens(world)}
    for sequence, (broadcast, seconds, longest) in done.items():
        rate = f"{broadcast.looked_at / seconds:.0f} candidates/s ({seconds:.0f} s)"
        came = f"{broadcast.entered} came in" + (f" of {broadcast.fit} who fit" if broadcast.fit else "")
        print(f"{called}: {sequence}: {rate}, {came}, longest activity {longest:.2f} s")
    print(f"{called}: worker {peak[0]:.0f} MB at most, {rest:.0f} MB before")
    print(f"{called}: another mail leaves after {_said(quiet)} when nothing happens, {_said(pulse.late)} meanwhile")


def _said(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s ({max(seconds):.2f} s at most)"


def _job_opens(world: World) -> tuple[BroadcastRun, ...]:
    opens = Happening(type=EventType.JOB_OPENED, job_id="bench:job")
    fields: dict[str, FieldValue] = {"title": "Engineer", "department": DEPARTMENTS[0], "skills": SKILLS[:2]}
    told = Intake(at=world.now(), happenings=(opens,), jobs=(JobUpdate(id="bench:job", fields=fields),))
    with world.parts.store.write() as conn:
        return hear(world.parts, conn, told).taken.broadcasts


async def _carried_out(world: World, run: BroadcastRun) -> tuple[Broadcast, float, float]:
    """The broadcast when it is done, in how many seconds, and those of its longest activity."""
    client = await temporal.connect(world.settings)
    began = time.perf_counter()
    await temporal.start_broadcasts(client, world.settings, [run])
    first = await client.get_workflow_handle(contracts.broadcast_workflow_id(run.broadcast_id)).describe()
    await asyncio.wait_for(temporal.broadcast(client, run.broadcast_id).result(), PATIENCE)
    seconds = time.perf_counter() - began
    with world.parts.store.read() as conn:
        broadcast = broadcasts.get(conn, run.broadcast_id)
    assert broadcast.state is BroadcastState.DONE, "its workflow is over"
    return broadcast, seconds, await _longest(client, run.broadcast_id, first.run_id)


async def _longest(client: Client, broadcast_id: str, run_id: str | None) -> float:
    """Seconds of the longest activity, over all runs of the workflow: from when it was started until it was done."""
    longest = 0.0
    while run_id:
        handle = client.get_workflow_handle(contracts.broadcast_workflow_id(broadcast_id), run_id=run_id)
        history = await handle.fetch_history()
        longest = max([longest, *_activities(history)])
        last = history.events[-1]
        run_id = last.workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return longest


def _activities(history: WorkflowHistory) -> Iterator[float]:
    started: dict[int, float] = {}
    for each in history.events:
        at = each.event_time.ToNanoseconds() / 1e9
        if each.event_type == Told.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            started[each.event_id] = at
        elif each.event_type == Told.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            yield at - started[each.activity_task_completed_event_attributes.started_event_id]


class _Pulse:
    """Somebody else's mail, time and again."""

    def __init__(self, world: World) -> None:
        self.late: list[float] = []
        self._world, self._number, self._over = world, 0, threading.Event()

    async def beat(self) -> float:
        """One mail: seconds from when its run is started until it has left."""
        self._number += 1
        [run] = enroll_many(self._world.parts, self._number, 1, sequence="pulse")
        client = await temporal.connect(self._world.settings)
        began = time.perf_counter()
        await temporal.start_enrollment(client, self._world.settings, run)
        while not self._has_left(run.candidate_id):
            await asyncio.sleep(0.01)
        return time.perf_counter() - began

    def _has_left(self, candidate_id: str) -> bool:
        with self._world.parts.store.read() as conn:
            return any(each.state is SendState.ACCEPTED for each in contacts.of_candidate(conn, candidate_id))

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Inside, a mail falls due every second."""
        beats = threading.Thread(target=self._beat_on)
        beats.start()
        try:
            yield
        finally:
            self._over.set()
            beats.join()

    def _beat_on(self) -> None:
        while not self._over.wait(APART):
            self.late.append(asyncio.run(self.beat()))


@contextmanager
def _watched(process: psutil.Process) -> Iterator[list[float]]:
    """The most memory that a process has meanwhile, in megabytes, once it is over."""
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            peak[0] = max(peak[0], process.memory_info().rss / MEGABYTE)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield peak
    finally:
        over.set()
        watching.join()
