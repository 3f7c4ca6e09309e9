"""One delivery from an ATS: taken in, then the journeys it starts and wakes."""

from datetime import timedelta
from typing import Final

from temporalio import workflow

from nurture import contracts
from nurture.contracts import Delivery, TakenIn
from workflows.calls import at_once, perform

BATCH: Final = 200
"""How many are started and woken by one activity."""
FEW: Final = 20
"""How many are started and woken within the workflow's own task: a fraction of a second."""
AT_ONCE: Final = "at-once"
"""The patch since which short activities are tried there first."""
SILENCE: Final = timedelta(seconds=30)
"""An activity that wakes many, and of which nothing was heard for so long, is lost and done once more."""


@workflow.defn(name=contracts.INTAKE_WORKFLOW)
class IntakeWorkflow:
    """Runs under `intake/<connection>/<delivery id>`, and returns a sentence on what became of the delivery."""

    @workflow.run
    async def run(self, delivery: Delivery) -> str:
        options, summary = delivery.options, "updates the records, decides who enters"
        is_quick = workflow.patched(AT_ONCE)
        call = at_once if is_quick else perform
        taken = await call(contracts.TAKE_IN, delivery, TakenIn, options, summary)
        for batch in batches(taken):
            summary = f"starts {len(batch.started)} journeys, wakes {len(batch.pokes)}"
            if is_quick and len(batch.started) + len(batch.pokes) <= FEW:
                await at_once(contracts.WAKE, batch, type(None), options, summary)
            else:
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
