"""Starts what nobody started: deliveries kept and enrollments made while Temporal was away, or just before a crash.

Every process of the web edge sweeps. Starting what runs already does nothing, so they need not agree.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from nurture.contracts import EnrollmentRun
from nurture.errors import NotSetUp
from nurture.ingress.edge import Edge
from nurture.ingress.refusals import in_its_words
from nurture.service.entering import run_of
from nurture.store import enrollments, inbox, standings
from nurture.store.inbox import StoredDelivery

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=10)
GRACE: Final = timedelta(seconds=5)
"""How old it must be, in journey time: what is younger is about to be started by whoever made it."""
BATCH: Final = 50
"""How many are started at a time; more than a few only wait after an outage."""


async def sweep_once(edge: Edge) -> int:
    """Starts up to a batch of each kind, oldest first, and says how many. Raises NotSetUp when Temporal is away."""
    deliveries, runs = await run_in_threadpool(_left_over, edge)
    for delivery in deliveries:
        await edge.workflows.start_intake(delivery.connection, delivery.delivery_id, delivery.id)
    for run in runs:
        await edge.workflows.start_enrollment(run)
    if runs:
        await run_in_threadpool(_note_started, edge, runs)
    return len(deliveries) + len(runs)


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


async def _sweep_forever(edge: Edge, every: timedelta) -> None:
    while True:
        try:
            started = await sweep_once(edge)
        except NotSetUp as error:
            log.warning("what is to be started waits: %s", error.message)
        except SQLAlchemyError as error:
            log.warning("what is to be started can't be looked up: %s", in_its_words(error))
        else:
            if started:
                log.info("started %d that were left over", started)
        await asyncio.sleep(every.total_seconds())


def _left_over(edge: Edge) -> tuple[tuple[StoredDelivery, ...], tuple[EnrollmentRun, ...]]:
    before, options = edge.clock.now() - GRACE, edge.settings.run_options()
    with edge.store.read() as conn:
        runs = tuple(
            run_of(conn, standing.enrollment.id, clock=edge.clock, options=options)
            for standing in standings.unstarted(conn, older_than=before, limit=BATCH)
        )
        return inbox.waiting(conn, received_before=before, limit=BATCH), runs


def _note_started(edge: Edge, runs: tuple[EnrollmentRun, ...]) -> None:
    with edge.store.write() as conn:
        for run in runs:
            enrollments.confirm_started(conn, run.enrollment_id, now=edge.clock.now())
