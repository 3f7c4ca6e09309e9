"""One enrollment on the virtual clock: carries out move after move as its workflow would, without Temporal."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias

from nurture import contracts
from nurture.ats import Unwritable
from nurture.contracts import Act, Command, Ending, EnrollmentRun, Look, Move, Parked, Pause, TakenIn
from nurture.errors import Conflict, Held, NurtureError
from nurture.service import ats_writing, handing_on, journeys, sending, tasks, webhooks
from nurture.service.dispatching import Told
from nurture.service.parts import Parts
from nurture.values import replace
from nurture.webhooks import Refusing

Action: TypeAlias = Callable[[Parts, Act, str], Move]

ACTIONS: Final[Mapping[str, Action]] = {
    contracts.SEND_EMAIL: sending.send_message,
    contracts.SEND_TEXT: sending.send_message,
    contracts.CREATE_TASK: tasks.carry_out,
    contracts.ESCALATE_TASK: tasks.carry_out,
    contracts.HAND_OVER_TASK: tasks.carry_out,
}
"""What carries out each action of a move, in place of the activity of that name; `start_sequence` is for `Run`."""

ENDED_BY_HAND: Final = "ended-by-hand"
BY_HAND: Final = Command(by="somebody")
"""Whoever steps in during a rehearsal."""
DISPATCHES: Final[Mapping[str, Callable[[Parts, Act, str], Told]]] = {
    contracts.UPDATE_ATS: ats_writing.update_ats,
    contracts.CALL_WEBHOOK: webhooks.call_webhook,
}
"""The same for actions by which others may be started and woken."""

SAYS_NO: Final = "refused, as the log says"

MOST_MOVES_AT_ONCE: Final = 1_000
"""More moves than this without time passing is a loop, and a fault of the engine."""


def saying_no(parts: Parts) -> Parts:
    """The same installation, in which every change in the ATS and every message is refused."""
    writers = {name: Unwritable(name=writer.name, why=SAYS_NO, hint="") for name, writer in parts.writers.items()}
    return replace(parts, writers=writers, poster=Refusing(why=SAYS_NO))


class Run:
    """Where one enrollment stands. What it does is `workflows.enrollment`'s loop, and must remain that.

    `start` lets the run of another sequence begin, where an `enroll` step asks for it; `wake` wakes others by an event.
    """

    def __init__(
        self,
        parts: Parts,
        run: EnrollmentRun,
        start: Callable[[EnrollmentRun], None],
        wake: Callable[[Mapping[str, int]], None] = lambda _: None,
        follow: Callable[[TakenIn], None] = lambda _: None,
        refused: frozenset[str] = frozenset(),
    ) -> None:
        self.enrollment_id = run.enrollment_id
        self._sequence = run.sequence
        self._parts = parts
        self._start = start
        self._wake = wake
        self._follow = follow
        self._refused = refused
        self._move = run.move
        self._is_paused = run.paused
        self._latest_event = self._answered_event = run.latest_event
        self._failure: str | None = None
        self._attempts = 0
        self._must_look = False

    @property
    def wake(self) -> datetime | None:
        """When it moves by itself; None: only when something happens, or never again."""
        return None if self._is_over or self._failure or self._is_paused else self._move.wake

    def poke(self, event: int) -> None:
        """The number of the newest event in the candidate's stream."""
        self._latest_event = max(self._latest_event, event)

    def pause(self) -> None:
        """What `nurture pause` does. Raises Conflict where it would refuse."""
        if self._is_paused:
            raise Conflict(f"{self.enrollment_id} is paused already")
        journeys.record_pause(self._parts, Pause(enrollment_id=self.enrollment_id, paused=True, command=BY_HAND))
        self._is_paused = True

    def resume(self) -> None:
        """What `nurture resume` does. Raises Conflict where it would refuse."""
        if not (self._is_paused or self._move.held or self._failure):
            raise Conflict(f"{self.enrollment_id} is not paused, and nothing holds it")
        journeys.record_pause(self._parts, Pause(enrollment_id=self.enrollment_id, paused=False, command=BY_HAND))
        self._is_paused, self._must_look = False, True

    def end(self) -> None:
        """What `nurture exit` does."""
        ending = Ending(
            enrollment_id=self.enrollment_id,
            outcome=ENDED_BY_HAND,
            command=BY_HAND,
            progress=self._move.progress,
        )
        self._move = journeys.end(self._parts, ending)

    def go_on(self) -> bool:
        """Carries out what is due at this moment, until it waits or is over. False when nothing was."""
        for done in range(MOST_MOVES_AT_ONCE):
            if self._is_over or not (self.has_news or self._is_due):
                return done > 0
            self._act()
        raise Held(f"{self.enrollment_id}: {MOST_MOVES_AT_ONCE} moves at one moment, and no end")

    @property
    def _is_over(self) -> bool:
        return self._move.action == contracts.FINISH

    @property
    def has_news(self) -> bool:
        """Whether it was woken by something that it has not looked at."""
        return self._must_look or self._latest_event > max(self._move.progress.seen_event, self._answered_event)

    @property
    def _is_due(self) -> bool:
        wake = self._move.wake
        is_held_up = self._is_paused or self._failure is not None
        return not is_held_up and wake is not None and wake <= self._parts.clock.now()

    def _act(self) -> None:
        must_look = self.has_news or self._move.action == contracts.LOOK
        self._answered_event, self._must_look = self._latest_event, False
        try:
            self._move = self._look() if must_look else self._carry_out()
            self._failure = None
            self._wake(self._move.tells)
        except NurtureError as error:
            self._failure = str(error)
            journeys.record_held(self._parts, Parked(enrollment_id=self.enrollment_id, reason=self._failure))

    def _look(self) -> Move:
        return journeys.look(self._parts, Look(enrollment_id=self.enrollment_id, progress=self._move.progress))

    def _carry_out(self) -> Move:
        act = Act(enrollment_id=self.enrollment_id, move=self._move)
        if act.move.action == contracts.START_SEQUENCE:
            return self._hand_on(act)
        self._attempts += 1
        token = f"{self.enrollment_id} {self._attempts}"
        if dispatch := DISPATCHES.get(act.move.action):
            is_refused = f"{self._sequence}/{act.move.step}" in self._refused
            told = dispatch(saying_no(self._parts) if is_refused else self._parts, act, token)
            self._follow(told.taken)
            return told.move
        action = ACTIONS.get(act.move.action)
        if action is None:
            raise Held(f"a rehearsal can't carry out {act.move.action.replace('_', ' ')} yet")
        return action(self._parts, act, token)

    def _hand_on(self, act: Act) -> Move:
        handed = handing_on.start_sequence(self._parts, act)
        if handed.run is not None:
            self._start(handed.run)
        self._wake({poke.enrollment_id: poke.event for poke in handed.pokes})
        return handed.move
