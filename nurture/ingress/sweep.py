"""Starts what nobody started, and wakes whom nobody woke: while Temporal was away, or just before a crash. And removes
what was said in mail that came in long ago.

Every process of the web edge sweeps. Starting what runs already does nothing, nor does waking once more, so they need
not agree.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from nurture.contracts import BroadcastRun, EnrollmentRun, Poke
from nurture.errors import NotFound, NotSetUp
from nurture.ingress.edge import Edge
from nurture.ingress.refusals import in_its_words
from nurture.service import broadcasting
from nurture.service.entering import run_of
from nurture.service.mail.keeping import forget_old
from nurture.service.retention import due, forget_due
from nurture.store import enrollments, inbox, standings, wakeups
from nurture.store.inbox import Waiting
from nurture.store.wakeups import Behind
from nurture.values import frozen

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=10)
GRACE: Final = timedelta(seconds=5)
"""How old it must be, in journey time: what is younger is about to be started by whoever made it."""
FORGETS_EVERY: Final = timedelta(hours=1)
RETAINS_EVERY: Final = timedelta(days=1)
FORGETS: Final = 500
"""How many mails are emptied in one transaction."""
BATCH: Final = 50
"""How many are started at a time; more than a few only wait after an outage."""


async def sweep_once(edge: Edge) -> int:
    """Starts up to a batch of each kind, oldest first, and wakes whoever was not woken, batch by batch; how many.

    Raises NotSetUp when Temporal is away.
    """
    left = await run_in_threadpool(_left_over, edge)
    for delivery in left.deliveries:
        await edge.workflows.start_intake(delivery.connection, delivery.delivery_id, delivery.id)
    for run in left.runs:
        await edge.workflows.start_enrollment(run)
    if left.broadcasts:
        await edge.workflows.start_broadcasts(left.broadcasts)
    if left.runs or left.broadcasts:
        await run_in_threadpool(_note_started, edge, left)
    return left.count + await _wake_those_behind(edge)


async def forget_once(edge: Edge) -> int:
    """Removes what was said in mails that came in longer ago than the settings say, batch by batch; of how many."""
    before, count = edge.clock.now() - timedelta(days=edge.settings.inbound_days), 0
    while forgotten := await run_in_threadpool(forget_old, edge.store, before=before, limit=FORGETS):
        count += forgotten
    return count


def retain_once(edge: Edge) -> int:
    """Forgets whoever has been on record as long as company.yaml says; how many. Nobody has to be woken: they are in no
    sequence.
    """
    return sum(forget_due(edge.parts, each) is not None for each in due(edge.parts))


async def _wake_those_behind(edge: Edge) -> int:
    """Wakes the enrollments that have not looked at what happened, and that it concerns."""
    woken, is_last = 0, False
    while not is_last:
        behind = await run_in_threadpool(_behind, edge)
        is_last = len(behind) < BATCH
        pokes = [
            Poke(enrollment_id=each.enrollment_id, event=each.newest_event) for each in behind if each.is_concerned
        ]
        gone = await edge.workflows.poke(pokes) if pokes else ()
        if behind:
            await run_in_threadpool(_note_woken, edge, behind, gone)
        woken += len(pokes)
    return woken


@asynccontextmanager
async def sweeping(edge: Edge, *, every: timedelta = EVERY) -> AsyncIterator[None]:
    """Sweeps in the background for as long as the block lasts."""
    task = asyncio.create_task(_sweep_forever(edge, every), name="sweep")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _retain(edge: Edge) -> None:
    """Retention that can't be judged keeps nobody from being started."""
    try:
        forgotten = await run_in_threadpool(retain_once, edge)
    except NotFound:
        return  # nothing is published yet
    except ValidationError as error:
        log.warning("nobody is forgotten: company.yaml, as it was published, can't be read: %s", error.title)
        return
    if forgotten:
        log.info("forgot %d people who were on record as long as company.yaml says", forgotten)


async def _sweep_forever(edge: Edge, every: timedelta) -> None:
    forgets_at = retains_at = time.monotonic()
    while True:
        try:
            if time.monotonic() >= forgets_at:
                forgets_at += FORGETS_EVERY.total_seconds()
                if forgotten := await forget_once(edge):
                    log.info("removed what was said in %d mails that came in long ago", forgotten)
            if time.monotonic() >= retains_at:
                retains_at += RETAINS_EVERY.total_seconds()
                await _retain(edge)
            started = await sweep_once(edge)
        except NotSetUp as error:
            log.warning("what is to be started waits: %s", error.message)
        except SQLAlchemyError as error:
            log.warning("what is to be started can't be looked up: %s", in_its_words(error))
        else:
            if started:
                log.info("looked after %d that were left over", started)
        await asyncio.sleep(every.total_seconds())


@frozen
class _LeftOver:
    """What is to be started."""

    deliveries: tuple[Waiting, ...]
    runs: tuple[EnrollmentRun, ...]
    broadcasts: tuple[BroadcastRun, ...]

    @property
    def count(self) -> int:
        return len(self.deliveries) + len(self.runs) + len(self.broadcasts)


def _left_over(edge: Edge) -> _LeftOver:
    before, options = edge.clock.now() - GRACE, edge.settings.run_options()
    with edge.store.read() as conn:
        runs = tuple(
            run_of(conn, standing.enrollment.id, clock=edge.clock, options=options)
            for standing in standings.unstarted(conn, older_than=before, limit=BATCH)
        )
        return _LeftOver(
            deliveries=inbox.waiting(conn, received_before=before, limit=BATCH),
            runs=runs,
            broadcasts=broadcasting.unstarted(edge.settings, conn, older_than=before),
        )


def _note_started(edge: Edge, left: _LeftOver) -> None:
    now = edge.clock.now()
    broadcasting.note_started(edge.store, (run.broadcast_id for run in left.broadcasts), now=now)
    with edge.store.write() as conn:
        for run in left.runs:
            enrollments.confirm_started(conn, run.enrollment_id, now=now)


def _behind(edge: Edge) -> tuple[Behind, ...]:
    with edge.store.read() as conn:
        return wakeups.behind(conn, before=edge.clock.now() - GRACE, limit=BATCH)


def _note_woken(edge: Edge, behind: tuple[Behind, ...], gone: tuple[str, ...]) -> None:
    """So that it is not done again; those whose workflows are gone are to be started anew."""
    with edge.store.write() as conn:
        wakeups.note_heard(conn, behind)
        for enrollment_id in gone:
            enrollments.forget_start(conn, enrollment_id)
