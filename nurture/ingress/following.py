"""What follows from a person's own word on the web: runs that begin by it, and runs that are to hear of it."""

import logging

from nurture.contracts import TakenIn
from nurture.errors import NotSetUp
from nurture.ingress.edge import Edge
from nurture.service.waking import begin_and_wake

log = logging.getLogger(__name__)


async def follow(edge: Edge, taken: TakenIn) -> None:
    """Starts and wakes them. Where Temporal doesn't answer in time the sweep makes up for it."""
    try:
        await begin_and_wake(edge.workflows, edge.parts, taken)
    except NotSetUp as error:
        count = len(taken.started) + len(taken.pokes)
        log.warning("%d journeys begin, or hear of it, later: %s", count, error.message)
