"""A broadcast: everybody is looked at, page by page, and whoever is to come in does."""

from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from nurture import contracts
from nurture.contracts import BroadcastPause, BroadcastRun, BroadcastStanding, Command
from nurture.values import replace
from workflows.calls import ask, is_history_long, perform

SILENCE: Final = timedelta(seconds=60)
"""A page of which nothing was heard for so long is lost, and done once more."""


@workflow.defn(name=contracts.BROADCAST_WORKFLOW)
class BroadcastWorkflow:
    """Runs under `broadcast/<id>`, and returns a sentence on what became of it. How far it is, is on record."""

    @workflow.init
    def __init__(self, run: BroadcastRun) -> None:
        self._given = run
        self._is_paused = run.paused
        self._is_over = False

    @workflow.run
    async def run(self, _: BroadcastRun) -> str:
        while not self._is_over:
            await workflow.wait_condition(lambda: not self._is_paused)
            standing = await self._next_page()
            self._is_over = standing.is_over
            self._is_paused = self._is_paused or standing.is_paused
            said = f"candidates looked at: {standing.looked_at}, came in: {standing.entered}"
            workflow.set_current_details(said)
            await workflow.wait_condition(workflow.all_handlers_finished)
            if not self._is_over and is_history_long(self._given.options):
                workflow.continue_as_new(replace(self._given, paused=self._is_paused))
        return said

    async def _next_page(self) -> BroadcastStanding:
        options, broadcast_id = self._given.options, self._given.broadcast_id
        summary = "looks at the next candidates"
        return await perform(contracts.CARRY_ON, broadcast_id, BroadcastStanding, options, summary, heartbeat=SILENCE)

    @workflow.update
    async def pause(self, command: Command) -> str:
        """Nobody else comes in until it is resumed; the page that is being looked at is finished first."""
        self._is_paused = True
        return await self._record(command, paused=True)

    @pause.validator
    def _may_pause(self, command: Command) -> None:
        self._refuse(self._is_paused, "it is paused already")

    @workflow.update
    async def resume(self, command: Command) -> str:
        """Goes on where it stopped."""
        said = await self._record(command, paused=False)
        self._is_paused = False
        return said

    @resume.validator
    def _may_resume(self, command: Command) -> None:
        self._refuse(not self._is_paused, "it is not paused")

    async def _record(self, command: Command, *, paused: bool) -> str:
        pause = BroadcastPause(broadcast_id=self._given.broadcast_id, paused=paused, command=command)
        summary = "records the pause, or its end"
        return await ask(contracts.RECORD_BROADCAST_PAUSE, pause, str, self._given.options, summary)

    def _refuse(self, is_refused: bool, why: str) -> None:
        if is_refused or self._is_over:
            said = "it is done" if self._is_over else why
            raise ApplicationError(f"{self._given.broadcast_id}: {said}", type="Refused", non_retryable=True)
