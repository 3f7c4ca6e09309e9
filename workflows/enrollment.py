"""One enrollment, from entry to exit: carries out one move after another, for days or years.

What comes next is decided in activities, where plans, facts, zones and the engine live; a decision is a result in
history, so replay can't change it. This file waits, acts, and keeps the history short; what people and events say to
it is in `workflows.commands`.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow

from nurture import contracts
from nurture.contracts import Act, Ending, EnrollmentRun, Look, Move, Poke, TakenIn
from nurture.values import replace
from workflows.calls import FAILED, ask, cause_of, is_history_long, park, perform
from workflows.commands import Commands
from workflows.visibility import show_ended, show_standing

A_MOMENT = timedelta(seconds=1)
"""Between two answers that are the same: whatever is wrong must not fill the history."""


def _is_the_same(before: Move, answer: Move) -> bool:
    """Whether nothing came of a move; two tracks may be due at one time."""
    return before.wake == answer.wake and before.progress == answer.progress


@workflow.defn(name=contracts.ENROLLMENT_WORKFLOW)
class EnrollmentWorkflow(Commands):
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
        await self._tell_others()
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
            if not has_news and before.wake is not None and _is_the_same(before, self._move):
                await workflow.sleep(A_MOMENT, summary="was told to do the same again")
        except FAILED as failed:
            self._failure = str(cause_of(failed))
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

    async def _tell_others(self) -> None:
        """Wakes the runs that end with this one; a sweep makes up for those that were not woken."""
        if self._move.tells:
            pokes = tuple(Poke(enrollment_id=each, event=event) for each, event in self._move.tells.items())
            summary = f"wakes {len(pokes)} that end with it"
            await perform(contracts.WAKE, TakenIn(pokes=pokes), type(None), self._given.options, summary)

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
