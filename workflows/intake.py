"""One delivery from an ATS: taken in, then the journeys it starts and wakes."""

from temporalio import workflow

from nurture import contracts
from nurture.contracts import Delivery, RunOptions, TakenIn
from workflows.calls import perform

OPTIONS = RunOptions()


@workflow.defn(name=contracts.INTAKE_WORKFLOW)
class IntakeWorkflow:
    """Runs under `intake/<connection>/<delivery id>`, and returns a sentence on what became of the delivery."""

    @workflow.run
    async def run(self, delivery: Delivery) -> str:
        taken = await perform(contracts.TAKE_IN, delivery, TakenIn, OPTIONS, "updates the records, decides who enters")
        if taken.started or taken.pokes:
            summary = f"starts {len(taken.started)} journeys, wakes {len(taken.pokes)}"
            await perform(contracts.WAKE, taken, type(None), OPTIONS, summary)
        return taken.note
