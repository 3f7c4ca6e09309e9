"""What may be said to an enrollment from outside: pokes by events, and the commands of people."""

from temporalio import workflow

from nurture import contracts
from nurture.contracts import Command, Ending, EnrollmentRun, EnrollmentView, Move, Pause
from workflows.calls import ask, refuse


class Commands:
    """The handlers of an enrollment's workflow: they set what its loop acts on, and wait for it if an answer is due."""

    _given: EnrollmentRun
    _move: Move
    _is_paused: bool
    _must_look: bool
    _latest_event: int
    _ending: Ending | None
    _failure: str

    @workflow.signal
    def poke(self, event: int) -> None:
        """The number of the newest event in the candidate's stream. Repeats, delays and losses do no harm."""
        self._latest_event = max(self._latest_event, event)

    @workflow.signal
    def look(self) -> None:
        """Looks what comes next, though there is no news: what it waited for is out of the way."""
        self._must_look = True

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
