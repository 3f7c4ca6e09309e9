"""A channel that remembers, and the part of an enrollment's workflow, played by hand one turn at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from nurture.channels.base import Receipt
from nurture.channels.outbox import Outbox
from nurture.contracts import Act, Look, TakenIn
from nurture.domain.moves import FINISH, LOOK, Move
from nurture.domain.touchpoints import Message
from nurture.service import journeys
from nurture.service.parts import Parts
from nurture.simulator.runs import ACTIONS, DISPATCHES

_numbers = count(1)


class Postbox(Outbox):
    """An outbox that remembers what it was asked to send, and lets a test do something during a call."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Message] = []
        self.during: Callable[[], object] | None = None

    def send(self, message: Message) -> Receipt:
        self.asked.append(message)
        meanwhile, self.during = self.during, None
        if meanwhile is not None:
            meanwhile()
        return super().send(message)


@dataclass(kw_only=True)
class Carrier:
    """An enrollment's workflow without Temporal."""

    parts: Parts
    enrollment_id: str
    move: Move
    latest_event: int = 0
    answered: int = 0
    is_paused: bool = False
    wake: Callable[[TakenIn], None] | None = None

    @property
    def has_news(self) -> bool:
        """Whether it was poked with an event that nobody has looked at."""
        return self.latest_event > max(self.move.progress.seen_event, self.answered)

    @property
    def is_over(self) -> bool:
        """Whether the journey has ended."""
        return self.move.action == FINISH

    def poke(self, event: int) -> None:
        """What the signal does."""
        self.latest_event = max(self.latest_event, event)

    def look(self) -> Move:
        """Looks what comes next."""
        self.answered = self.latest_event
        self.move = journeys.look(self.parts, Look(enrollment_id=self.enrollment_id, progress=self.move.progress))
        return self.move

    def act(self, move: Move | None = None) -> Move:
        """Carries its move out, or an earlier one once more as Temporal would after a lost answer."""
        self.answered = self.latest_event
        order = Act(enrollment_id=self.enrollment_id, move=move or self.move)
        token = f"attempt {next(_numbers)}"
        if dispatch := DISPATCHES.get(order.move.action):
            told = dispatch(self.parts, order, token)
            self.move = told.move
            if self.wake is not None:
                self.wake(told.taken)
            return self.move
        self.move = ACTIONS[order.move.action](self.parts, order, token)
        return self.move

    def turn(self) -> bool:
        """One turn of the workflow's loop; False when it would wait."""
        now = self.parts.clock.now()
        is_due = not self.is_paused and self.move.wake is not None and self.move.wake <= now
        if self.is_over or not (self.has_news or is_due):
            return False
        if self.has_news or self.move.action == LOOK:
            self.look()
        else:
            self.act()
        return True
