"""The same journey by hand and as a sequence: 3 sends, 2 waits, one Temporal server, alternating rounds.

The hand-written workflow does no database work at all; the sequence passes gate and ledger on PostgreSQL. Worker CPU is
that of the worker's process; journeys per second are those of a whole round, from the first start to the last end.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from temporalio.client import Client

from bench import handwritten
from bench.enrolling import enroll_many, prepare, start_many
from nurture import contracts, temporal
from nurture.config import Settings
from nurture.contracts import EnrollmentRun
from nurture.devserver import DevServer
from nurture.service.parts import parts_from
from tests.servers import postgres_cluster, temporal_cli

JOURNEYS = int(os.environ.get("BENCH_JOURNEYS", "100"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "4"))
ROOT = Path(__file__).resolve().parent.parent
MINUTE_IS_A_SECOND = 60.0


@dataclass
class Side:
    """One of the two, with what was measured of it, a value per round."""

    name: str
    worker: psutil.Process
    prepare: Callable[[int], list[EnrollmentRun]]
    start: Callable[[int, list[EnrollmentRun]], Awaitable[list[str]]]
    per_second: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    events: int = 0


def measure() -> None:
    """Prints both sides and their ratios."""
    with tempfile.TemporaryDirectory() as folder, postgres_cluster() as cluster:
        cluster.create("bench")
        log = Path(folder) / "temporal.log"
        with DevServer(temporal_cli(), log_file=log, ui=False, search_attributes=contracts.SEARCH_ATTRIBUTES) as server:
            os.environ.update(
                NURTURE_DATABASE_URL=cluster.url("bench"),
                NURTURE_TEMPORAL_ADDRESS=server.address,
                NURTURE_CLOCK_BEGAN=datetime.now(UTC).isoformat(),
                NURTURE_CLOCK_STARTS="2026-03-02T08:00:00+00:00",
                NURTURE_CLOCK_SPEED=str(MINUTE_IS_A_SECOND),
            )
            prepare(Settings(), ROOT / "bench" / "sequence")
            with _worker("bench.handwritten") as by_hand, _worker("worker") as ours:
                asyncio.run(_compare(by_hand, ours))


@contextlib.contextmanager
def _worker(module: str) -> Iterator[psutil.Process]:
    process = subprocess.Popen([sys.executable, "-m", module], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


async def _compare(by_hand: psutil.Process, ours: psutil.Process) -> None:
    settings = Settings()
    client, parts = await temporal.connect(settings), parts_from(settings)
    sides = (
        Side("by hand", by_hand, lambda _: [], lambda number, _: _start_by_hand(client, number)),
        Side(
            "sequence",
            ours,
            lambda number: enroll_many(parts, number, JOURNEYS),
            lambda _, runs: start_many(client, settings, runs),
        ),
    )
    for side in sides:  # a first round that is not counted: imports, caches, prepared statements
        await _finish(client, await side.start(0, side.prepare(0)))
    for number in range(1, ROUNDS + 1):
        for side in sides if number % 2 else reversed(sides):
            await _round(client, side, number)
    parts.close()
    _report(*sides)


async def _round(client: Client, side: Side, number: int) -> None:
    runs = side.prepare(number)
    cpu, started = sum(side.worker.cpu_times()[:2]), time.perf_counter()
    ids = await side.start(number, runs)
    await _finish(client, ids)
    side.per_second.append(JOURNEYS / (time.perf_counter() - started))
    side.cpu_ms.append((sum(side.worker.cpu_times()[:2]) - cpu) / JOURNEYS * 1000)
    history = await client.get_workflow_handle(ids[0]).fetch_history()
    side.events = len(history.events)


async def _start_by_hand(client: Client, number: int) -> list[str]:
    ids = [f"by-hand/{number}/{index}" for index in range(JOURNEYS)]
    for workflow_id in ids:
        await client.start_workflow(
            handwritten.Handwritten.run, workflow_id, id=workflow_id, task_queue=handwritten.TASK_QUEUE
        )
    return ids


async def _finish(client: Client, ids: list[str]) -> None:
    await asyncio.gather(*(client.get_workflow_handle(workflow_id).result() for workflow_id in ids))


def _report(by_hand: Side, ours: Side) -> None:
    for side in (by_hand, ours):
        rate, cpu = statistics.median(side.per_second), statistics.median(side.cpu_ms)
        cost = f"worker CPU {cpu:.1f} ms a journey ({min(side.cpu_ms):.1f} to {max(side.cpu_ms):.1f})"
        print(f"{side.name:9} {rate:5.1f} journeys/s, {side.events} events, {cost}")
    rates = [a / b for a, b in zip(ours.per_second, by_hand.per_second, strict=True)]
    cpus = [a / b for a, b in zip(ours.cpu_ms, by_hand.cpu_ms, strict=True)]
    ratios = f"journeys/s {statistics.median(rates):.2f}, worker CPU {statistics.median(cpus):.2f}"
    print(f"ratios    {ratios}, over {ROUNDS} rounds of {JOURNEYS}")
