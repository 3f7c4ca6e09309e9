"""What the calendar's schedule starts: a look whose time has come."""

from temporalio import workflow

from nurture import contracts
from nurture.contracts import RunOptions
from workflows.calls import perform

OPTIONS = RunOptions()


@workflow.defn(name=contracts.CALENDAR_WORKFLOW)
class CalendarWorkflow:
    """Opens the broadcasts whose time has come, and returns a sentence on that."""

    @workflow.run
    async def run(self) -> str:
        opened = await perform(contracts.OPEN_DUE, None, int, OPTIONS, "looks whose time has come")
        return f"started {opened} broadcasts"
