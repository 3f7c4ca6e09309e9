"""What is asked of a workflow: it goes there as an Update, as from the command line, and it may refuse."""

from starlette.concurrency import run_in_threadpool

from nurture.api.desk import Desk
from nurture.api.shapes.journeys import Ordered
from nurture.contracts import Command, Ending
from nurture.service.ordering import without_words


async def order(desk: Desk, whom: str, update: str, message: Command | Ending) -> Ordered:
    """Has a run, or a broadcast, do it. Why stands on the audit record, and does not go to Temporal."""

    def put_on_record() -> Command | Ending:
        with desk.parts.store.write() as conn:
            return without_words(conn, whom, update, message, desk.parts.clock.now())

    await desk.workflows.order(whom, update, await run_in_threadpool(put_on_record))
    return Ordered(enrollment=whom, did=update)
