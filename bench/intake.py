"""What a burst of the ATS's deliveries comes to: signed, shuffled, one in ten repeated, the worker killed twice.

Printed are the times in which the web edge acknowledges a delivery, the times from when a rejection leaves the ATS
until no further mail is possible (by attempts to send one, see `probing`) and until it is on record, and whether
anything is wrong afterwards. Those times are taken in the burst, where the queue is most of the latter, and one by one.
"""

import asyncio
import os
import random
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx
from sqlalchemy import func, select

from bench.installed import Worker, installation
from bench.probing import Probe
from nurture.ats.greenhouse import sign
from nurture.demo import greenhouse
from nurture.demo.cast import MAYA, Applicant
from nurture.domain.events import EventType
from nurture.store.tables import applications, enrollments, events, inbox
from nurture.store.words import InboxState
from nurture.values import replace
from tests.integration.world import SECRET, World

DELIVERIES: Final = int(os.environ.get("BENCH_DELIVERIES", "5000"))
REPEATED: Final = 0.1
AT_ONCE: Final = 32
"""Connections that the ATS has open at a time."""
KILLED_AFTER: Final = (1 / 3, 2 / 3)
"""Of the deliveries, how many are out when the worker is killed."""
ONE_BY_ONE: Final = 50
EARLIER: Final = 100
"""How many are in the sequence before the burst begins, so that mail would leave to them."""
AGAIN_AFTER: Final = 0.2
"""Seconds until a delivery that was refused is made again."""
PATIENCE: Final = 900.0
SETTLED_WITHIN: Final = 60.0
STAGES: Final = ("Application Review", "Onsite", "Offer")
SEED: Final = 1
APPLIED: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SHOWN: Final = 20


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One delivery about somebody; whether it is the last of theirs."""

    id: str
    body: bytes
    who: Applicant
    is_last: bool
    turns_down: bool = False


@dataclass(kw_only=True)
class Told:
    """What was delivered: seconds until each acknowledgement, refusals, and when each application's last one left."""

    acknowledged: list[float] = field(default_factory=list)
    refused: int = 0
    left_at: dict[int, datetime] = field(default_factory=dict)
    attempts: list[asyncio.Task[float]] = field(default_factory=list)

    async def until_no_mail(self) -> list[float]:
        """Seconds until no mail could leave, of those to whom it could have."""
        return await asyncio.gather(*self.attempts)


def measure() -> None:
    """Prints some lines, and raises AssertionError if anybody was lost, or is in twice, or at a wrong stage."""
    people = [_somebody(number) for number in range(round(DELIVERIES * (1 - REPEATED)) // 3)]
    later = [_somebody(len(people) + number) for number in range(ONE_BY_ONE)]
    deliveries = _deliveries(people)
    with (
        TemporaryDirectory(prefix="nurture-bench-") as folder,
        installation(Path(folder)) as world,
        ExitStack() as stack,
    ):
        _let_in(world, [each for each in deliveries if each.id in {f"{who.application}-1" for who in people[:EARLIER]}])
        began = time.perf_counter()
        told, refused = asyncio.run(_burst(world, deliveries, Worker(world=world, stack=stack)))
        sent = time.perf_counter() - began
        _wait_until_taken_in(world)
        taken = time.perf_counter() - began
        print(f"intake: {len(deliveries)} deliveries in {sent:.1f} s, all taken in after {taken:.1f} s")
        print(f"intake: acknowledged {_percentiles(told.acknowledged)}, {told.refused} refused and made again")
        later_told, later_refused = _one_by_one(world, later)
        for how, each, times in (("in the burst", told, refused), ("one by one", later_told, later_refused)):
            print(f"intake: turned down -> no further mail possible, {how} {_percentiles(times)} ({len(times)} people)")
            print(f"intake: turned down -> on record, {how} {_percentiles(_until_recorded(world, each))}")
        wrong = _wrong_at_last(world, people, deliveries)
    print("\n  ".join((f"intake: {len(wrong)} wrong", *wrong[:SHOWN])))
    assert not wrong, "somebody is lost, in twice, or at a wrong stage"


def _somebody(number: int) -> Applicant:
    return replace(
        MAYA,
        id=MAYA.id + number,
        application=MAYA.application + number,
        email=f"p{number}@bench.example",
        applied_at=APPLIED,  # the demo's job opens so long before; it is one job here, which opened once
    )


def _stage_of(who: Applicant) -> str:
    """At which stage somebody is at last."""
    return STAGES[who.application % len(STAGES)]


def _is_rejected(who: Applicant) -> bool:
    return who.application % 2 == 0


def _deliveries(people: Iterable[Applicant]) -> list[Delivery]:
    """Three for each, a day apart: applied, moved, and moved once more or turned down; some twice, and all shuffled."""
    made: list[Delivery] = []
    for who in people:
        at, stage = who.applied_at, _stage_of(who)
        last = greenhouse.rejected if _is_rejected(who) else greenhouse.moved
        bodies = (
            greenhouse.applied(who, at),
            greenhouse.moved(who, at + timedelta(days=1), stage="Phone Screen"),
            last(who, at + timedelta(days=2), stage=stage),
        )
        made += (
            Delivery(
                id=f"{who.application}-{number}",
                body=body,
                who=who,
                is_last=number == len(bodies),
                turns_down=number == len(bodies) and _is_rejected(who),
            )
            for number, body in enumerate(bodies, start=1)
        )
    drawn = random.Random(SEED)
    made += drawn.sample(made, round(len(made) * REPEATED / (1 - REPEATED)))
    drawn.shuffle(made)
    return made


def _let_in(world: World, deliveries: list[Delivery]) -> None:
    """Delivers these one after the other, and waits until they are taken in."""

    async def deliver_all() -> None:
        async with _edge(world) as edge:
            for each in deliveries:
                await _deliver(edge, each, Told())

    with world.worker():
        asyncio.run(deliver_all())
        _wait_until_taken_in(world)


async def _burst(world: World, deliveries: list[Delivery], worker: Worker) -> tuple[Told, list[float]]:
    """Delivers all, as fast as they are acknowledged, and kills the worker in between."""
    told, waiting, probe = Told(), iter(deliveries), Probe.of(world.parts, world.parts.store.engine)
    kills = {round(len(deliveries) * part) for part in KILLED_AFTER}

    async def deliver_one_after_the_other(edge: httpx.AsyncClient) -> None:
        for each in waiting:
            await _try_to_mail(probe, each, told)
            await _deliver(edge, each, told)
            if len(told.acknowledged) in kills:
                kills.discard(len(told.acknowledged))
                await asyncio.to_thread(worker.kill)

    async with _edge(world) as edge:
        await asyncio.gather(*(deliver_one_after_the_other(edge) for _ in range(AT_ONCE)))
    return told, await told.until_no_mail()


async def _try_to_mail(probe: Probe, delivery: Delivery, told: Told) -> None:
    """Begins to try, again and again, if somebody is about to be turned down to whom mail would leave."""
    if not delivery.turns_down or delivery.who.application in told.left_at:
        return
    run = f"applicants/application/greenhouse:{delivery.who.application}/1"
    if await asyncio.to_thread(probe.leaves, run):
        trying = asyncio.to_thread(probe.until_refused, run, patience=PATIENCE)
        told.attempts.append(asyncio.create_task(trying))


def _edge(world: World) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=AT_ONCE)
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{world.settings.web_port}", limits=limits, timeout=PATIENCE)


async def _deliver(edge: httpx.AsyncClient, delivery: Delivery, told: Told) -> None:
    """Delivers once, and again for as long as it is refused, as Greenhouse does."""
    headers = {"Greenhouse-Event-ID": delivery.id, "Signature": sign(delivery.body, SECRET)}
    headers["Content-Type"] = "application/json"
    if delivery.is_last:
        told.left_at.setdefault(delivery.who.application, datetime.now(UTC))
    while True:
        began = time.perf_counter()
        answer = await edge.post(greenhouse.PATH, content=delivery.body, headers=headers)
        if answer.status_code == HTTPStatus.OK:
            told.acknowledged.append(time.perf_counter() - began)
            return
        told.refused += 1
        await asyncio.sleep(AGAIN_AFTER)


def _one_by_one(world: World, people: list[Applicant]) -> tuple[Told, list[float]]:
    """The same for people who are turned down while nothing else happens."""
    told, probe = Told(), Probe.of(world.parts, world.parts.store.engine)

    async def deliver_all() -> list[float]:
        async with _edge(world) as edge:
            for who in people:
                for number, body in enumerate((greenhouse.applied(who, who.applied_at), _no(who)), start=1):
                    delivery = Delivery(id=f"{who.application}-{number}", body=body, who=who, is_last=number == 2)
                    delivery = replace(delivery, turns_down=delivery.is_last)
                    await _try_to_mail(probe, delivery, told)
                    await _deliver(edge, delivery, told)
                    await asyncio.to_thread(_wait_until_taken_in, world)
        return await told.until_no_mail()

    return told, asyncio.run(deliver_all())


def _no(who: Applicant) -> bytes:
    return greenhouse.rejected(who, who.applied_at + timedelta(days=1), stage=STAGES[0])


def _wait_until_taken_in(world: World) -> None:
    """Raises TimeoutError when deliveries still wait after a quarter of an hour."""
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE
    waiting = select(func.count()).select_from(inbox).where(inbox.c.state == InboxState.RECEIVED)
    while time.monotonic() < deadline:
        with world.parts.store.read() as conn:
            if not conn.execute(waiting).scalar_one():
                return
        pause.wait(0.02)
    raise TimeoutError("deliveries are still waiting")


def _until_recorded(world: World, told: Told) -> list[float]:
    """Seconds from when each rejection left the ATS until it was on record."""
    query = select(events.c.application_id, events.c.recorded_at).where(
        events.c.type == EventType.APPLICATION_REJECTED, events.c.acted
    )
    with world.parts.store.read() as conn:
        recorded = {row.application_id: row.recorded_at for row in conn.execute(query)}
    left = {f"greenhouse:{application}": at for application, at in told.left_at.items()}
    return [(at - left[application]).total_seconds() for application, at in recorded.items() if application in left]


def _wrong_at_last(world: World, people: list[Applicant], deliveries: list[Delivery]) -> list[str]:
    """What is wrong once nothing is, or after a minute: runs end by themselves a moment after the news."""
    pause, deadline = threading.Event(), time.monotonic() + SETTLED_WITHIN
    while (wrong := list(_wrong(world, people, deliveries))) and time.monotonic() < deadline:
        pause.wait(0.5)
    return wrong


def _wrong(world: World, people: list[Applicant], deliveries: list[Delivery]) -> Iterator[str]:
    """Every delivery that was lost, and everybody who is not where they must be, in sentences."""
    with world.parts.store.read() as conn:
        states = Counter(conn.execute(select(inbox.c.state)).scalars())
        kept = set(conn.execute(select(inbox.c.delivery_id)).scalars())
        stages = dict(conn.execute(select(applications.c.id, applications.c.stage)).tuples().all())
        runs = Counter(conn.execute(select(enrollments.c.subject_id)).scalars())
        inside = set(conn.execute(select(enrollments.c.subject_id).where(enrollments.c.ended_at.is_(None))).scalars())
    yield from (f"{each.id} is lost" for each in deliveries if each.id not in kept)
    if failed := states[InboxState.FAILED]:
        yield f"{failed} deliveries wait for a person"
    for who in people:
        application = f"greenhouse:{who.application}"
        if stages.get(application) != _stage_of(who):
            yield f"{application} is at {stages.get(application)}, not at {_stage_of(who)}"
        if runs[application] > 1 or (not runs[application] and not _is_rejected(who)):
            yield f"{application} has {runs[application]} enrollments"
        if _is_rejected(who) and application in inside:
            yield f"{application} was turned down, and is still inside"


def _percentiles(seconds: list[float]) -> str:
    if len(seconds) < 2:
        return "of too few"
    cuts = statistics.quantiles(seconds, n=100)
    return f"p50 {1000 * cuts[49]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms"
