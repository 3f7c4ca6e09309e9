"""What the calendar's schedule starts: a look whose time has come, and once a day at what nobody has touched."""

from datetime import timedelta
from typing import Final

from temporalio import workflow

from nurture import contracts
from nurture.contracts import IdleTold, RunOptions
from workflows.calls import perform

OPTIONS: Final = RunOptions()
SILENCE: Final = timedelta(minutes=1)
"""A page of the daily look of which nothing was heard for so long is lost, and looked at once more."""


@workflow.defn(name=contracts.CALENDAR_WORKFLOW)
class CalendarWorkflow:
    """Opens the broadcasts whose time has come, tells of what is idle, and returns a sentence on that."""

    @workflow.run
    async def run(self) -> str:
        opened = await perform(contracts.OPEN_DUE, None, int, OPTIONS, "looks whose time has come")
        said = f"started {opened} broadcasts"
        if workflow.patched("idle"):  # a look that an older worker began has no such activity in its history
            said += f", told of {await self._tell_idle()} idle applications"
        return said

    async def _tell_idle(self) -> int:
        """Page after page, so that no activity is long, however many applications there are."""
        told, is_over = 0, False
        while not is_over:
            page = await perform(
                contracts.TELL_IDLE, None, IdleTold, OPTIONS, "looks for idle applications", heartbeat=SILENCE
            )
            told, is_over = told + page.told, page.is_over
        return told
