"""Wherever a worker dies, however often, and even if two attempts overlap: no mail twice, and nobody gets stuck."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from nurture.channels.base import Receipt
from nurture.channels.outbox import Failure
from nurture.contracts import Act
from nurture.domain.events import EventType
from nurture.domain.intake import FieldValue
from nurture.domain.moves import Move
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import Message, SendState
from nurture.errors import Released
from nurture.service.answering import complete_task
from nurture.service.lost import MOST_CALLS
from nurture.simulator.runs import ACTIONS
from nurture.store import Store, inbox, unread
from nurture.values import replace
from tests.properties.copies import a_copy
from tests.unit.service.carrier import Carrier, Postbox
from tests.unit.service.desk import MAYA, MAYAS, TEMPLATES, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
CALL = f"{RUN}#call#1"
JOURNEY = sequence(
    """\
    - {id: call, task: Call them, due: 2 days, overdue: wait, escalate: {after: 1 day, to: talent}}
    - id: topics
      together:
        each: candidate.tags
        as: topic
        steps: [{id: tell, email: three, to: recruiter}]
    - {id: first, email: one}
    - {id: day, wait: 1 day}
    - {id: second, email: two, delivery: at_least_once}
    - id: moved
      wait_for: {event: application.updated, timeout: 3 days}
      then:
        - {id: third, email: three}
      otherwise:
        - {id: fourth, email: one}
    """
)


class Point(Enum):
    """Where an attempt can be, in this order."""

    BEFORE_CLAIM_COMMIT = auto()
    AFTER_CLAIM_COMMIT = auto()
    DURING_CALL = auto()
    BEFORE_SETTLE_COMMIT = auto()
    AFTER_SETTLE_COMMIT = auto()


class Crash(Exception):
    """The worker died."""


@dataclass(frozen=True)
class Attempt:
    """What becomes of one attempt: how the provider answers, where the worker dies, where another attempt overtakes.

    `minutes` pass before it. With `has_news` a delivery that names the reader is kept when the message was claimed, and
    is taken in a moment after it was seen.
    """

    answer: Failure | None
    dies: Point | None
    overtaken: Point | None
    minutes: int
    has_news: bool = False


OUTSIDE_TRANSACTIONS = (Point.AFTER_CLAIM_COMMIT, Point.DURING_CALL)
attempts = st.builds(
    Attempt,
    st.sampled_from([None, None, *Failure]),
    st.none() | st.sampled_from(Point),
    st.none() | st.none() | st.sampled_from(OUTSIDE_TRANSACTIONS),
    st.integers(0, 90),
    st.booleans(),
)


@dataclass
class CrashingStore:
    """A store whose transactions, the first and the second of an attempt, tell when they commit."""

    store: Store
    reached: "Rehearsal"
    transactions: int = 0

    @contextmanager
    def write(self) -> Iterator[Connection]:
        is_claim = self.transactions == 0
        self.transactions += 1
        with self.store.write() as conn:
            yield conn
            self.reached.at(Point.BEFORE_CLAIM_COMMIT if is_claim else Point.BEFORE_SETTLE_COMMIT)
        self.reached.at(Point.AFTER_CLAIM_COMMIT if is_claim else Point.AFTER_SETTLE_COMMIT)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The last look before the call."""
        if not self.reached.attempt.has_news:
            with self.store.read() as conn:
                yield conn
            return
        delivery = self._keep_news()
        self.reached.saw_news = True
        with self.store.read() as conn:
            yield conn
        with self.store.write() as conn:
            unread.forget(conn, delivery)

    def _keep_news(self) -> int:
        desk = self.reached.stage.desk
        with self.store.write() as conn:
            return inbox.store(
                conn,
                connection="greenhouse",
                delivery_id=f"at attempt {self.reached.stage.tokens}",
                body=b"{}",
                headers={},
                received_at=desk.clock.at,
                about=(Subject(kind=SubjectKind.CANDIDATE, id=MAYA),),
            ).id


@dataclass
class Rehearsal:
    """One attempt, which dies or is overtaken where the script says."""

    attempt: Attempt
    stage: "Stage"
    order: Act
    overtaker: Move | None = None
    saw_news: bool = False

    def at(self, point: Point) -> None:
        if self.attempt.overtaken is point:
            self.overtaker = self.stage.answer_to(self.order)
        if self.attempt.dies is point:
            raise Crash

    def send(self, message: Message) -> Receipt:
        """The channel, called: what it takes over has left, whatever it answers."""
        assert not self.saw_news, "it left, though news of its reader lay unread"
        post = self.stage.desk.post
        if self.attempt.answer is None:
            post.failing.pop(message.to.reached_at, None)
        else:
            post.failing[message.to.reached_at] = self.attempt.answer
        try:
            receipt = post.send(message)
        except Released:
            self.at(Point.DURING_CALL)
            raise
        finally:
            if self.attempt.answer is not Failure.RELEASE:
                self.stage.left.append(message.key)
        self.at(Point.DURING_CALL)
        return receipt


@dataclass
class Stage:
    """Plays the script, attempt by attempt; once it is used up, everything works."""

    desk: Desk
    script: list[Attempt]
    left: list[str] = field(default_factory=list)
    tokens: int = 0

    def answer_to(self, order: Act) -> Move:
        """Tries until an attempt answers, as Temporal does."""
        while True:
            attempt = self.script.pop(0) if self.script else Attempt(None, None, None, 0)
            self.desk.clock.at += timedelta(minutes=attempt.minutes)
            rehearsal = Rehearsal(attempt, self, order)
            store = CrashingStore(self.desk.parts.store, rehearsal)
            parts = replace(self.desk.parts, store=store, channel=_Channel(rehearsal), texts=_Channel(rehearsal))
            self.tokens += 1
            try:
                answer = ACTIONS[order.move.action](parts, order, f"attempt {self.tokens}")
            except Crash:
                if rehearsal.overtaker is not None:
                    return rehearsal.overtaker
                continue
            return rehearsal.overtaker or answer


class _Channel(Postbox):
    def __init__(self, rehearsal: Rehearsal) -> None:
        super().__init__()
        self._rehearsal = rehearsal

    def send(self, message: Message) -> Receipt:
        return self._rehearsal.send(message)


@dataclass(kw_only=True)
class Actor(Carrier):
    """A workflow whose activities follow the script."""

    stage: Stage

    def act(self, move: Move | None = None) -> Move:
        self.answered = self.latest_event
        self.move = self.stage.answer_to(Act(enrollment_id=self.enrollment_id, move=move or self.move))
        return self.move


@contextmanager
def a_stage(
    migrated: Path,
    script: list[Attempt],
    *,
    journey: str = JOURNEY,
    company: Mapping[str, object] | None = None,
    templates: Mapping[str, Mapping[str, str]] = TEMPLATES,
    **known: FieldValue,
) -> Iterator[Stage]:
    """Maya at the start of her journey."""
    with a_copy(migrated) as desk:
        desk.publish(journey, company=company, templates=templates)
        desk.hear(maya_is_rejected(tags=("rust", "go"), **known))
        stage = Stage(desk, list(script))
        started = desk.carriers[RUN]
        desk.carriers[RUN] = Actor(parts=desk.parts, enrollment_id=RUN, move=started.move, stage=stage)
        yield stage


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    script=st.lists(attempts, max_size=8),
    done_after=st.integers(0, 60),
    news_after=st.none() | st.integers(0, 60),
)
def test_no_mail_leaves_twice_and_the_journey_comes_to_its_end(
    migrated: Path, script: list[Attempt], done_after: int, news_after: int | None
) -> None:
    with a_stage(migrated, script) as stage:
        desk = stage.desk
        desk.run(days=done_after / 10)
        for poke in complete_task(desk.parts.store, CALL, "done", by="kim", now=desk.clock.at):
            desk.carriers[poke.enrollment_id].poke(poke.event)
        if news_after is not None:
            desk.run(days=news_after / 10)
            desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at))
        desk.run(days=30)
        twice = {key for key, count in Counter(stage.left).items() if count > 1}
        assert twice <= {f"{RUN}#second#1"}, "a mail left twice"
        assert stage.left.count(f"{RUN}#second#1") <= MOST_CALLS
        assert desk.standing(RUN).outcome == "completed"
        states = desk.states()
        notices = {step for step in states if step.startswith("call/")}
        assert notices in ({"call/given"}, {"call/given", "call/escalated"})
        told = {"tell[rust]", "tell[go]"}
        assert set(states) - notices - told in ({"first", "second", "third"}, {"first", "second", "fourth"})
        assert told <= set(states)
        settled = {SendState.ACCEPTED, SendState.REJECTED, SendState.UNKNOWN}
        assert {states[step] for step in states if step not in notices} <= settled
        assert {states[step] for step in notices} <= {*settled, SendState.SKIPPED}
        for step, state in states.items():
            is_said_to_have_left = state not in (SendState.UNKNOWN, SendState.SKIPPED)
            assert not is_said_to_have_left or f"{RUN}#{step}#1" in stage.left
