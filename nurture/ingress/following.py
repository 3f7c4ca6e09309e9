"""What follows from a person's own word on the web: runs that begin by it, and runs that are to hear of it."""

import logging

from starlette.concurrency import run_in_threadpool

from nurture.contracts import TakenIn
from nurture.errors import NotSetUp
from nurture.ingress.edge import Edge
from nurture.service.intake import note_started

log = logging.getLogger(__name__)


async def follow(edge: Edge, taken: TakenIn) -> None:
    """Starts and wakes them. Where Temporal doesn't answer in time the sweep makes up for it."""
    try:
        for run in taken.started:
            await edge.workflows.start_enrollment(run)
        if taken.started:
            await run_in_threadpool(note_started, edge.parts, tuple(run.enrollment_id for run in taken.started))
        if taken.pokes:
            await edge.workflows.poke(taken.pokes)
    except NotSetUp as error:
        count = len(taken.started) + len(taken.pokes)
        log.warning("%d journeys begin, or hear of it, later: %s", count, error.message)
