"""One delivery from an ATS: taken in, then the journeys it starts and wakes."""

from datetime import timedelta
from typing import Final

from temporalio import workflow

from nurture import contracts
from nurture.contracts import Delivery, TakenIn
from workflows.calls import perform

BATCH: Final = 200
"""How many are started and woken by one activity."""
SILENCE: Final = timedelta(seconds=30)
"""An activity that wakes many, and of which nothing was heard for so long, is lost and done once more."""


@workflow.defn(name=contracts.INTAKE_WORKFLOW)
class IntakeWorkflow:
    """Runs under `intake/<connection>/<delivery id>`, and returns a sentence on what became of the delivery."""

    @workflow.run
    async def run(self, delivery: Delivery) -> str:
        options = delivery.options
        taken = await perform(contracts.TAKE_IN, delivery, TakenIn, options, "updates the records, decides who enters")
        for batch in batches(taken):
            summary = f"starts {len(batch.started)} journeys, wakes {len(batch.pokes)}"
            await perform(contracts.WAKE, batch, type(None), options, summary, heartbeat=SILENCE)
        return taken.note


def batches(taken: TakenIn) -> list[TakenIn]:
    """Whom to start and wake, a number at a time: those to be started first."""
    batches = [TakenIn(broadcasts=taken.broadcasts)] if taken.broadcasts else []
    if 0 < len(taken.started) + len(taken.pokes) <= BATCH:
        return [*batches, TakenIn(started=taken.started, pokes=taken.pokes)]
    batches += [TakenIn(started=taken.started[at : at + BATCH]) for at in range(0, len(taken.started), BATCH)]
    batches += [TakenIn(pokes=taken.pokes[at : at + BATCH]) for at in range(0, len(taken.pokes), BATCH)]
    return batches
