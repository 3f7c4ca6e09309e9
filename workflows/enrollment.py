"""One enrollment, from entry to exit: carries out one move after another, for days or years.

What comes next is decided in activities, where plans, facts, zones and the engine live; a decision is a result in
history, so replay can't change it. This file waits, obeys people, and keeps the history short.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from nurture import contracts
from nurture.contracts import Act, Command, Ending, EnrollmentRun, EnrollmentView, Look, Move, Pause
from workflows.calls import ask, perform
from workflows.visibility import show_ended, show_standing


@workflow.defn(name=contracts.ENROLLMENT_WORKFLOW)
class EnrollmentWorkflow:
    """Runs under `enrollment/<id>` for as long as the journey takes, and returns the outcome it ended with."""

    @workflow.init
    def __init__(self, run: EnrollmentRun) -> None:
        self._given = run
        self._move = run.move
        self._is_paused = run.paused
        self._latest_event = self._answered_event = run.latest_event
        self._must_look = run.move is None
        self._ending: Ending | None = None
        self._has_acted = False

    @workflow.run
    async def run(self, _: EnrollmentRun) -> str:
        while self._move is None or self._move.action != contracts.FINISH:
            if self._move is None or self._has_news():
                self._move = await self._look()
            elif not self._is_due(self._move):
                await self._wait(self._move)
            elif self._move.action == contracts.LOOK:
                self._move = await self._look()
            else:
                self._move = await self._carry_out(self._move)
        show_ended(self._move)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._move.outcome or "completed"

    def _has_news(self) -> bool:
        seen = self._move.progress.seen_event if self._move else 0
        return self._must_look or self._latest_event > max(seen, self._answered_event)

    def _is_due(self, move: Move) -> bool:
        return not self._is_paused and move.wake is not None and move.wake <= workflow.now()

    async def _look(self) -> Move:
        """Asks what comes next, or ends the journey if a person said so. A pause does not keep exits from working."""
        self._must_look, self._answered_event, self._has_acted = False, self._latest_event, True
        progress = self._move.progress if self._move else None
        if self._ending:
            ending = replace(self._ending, progress=progress)
            return await ask(contracts.END_ENROLLMENT, ending, Move, self._given.options, "ends it by hand")
        question = Look(enrollment_id=self._given.enrollment_id, progress=progress)
        return await ask(contracts.NEXT_MOVE, question, Move, self._given.options, "looks what comes next")

    async def _carry_out(self, move: Move) -> Move:
        self._answered_event, self._has_acted = self._latest_event, True
        order = Act(enrollment_id=self._given.enrollment_id, move=move)
        return await perform(move.action, order, Move, self._given.options, move.summary)

    async def _wait(self, move: Move) -> None:
        """Until the move is due, something happens, or a person pauses or resumes."""
        paused = self._is_paused
        remaining = move.wake - workflow.now() if move.wake and not paused else None
        show_standing(move, is_paused=paused, remaining=remaining, options=self._given.options)
        if self._has_acted and self._is_history_long():
            await workflow.wait_condition(workflow.all_handlers_finished)
            if not self._has_news():
                # Timers die with the run; the move carries its absolute time.
                workflow.continue_as_new(
                    replace(self._given, move=move, paused=self._is_paused, latest_event=self._latest_event)
                )
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(
                lambda: self._has_news() or self._is_paused != paused,
                timeout=remaining,
                timeout_summary=move.summary,
            )

    def _is_history_long(self) -> bool:
        info, limit = workflow.info(), self._given.options.history_limit
        return info.is_continue_as_new_suggested() or info.get_current_history_length() > limit

    @workflow.signal
    def poke(self, event: int) -> None:
        """The number of the newest event in the candidate's stream. Repeats, delays and losses do no harm."""
        self._latest_event = max(self._latest_event, event)

    @workflow.update
    async def pause(self, command: Command) -> str:
        """Nothing is sent until it is resumed; exits still end it."""
        self._is_paused = True
        return await self._record(Pause(enrollment_id=self._given.enrollment_id, paused=True, command=command))

    @pause.validator
    def _may_pause(self, command: Command) -> None:
        self._refuse(self._is_over(), "it has ended")
        self._refuse(self._is_paused, "it is paused already")

    @workflow.update
    async def resume(self, command: Command) -> str:
        """Goes on from where it stands, after a pause or once what held it is mended."""
        self._is_paused, self._must_look = False, True
        return await self._record(Pause(enrollment_id=self._given.enrollment_id, paused=False, command=command))

    @resume.validator
    def _may_resume(self, command: Command) -> None:
        self._refuse(self._is_over(), "it has ended")
        is_held = self._move is not None and self._move.held is not None
        self._refuse(not self._is_paused and not is_held, "it is not paused, and nothing holds it")

    @workflow.update
    async def exit(self, ending: Ending) -> str:
        """Ends here, with the outcome given; what is being sent at this moment is finished first."""
        self._ending, self._must_look = ending, True
        await workflow.wait_condition(self._is_over)
        return self._move.outcome or "" if self._move else ""

    @exit.validator
    def _may_exit(self, ending: Ending) -> None:
        self._refuse(self._is_over() or self._ending is not None, "it has ended, or is about to")

    @workflow.query
    def view(self) -> EnrollmentView:
        """Where it stands, for people and tools that ask the workflow itself."""
        return EnrollmentView(is_paused=self._is_paused, move=self._move)

    def _is_over(self) -> bool:
        return self._move is not None and self._move.action == contracts.FINISH

    def _refuse(self, condition: bool, why: str) -> None:
        if condition:
            raise ApplicationError(f"{self._given.enrollment_id}: {why}", type="Refused", non_retryable=True)

    async def _record(self, pause: Pause) -> str:
        return await ask(contracts.RECORD_PAUSE, pause, str, self._given.options, "records the pause, or its end")
