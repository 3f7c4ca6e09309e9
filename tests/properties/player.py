"""Carries a plan out on a virtual clock, as the service does, with as many extra looks as one likes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from hypothesis import reject

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, LOOK, Move, Progress
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.gate import Attempt, Contacts, Later, why_held
from nurture.engine.journey import Journey
from nurture.engine.moves.email import APPROVED, SEND_EMAIL
from nurture.engine.moves.task import CREATE_TASK
from nurture.engine.next_move import CANCELLED, after, begin, did, next_move, put_off
from nurture.language.steps import EmailStep
from nurture.timing.errors import TimingError
from nurture.values import replace
from tests.properties.grammar import OUTCOMES
from tests.properties.worlds import START, SUBJECT, World


@dataclass(frozen=True, kw_only=True)
class Glance:
    """One look: where the journey stood, what was known and heard, and what came next."""

    now: datetime
    before: Progress
    facts: Facts
    heard: tuple[Event, ...]
    move: Move


@dataclass(kw_only=True)
class Trace:
    """What came of it: each mail and each task with its step, visit and time, and all looks."""

    sent: list[tuple[str, int, datetime]] = field(default_factory=list)
    given: list[tuple[str, int, datetime]] = field(default_factory=list)
    glances: list[Glance] = field(default_factory=list)

    @property
    def last(self) -> Move:
        """The last move."""
        return self.glances[-1].move

    @property
    def looks(self) -> list[datetime]:
        """When it was looked at."""
        return [each.now for each in self.glances]

    @property
    def moves(self) -> list[tuple[str, str | None, int, datetime | None, str | None]]:
        """The moves one after the other, without those that only looked again."""
        told = [(each.action, each.step, each.visit, each.at, each.outcome) for each in self._moves()]
        return [each for number, each in enumerate(told) if number == 0 or each != told[number - 1]]

    def _moves(self) -> Iterable[Move]:
        return (each.move for each in self.glances)


@dataclass(kw_only=True)
class Player:
    """A journey under way: what has happened gets its number in the stream when it does."""

    world: World
    ahead: list[Event]
    stream: list[Event] = field(default_factory=list)
    trace: Trace = field(default_factory=Trace)
    last_mail: datetime | None = None

    def look(self, progress: Progress, now: datetime) -> Glance:
        """Looks, after everything that has happened until then."""
        for event in [each for each in self.ahead if each.at <= now]:
            self.ahead.remove(event)
            self.stream.append(replace(event, number=len(self.stream) + 1))
        heard = tuple(each for each in self.stream if each.number > progress.seen_event)
        facts = self.facts(progress, now)
        move = next_move(self.world.plan, progress, facts, heard, now)
        glance = Glance(now=now, before=progress, facts=facts, heard=heard, move=move)
        self.trace.glances.append(glance)
        for because in move.because:
            if because.rule == CANCELLED and because.step is not None and because.visit is not None:
                key = touchpoint_key(facts.enrollment.id, because.step, because.visit)
                self.ahead = [each for each in self.ahead if each.data.get("task") != key]
        return glance

    def facts(self, progress: Progress, now: datetime) -> Facts:
        """What is known, with the events that are named."""
        told = {each.number: each for each in self.stream}
        event = told.get(progress.event) if progress.event else None
        return replace(self.world.facts_at(now), told=told, event=event)

    def act(self, move: Move, now: datetime) -> Progress:
        """Does what a move says, and says where the journey stands then."""
        step = move.step or ""
        if move.action == SEND_EMAIL:
            return self._send(move, step, now)
        if move.action != CREATE_TASK:
            return did(move.progress, step, move.action)
        self._give(step, move.visit, now)
        return did(move.progress, step, move.action, since=now)

    def _give(self, step: str, visit: int, now: datetime) -> None:
        enrollment = self.world.facts.enrollment.id
        answer = self.world.answers[len(self.trace.given) % len(self.world.answers)]
        self.trace.given.append((step, visit, now))
        if answer is None:
            return
        delay, outcome = answer
        if isinstance(self.world.plan.steps[step], EmailStep):
            outcome = "yes" if outcome == OUTCOMES[0] else "no"
        key = touchpoint_key(enrollment, step, visit)
        data = {"step": step, "outcome": outcome, "task": key, "enrollment": enrollment}
        done = Event(type=EventType.TASK_DONE, at=now + delay, application_id=SUBJECT, data=data)
        self.ahead = sorted([*self.ahead, done], key=lambda each: each.at)

    def _send(self, move: Move, step_id: str, now: datetime) -> Progress:
        """Asks the gate first."""
        plan, progress = self.world.plan, move.progress
        step = plan.steps[step_id]
        assert isinstance(step, EmailStep)
        place = next(each for each in progress.places if each.step == step_id)
        journey = Journey(plan=plan, facts=self.facts(progress, now), events=(), now=now)
        verdict = why_held(
            Attempt(
                step=step,
                journey=journey.at(step_id, place.event if place.track else progress.event),
                address="somebody@acme.example",
                contacts=Contacts(last_mail=self.last_mail),
                is_approved=APPROVED in place.did,
            )
        )
        if isinstance(verdict, Later):
            return put_off(progress, step_id, verdict.at)
        if verdict is None:
            self.trace.sent.append((step_id, move.visit, now))
            self.last_mail = now if step.to == "candidate" else self.last_mail
        return after(plan, progress, step_id, verdict.result if verdict else "sent", now)


def play(
    world: World,
    *,
    extra_looks: Iterable[datetime] = (),
    travel: Callable[[Move], Move] = lambda move: move,
) -> Trace:
    """Carries the plan out, looking at every event as it happens.

    `extra_looks` are times at which somebody pokes the journey for no reason; `travel` is done to every move. A plan of
    which no round could ever be read is held for a person, and is none to ask anything of: it is drawn again.
    """
    try:
        return _play(world, extra_looks, travel)
    except TimingError:
        reject()


def _play(world: World, extra_looks: Iterable[datetime], travel: Callable[[Move], Move]) -> Trace:
    player, now = Player(world=world, ahead=list(world.events)), START
    pokes = sorted(extra_looks)
    progress = begin(world.plan, entered_at=START, seen_event=0)
    for _ in range(2_000):
        move = travel(player.look(progress, now).move)
        progress = move.progress
        if move.action == FINISH:
            return player.trace
        if move.at is not None and move.at <= now and move.action != LOOK and move.step is not None:
            progress = player.act(move, now)
            continue
        pokes = [at for at in pokes if at > now]
        ahead = [at for at in (move.at, *pokes[:1], *(each.at for each in player.ahead[:1])) if at is not None]
        if not ahead:
            return player.trace
        assert min(ahead) > now, f"it would go round and round at {now}: {move.summary}"
        now = min(ahead)
    raise AssertionError("two thousand looks and no end")
