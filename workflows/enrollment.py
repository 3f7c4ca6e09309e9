"""One enrollment, from entry to exit: carries out one move after another, for days or years.

What comes next is decided in activities, where plans, facts, zones and the engine live; a decision is a result in
history, so replay can't change it. This file waits, obeys people, and keeps the history short.
"""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

from nurture import contracts
from nurture.contracts import Act, Command, Ending, EnrollmentRun, EnrollmentView, Look, Move, Pause
from workflows.calls import ask, is_history_long, park, perform, refuse
from workflows.visibility import show_ended, show_standing

A_MOMENT = timedelta(seconds=1)
"""Between two answers that are the same: whatever is wrong must not fill the history."""


@workflow.defn(name=contracts.ENROLLMENT_WORKFLOW)
class EnrollmentWorkflow:
    """Runs under `enrollment/<id>` for as long as the journey takes, and returns the outcome it ended with."""

    @workflow.init
    def __init__(self, run: EnrollmentRun) -> None:
        self._given = run
        self._move = run.move
        self._is_paused = run.paused
        self._latest_event = self._answered_event = run.latest_event
        self._must_look = self._has_acted = False
        self._ending: Ending | None = None
        self._failure = ""

    @workflow.run
    async def run(self, _: EnrollmentRun) -> str:
        while not self._is_over():
            if self._has_news() or self._is_due():
                await self._act()
            else:
                await self._wait()
        show_ended(self._move)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._move.outcome or "completed"

    def _has_news(self) -> bool:
        return self._must_look or self._latest_event > max(self._move.progress.seen_event, self._answered_event)

    def _is_due(self) -> bool:
        wake = None if self._is_paused or self._failure else self._move.wake
        return wake is not None and wake <= workflow.now()

    async def _act(self) -> None:
        """Carries the move out if its time has come, unless there is news: then, or if that is all there is, it looks.

        What trying again can't mend parks the journey, visibly, until a person resumes it or something happens.
        """
        before, has_news = self._move, self._has_news()
        self._must_look, self._answered_event, self._has_acted = False, self._latest_event, True
        try:
            is_look = has_news or before.action == contracts.LOOK
            self._move = await (self._look(has_news) if is_look else self._carry_out())
            self._failure = ""
            if not has_news and before.wake is not None and before.wake == self._move.wake:
                await workflow.sleep(A_MOMENT, summary="was told to do the same again")
        except ActivityError as failed:
            self._failure = str(failed.cause)
            await park(self._given, self._failure)

    async def _look(self, has_news: bool) -> Move:
        """Asks what comes next, or ends the journey if a person said so. A pause does not keep exits from working."""
        options, progress = self._given.options, self._move.progress
        if self._ending:
            ending = replace(self._ending, progress=progress)
            return await ask(contracts.END_ENROLLMENT, ending, Move, options, "ends it by hand")
        at = None if has_news else self._move.at
        question = Look(enrollment_id=self._given.enrollment_id, progress=progress, at=at)
        return await ask(contracts.NEXT_MOVE, question, Move, options, "looks what comes next")

    async def _carry_out(self) -> Move:
        order = Act(enrollment_id=self._given.enrollment_id, move=self._move)
        summary = f"{self._move.action.replace('_', ' ')}: {self._move.step}"
        return await perform(self._move.action, order, Move, self._given.options, summary)

    async def _wait(self) -> None:
        """Until the move is due, something happens, or a person pauses or resumes."""
        move, paused = self._move, self._is_paused
        remaining = None if move.wake is None or paused or self._failure else move.wake - workflow.now()
        show_standing(move, is_paused=paused, failure=self._failure, remaining=remaining, options=self._given.options)
        if self._has_acted and not self._failure and is_history_long(self._given.options):
            # An exit's handler waits for this loop: news goes before the handlers' end.
            await workflow.wait_condition(lambda: self._has_news() or workflow.all_handlers_finished())
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
        refuse(self._given, self._is_over(), "it has ended")
        refuse(self._given, self._is_paused, "it is paused already")

    @workflow.update
    async def resume(self, command: Command) -> str:
        """Goes on from where it stands, after a pause or once what held it is mended."""
        said = await self._record(Pause(enrollment_id=self._given.enrollment_id, paused=False, command=command))
        self._is_paused, self._must_look = False, True
        return said

    @resume.validator
    def _may_resume(self, command: Command) -> None:
        refuse(self._given, self._is_over(), "it has ended")
        is_held_up = self._is_paused or self._move.held or self._failure
        refuse(self._given, not is_held_up, "it is not paused, and nothing holds it")

    @workflow.update
    async def exit(self, ending: Ending) -> str:
        """Ends here, with the outcome given; what is being sent at this moment is finished first."""
        self._ending, self._must_look, self._failure = ending, True, ""
        await workflow.wait_condition(lambda: self._is_over() or bool(self._failure))
        if not self._is_over():
            self._ending = None
        refuse(self._given, not self._is_over(), self._failure)
        return self._move.outcome or ""

    @exit.validator
    def _may_exit(self, ending: Ending) -> None:
        refuse(self._given, self._is_over() or self._ending is not None, "it has ended, or is about to")

    @workflow.query
    def view(self) -> EnrollmentView:
        """Where it stands, for people and tools that ask the workflow itself."""
        return EnrollmentView(is_paused=self._is_paused, failure=self._failure, move=self._move)

    def _is_over(self) -> bool:
        return self._move.action == contracts.FINISH

    async def _record(self, pause: Pause) -> str:
        return await ask(contracts.RECORD_PAUSE, pause, str, self._given.options, "records the pause, or its end")
