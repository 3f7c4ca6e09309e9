"""Plays a log on a virtual clock: what happens, and what is due, one after the other in time."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Final

from nurture.ats import MemoryWriter
from nurture.channels.base import Receipt
from nurture.channels.outbox import Outbox
from nurture.channels.twilio_hooks import TextIn
from nurture.clock import SetClock
from nurture.config import Settings
from nurture.contracts import BroadcastRun, EnrollmentRun, TakenIn
from nurture.domain.intake import Intake
from nurture.domain.touchpoints import Message
from nurture.errors import Conflict
from nurture.inbound.texts import word_of
from nurture.language.check import Checked
from nurture.messages.identity import OptOut
from nurture.service import broadcasting
from nurture.service.idleness import tell_idle
from nurture.service.intake import hear, note_started
from nurture.service.opt_outs import record_only_openings, record_opt_out, record_pause
from nurture.service.parts import Parts
from nurture.service.publishing import publish
from nurture.service.replies import record_reply
from nurture.service.surveys import answer
from nurture.service.texting import take_text
from nurture.simulator.calendar import Calendar
from nurture.simulator.entering import let_in
from nurture.simulator.news import CONNECTION, Answered, Hand, News, Preference, Reply, Texted, Unsubscribe, id_of
from nurture.simulator.runs import BY_HAND, Run
from nurture.simulator.task_words import TaskNews, carry_out
from nurture.store import records, standings, store_in_memory, surveys
from nurture.store.sequences import PlanCache
from nurture.webhooks import MemoryPoster

AFTER_THE_LAST: Final = timedelta(days=366)
"""How long a rehearsal goes on after the last event of its log, if it is not told."""

_CALENDAR: Final = ""
"""Stands among the enrollments' ids for a look at the calendar."""
_SETTINGS: Final = Settings.model_construct()
"""A rehearsal depends on nothing in the environment: its text is the same on every machine."""


@dataclass(kw_only=True)
class Postbox(Outbox):
    """An outbox that keeps what it accepted, by key: erasing a person takes the ledger's copy away."""

    accepted: dict[str, Message] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def send(self, message: Message) -> Receipt:
        receipt = super().send(message)
        self.accepted[message.key] = message
        return receipt


@dataclass(kw_only=True)
class Rehearsal:
    """An installation without servers, and the enrollments in it. `moments` are those at which something was done.

    To the steps in `refused` the ATS or the webhook says no.
    """

    parts: Parts
    clock: SetClock
    post: Postbox
    refused: frozenset[str] = frozenset()
    moments: list[datetime] = field(default_factory=list)
    _runs: dict[str, Run] = field(default_factory=dict)
    _due: list[tuple[datetime, int, str]] = field(default_factory=list)
    _woken: list[Run] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _marked: datetime | None = None

    def __post_init__(self) -> None:
        self._calendar = Calendar(self.parts)
        tell_idle(self.parts)  # from now on is counted

    def play(self, news: Iterable[News], *, until: datetime | None = None) -> None:
        """Plays news in the order of their times, and all that follows, up to `until`.

        What happens at a moment is known to what is done at that moment.
        """
        for each in news:
            if until is not None and each.at > until:
                break
            self._pass_to(each.at, before=True)
            self._now(each.at)
            if isinstance(each.told, Hand):
                self._by_hand(each.told)
            else:
                self._follow(tell(self.parts, each))
            self._calendar.heard(id_of(each.who) if each.who else None)
            self._mark_calendar()
        self._pass_to(until or self.clock.at + AFTER_THE_LAST, before=False)

    def _pass_to(self, end: datetime, *, before: bool) -> None:
        """Lets time pass, and everything be done that is due before that moment, or until then."""
        while self._due and (self._due[0][0] < end or (not before and self._due[0][0] == end)):
            at, _, enrollment_id = heappop(self._due)
            if enrollment_id == _CALENDAR:
                self._look_at_calendar(at)
                continue
            run = self._runs[enrollment_id]
            if run.has_news or (run.wake is not None and run.wake <= at):
                self._now(at)
                self._go_on(run)
        self.clock.at = max(self.clock.at, end)

    def _now(self, at: datetime) -> None:
        self.clock.at = max(self.clock.at, at)
        self.moments.append(self.clock.at)

    def _look_at_calendar(self, at: datetime) -> None:
        """What the calendar's schedule does, at a moment at which something may be due."""
        if at == self._marked:
            self.clock.at = max(self.clock.at, at)
            self._carry_out(broadcasting.open_due(self.parts))
            self._tell_idle()
            self._calendar.looked()
            self._mark_calendar()

    def _tell_idle(self) -> None:
        """What the day's look tells, as the calendar's workflow does."""
        while (page := tell_idle(self.parts)).told or not page.is_over:
            self._now(self.clock.at)
            self._follow(page.taken)

    def _mark_calendar(self) -> None:
        ahead = self._calendar.next()
        if ahead is not None and ahead != self._marked:
            heappush(self._due, (ahead, next(self._order), _CALENDAR))
        self._marked = ahead

    def _carry_out(self, opened: tuple[BroadcastRun, ...]) -> None:
        """Lets in whom broadcasts let in, as their workflows do, at this moment."""
        broadcasting.note_started(self.parts.store, (run.broadcast_id for run in opened), now=self.clock.at)
        for run in opened:
            is_over = False
            while not is_over:
                carried = broadcasting.carry_on(self.parts, run.broadcast_id)
                is_over = carried.standing.is_over
                if carried.started:
                    self._now(self.clock.at)
                self._follow(TakenIn(started=carried.started, pokes=carried.pokes))

    def _follow(self, taken: TakenIn) -> None:
        """Starts and wakes whom it concerns, in that order, as the intake's workflow does."""
        self._carry_out(taken.broadcasts)
        touched = {started.enrollment_id: self._run(started) for started in taken.started}
        note_started(self.parts, tuple(touched))
        for poke in taken.pokes:
            run = self._runs[poke.enrollment_id]
            run.poke(poke.event)
            touched[poke.enrollment_id] = run
        for run in touched.values():
            self._go_on(run)

    def _by_hand(self, told: Hand) -> None:
        """What somebody of ours does. Raises a NurtureError where it would be refused, with the reason."""
        if told.word == "enroll":
            self._follow(let_in(self.parts, told, by=BY_HAND.by))
            return
        do = {"paused": Run.pause, "resumed": Run.resume, "ended": Run.end}[told.word]
        for run in self._inside(told):
            do(run)
            self._go_on(run)

    def _inside(self, told: Hand) -> list[Run]:
        """Their open runs of that sequence. Raises Conflict if there is none."""
        with self.parts.store.read() as conn:
            person = records.surviving_id(conn, told.candidate_id)
            theirs = standings.active_for_candidate(conn, person)
        found = [each.enrollment.id for each in theirs if each.enrollment.sequence == told.sequence]
        if not found:
            raise Conflict(f"{told.candidate_id.partition(':')[2]} is not in {told.sequence} by then")
        return [self._runs[enrollment_id] for enrollment_id in found]

    def _go_on(self, run: Run) -> None:
        run.go_on()
        self._await(run)
        while self._woken:  # by what that run changed in the ATS
            other = self._woken.pop(0)
            other.go_on()
            self._await(other)

    def _run(self, started: EnrollmentRun) -> Run:
        run = self._runs[started.enrollment_id] = Run(
            self.parts, started, self._start, self._wake, self._follow_later, self.refused
        )
        return run

    def _start(self, started: EnrollmentRun) -> None:
        """Starts a run that another one asked for: its turn comes once that one stands still."""
        note_started(self.parts, (started.enrollment_id,))
        self._await(self._run(started))

    def _wake(self, tells: Mapping[str, int]) -> None:
        """Has others look at what ends them, at this moment, once the one that is being played stands still."""
        for enrollment_id, event in tells.items():
            self._runs[enrollment_id].poke(event)
            heappush(self._due, (self.clock.at, next(self._order), enrollment_id))

    def _follow_later(self, taken: TakenIn) -> None:
        """Starts and wakes whom a run's own doing concerns: their turn comes once that one stands still."""
        for started in taken.started:
            self._start(started)
        self._wake({poke.enrollment_id: poke.event for poke in taken.pokes})

    def _await(self, run: Run) -> None:
        if run.wake is not None:
            heappush(self._due, (run.wake, next(self._order), run.enrollment_id))


def tell(parts: Parts, news: News) -> TakenIn:
    """Puts news on record as an intake, a reply or an unsubscribe link would, and says whom to start and wake."""
    match told := news.told:
        case Intake():
            with parts.store.write() as conn:
                return hear(parts, conn, told).taken
        case Reply():
            return record_reply(parts, told.candidate_id, at=news.at, summary=told.summary)
        case TaskNews():
            return TakenIn(pokes=carry_out(parts.store, told, now=parts.clock.now()))
        case Unsubscribe():
            if told.email is None:
                return TakenIn()
            wish = OptOut(purpose=told.purpose, address_hash=parts.address_hash(told.email))
            return record_opt_out(parts, wish)
        case Preference():
            return _preferred(parts, told)
        case Texted():
            if told.number is None:
                return TakenIn()
            return take_text(parts, TextIn(id=told.id, number=told.number, text=told.text, word=word_of(told.text)))
        case Answered():
            return _answered(parts, told)
        case Hand():
            raise TypeError("what somebody does by hand is done to runs, and not told")


def _preferred(parts: Parts, told: Preference) -> TakenIn:
    """As the page of the link in a mail of that purpose would take it."""
    if told.email is None:
        return TakenIn()
    wish = OptOut(purpose=told.purpose, address_hash=parts.address_hash(told.email))
    if told.months is None:
        return record_only_openings(parts, wish)
    return record_pause(parts, wish, months=told.months)


def _answered(parts: Parts, told: Answered) -> TakenIn:
    """As the page of the newest survey of that name would take it.

    Raises Conflict where none was sent, and for an answer that it doesn't have.
    """
    with parts.store.read() as conn:
        asked = surveys.waiting(conn, told.candidate_id, told.survey)
    if asked is None or asked.token is None:
        said = f"nobody waits for an answer to {told.survey} about {told.candidate_id.partition(':')[2]}"
        raise Conflict(said, hint="Log it after the survey is sent, and once.")
    done = answer(parts, asked.token, told.answer, comment=told.comment)
    return done.taken if done else TakenIn()


@contextmanager
def rehearsal(checked: Checked, *, starts: datetime, refused: frozenset[str] = frozenset()) -> Iterator[Rehearsal]:
    """An installation in memory in which these sequences are published. Raises LanguageError if they have errors."""
    clock, post = SetClock(at=starts.astimezone(UTC)), Postbox()
    parts = Parts(
        settings=_SETTINGS,
        store=store_in_memory(),
        plans=PlanCache(),
        channel=post,
        texts=post,
        clock=clock,
        writers={CONNECTION: MemoryWriter()},
        poster=MemoryPoster(),
    )
    try:
        publish(parts.store, checked, author=None, commit=None, by="a rehearsal", now=clock.at)
        yield Rehearsal(parts=parts, clock=clock, post=post, refused=refused)
    finally:
        parts.close()
