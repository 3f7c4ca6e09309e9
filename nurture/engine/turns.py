"""Who goes first where not all that wait can go: what `priority` means, for a mailbox and for a person alike.

The higher priority goes first, and of those who are equal whoever has waited longest. Nobody waits for ever: who waits
rises, and in the end goes before all that came later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from nurture.domain.moves import Progress
from nurture.engine.journey import Journey, Stand
from nurture.engine.moves.email import SEND_EMAIL
from nurture.engine.moves.sms import SEND_TEXT
from nurture.engine.stand import stand
from nurture.language.cap import Cap
from nurture.language.chain import CANDIDATE
from nurture.language.plan import Plan
from nurture.language.sequence import Priority, Purpose, is_about_openings
from nurture.language.steps import MESSAGES, EmailStep, Step
from nurture.values import frozen

GOOD_FOR: Final = timedelta(hours=1)
"""How long after its moment a turn is kept; whoever is later than that takes another one."""

SENDS: Final = (SEND_EMAIL, SEND_TEXT)
"""The actions by which a message leaves."""

_RANKS: Final[Mapping[Priority, int]] = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.HIGH: 2}
_HIGHEST: Final = _RANKS[Priority.HIGH]
OF_NOTICES: Final = _HIGHEST + 1
"""The rank of what tells our own people of a task: somebody waits for what they do."""


def rank_of(priority: Priority, *, since: datetime, now: datetime, patience: timedelta) -> int:
    """How early a message goes that has been due since that moment: each time that it has waited for as long as
    `patience`, it goes with those of the next higher priority.
    """
    return min(_RANKS[priority] + (now - since) // patience, _HIGHEST)


def due_since(progress: Progress, step: str, *, now: datetime) -> datetime:
    """Since when a run stands at a message that is due."""
    place = next((each for each in progress.places if each.step == step), None)
    return min(place.due or place.since, now) if place else now


@frozen
class Waiting:
    """A message that waits: of which run, what people call it, since when it is due, and when it could leave next."""

    enrollment_id: str
    called: str
    rank: int
    since: datetime
    at: datetime

    def goes_before(self, other: "Waiting") -> bool:
        """Whether its turn comes before that of another one: never both ways."""
        return self._turn < other._turn

    def why_before(self, other: "Waiting") -> str:
        """Why it does, for people."""
        return "its priority is higher" if self.rank > other.rank else "it has waited longer"

    @property
    def _turn(self) -> tuple[int, datetime, str]:
        return (-self.rank, self.since, self.enrollment_id)


def is_capped(plan: Plan, step: str) -> bool:
    """Whether a cap on touches makes that message wait: nurture mail, or a text, to the candidate."""
    named: Step | None = plan.steps.get(step)
    is_to_candidate = isinstance(named, MESSAGES) and named.to == (CANDIDATE,)
    return is_to_candidate and plan.sequence.purpose is Purpose.NURTURE


def tells_of_openings(plan: Plan, step: str) -> bool:
    """Whether a cap on messages about openings makes that message wait, too."""
    named: Step | None = plan.steps.get(step)
    is_about_some = isinstance(named, EmailStep) and named.openings is not None
    return is_capped(plan, step) and (is_about_some or is_about_openings(plan.sequence))


Counts: TypeAlias = Callable[[Plan, str], bool]
"""Whether a cap makes a message wait: that of a step of a plan."""


def waits(
    enrollment_id: str,
    plan: Plan,
    progress: Progress,
    step: str,
    *,
    at: datetime,
    now: datetime,
    cap: Cap,
    counts: Counts = is_capped,
) -> Waiting | None:
    """The message that a run stands at, to leave at that moment, where it waits under a cap; None where it does not.

    What is not due yet, and was not when it could not leave, waits for nothing but its time.
    """
    was_put_off = any(each.step == step and each.due is not None for each in progress.places)
    if not counts(plan, step) or (at > now and not was_put_off):
        return None
    since = due_since(progress, step, now=now)
    return Waiting(
        enrollment_id=enrollment_id,
        called=f"{plan.sequence.sequence}/{step}",
        rank=rank_of(plan.sequence.send.priority, since=since, now=now, patience=cap.per.rough),
        since=since,
        at=at,
    )


@frozen
class Stop:
    """Where a run stands: its next move along its plan, and when that comes."""

    plan: Plan
    progress: Progress
    action: str
    step: str | None
    at: datetime

    def messages(self, journey: Callable[[], Journey]) -> Iterator[tuple[str, datetime]]:
        """The messages that it is about to send, and when each could leave: that which is its next move, and those at
        which other tracks of it stand. It takes the `journey` only where there are others.
        """
        if self.action in SENDS and self.step is not None:
            yield self.step, self.at
        for step, at in beside(self.plan, self.progress, self.step, journey):
            yield step, max(at, self.at)


def beside(
    plan: Plan, progress: Progress, step: str | None, journey: Callable[[], Journey]
) -> Iterator[tuple[str, datetime]]:
    """The messages at which the tracks of a run stand beside one step, and when each could leave."""
    steps = ((place, plan.steps[place.step]) for place in progress.places if place.step not in (None, step))
    messages = [(place, each) for place, each in steps if isinstance(each, MESSAGES)]
    if not messages:
        return
    seen = journey().as_of(progress)
    for place, message in messages:
        answer = stand(message, place, seen.at(place.step, progress.event_for(place.step)))
        if isinstance(answer, Stand) and answer.action in SENDS and answer.at is not None:
            yield message.id, answer.at


@frozen
class Line:
    """A message, and those to the same person whose turn comes before its own."""

    own: Waiting
    ahead: tuple[Waiting, ...]


def line_of(own: Waiting, others: Iterable[Waiting]) -> Line:
    """The line in which a message stands. Who has let their turn pass is not waited for."""
    ahead = (each for each in others if each.goes_before(own) and each.at > own.at - GOOD_FOR)
    return Line(own=own, ahead=tuple(sorted(ahead, key=lambda each: each.at)))
