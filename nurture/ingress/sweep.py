"""Starts the intakes that nobody started: of deliveries kept while Temporal was away, or just before a crash.

Every process of the web edge sweeps. Starting an intake that runs already does nothing, so they need not agree.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from nurture.errors import NotSetUp
from nurture.ingress.edge import Edge
from nurture.ingress.refusals import in_its_words
from nurture.store import inbox
from nurture.store.inbox import StoredDelivery

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=10)
GRACE: Final = timedelta(seconds=5)
"""How old a delivery must be, in journey time: a younger one's own request is about to start it."""
BATCH: Final = 50
"""How many are started at a time; more than a few only wait after an outage."""


async def sweep_once(edge: Edge) -> int:
    """Starts up to a batch of intakes, oldest first, and says how many. Raises NotSetUp when Temporal is away."""
    left = await run_in_threadpool(_waiting, edge)
    for delivery in left:
        await edge.workflows.start_intake(delivery.connection, delivery.delivery_id, delivery.id)
    return len(left)


@asynccontextmanager
async def sweeping(edge: Edge, *, every: timedelta = EVERY) -> AsyncIterator[None]:
    """Sweeps in the background for as long as the block lasts."""
    task = asyncio.create_task(_sweep_forever(edge, every), name="sweep of the inbox")
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
            log.warning("deliveries wait: %s", error.message)
        except SQLAlchemyError as error:
            log.warning("the inbox can't be looked through: %s", in_its_words(error))
        else:
            if started:
                log.info("started %d intakes that were left over", started)
        await asyncio.sleep(every.total_seconds())


def _waiting(edge: Edge) -> tuple[StoredDelivery, ...]:
    with edge.store.read() as conn:
        return inbox.waiting(conn, received_before=edge.clock.now() - GRACE, limit=BATCH)
