"""One enrollment of a quick rehearsal: carries out moves as its workflow and the services would, on a dossier."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from nurture.contracts import SEND_EMAIL
from nurture.domain.consent import standing
from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, PLANNED, Because, Move, Progress
from nurture.domain.records import Records
from nurture.engine.gate import Attempt, Later, Missing, Never, why_held
from nurture.engine.hearing import ANY_EVENT
from nurture.engine.journey import Journey
from nurture.engine.next_move import after, begin, next_move, put_off
from nurture.engine.turns import Line, Stop, Waiting, beside, line_of, waits
from nurture.errors import Held
from nurture.language.cap import Cap
from nurture.language.plan import Plan
from nurture.language.steps import EmailStep
from nurture.service.composing import office_of, reader_of, sender_of, who_is_missing
from nurture.service.deciding import FAULTS, having_seen, held
from nurture.simulator.quick.dossier import Dossier
from nurture.simulator.quick.post import Mail, Post
from nurture.simulator.quick.stage import Stage
from nurture.simulator.runs import MOST_MOVES_AT_ONCE
from nurture.simulator.story import KINDS, Entry, Kind
from nurture.values import frozen, replace

SENT: Final = "sent"


@frozen
class Sight:
    """What a look depends on, besides the progress."""

    at: datetime
    last_event: int
    records: Records

    def is_still(self, now: "Sight") -> bool:
        """Whether nothing was written and no time passed meanwhile."""
        same_moment = (self.at, self.last_event) == (now.at, now.last_event)
        return same_moment and self.records is now.records


class Run:
    """Where one enrollment stands, and the entries that tell of it so far."""

    def __init__(
        self,
        stage: Stage,
        plan: Plan,
        enrollment: Enrollment,
        dossier: Dossier,
        post: Post,
        trigger: Event,
        beside: Sequence["Run"],
    ) -> None:
        self.plan = plan
        self.enrollment = enrollment
        self.entries: list[Entry] = []
        self.ended_at: datetime | None = None
        self._stage, self._dossier, self._post, self._beside = stage, dossier, post, beside
        self._latest = self._answered = 0
        self._sight: Sight | None = None
        now = enrollment.entered_at
        progress = begin(plan, entered_at=min(trigger.at, now), seen_event=trigger.number, event=trigger.number)
        self._keep(self._decide(progress, (), now), now)

    @property
    def move(self) -> Move:
        """What it stands at."""
        return self._move

    @property
    def wake(self) -> datetime | None:
        """When it moves by itself."""
        return None if self.is_over else self._move.at

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._move.action == FINISH

    def is_leaving(self, now: datetime) -> bool:
        """Whether it ends at its next look, by what has happened."""
        return self.is_over or self._look(self._move.progress, now).action == FINISH

    def waiting(self, now: datetime, cap: Cap) -> Iterator[Waiting]:
        """The messages that it stands at, where those wait under a cap."""
        move = self._move
        if move.at is None:
            return
        stop = Stop(plan=self.plan, progress=move.progress, action=move.action, step=move.step, at=move.at)
        yield from self._waiting(stop.messages(lambda: self._journey(move.progress, now)), move.progress, now, cap)

    def poke(self, event: Event) -> None:
        """Something happened; it looks if that could concern it."""
        if not self.is_over and (ANY_EVENT in self._move.listen or event.type in self._move.listen):
            self._latest = max(self._latest, event.number)

    def go_on(self, now: datetime) -> None:
        """Carries out what is due at this moment, until it waits or is over."""
        for _ in range(MOST_MOVES_AT_ONCE):
            has_news = self._latest > max(self._move.progress.seen_event, self._answered)
            is_due = self.wake is not None and self.wake <= now
            if self.is_over or not (has_news or is_due):
                return
            self._answered = self._latest
            if not has_news and self._move.action == SEND_EMAIL:
                self._send(now)
            else:
                self._look_and_keep(self._move.progress, now)
        raise Held(f"{self.enrollment.id}: {MOST_MOVES_AT_ONCE} moves at one moment, and no end")

    def facts(self, progress: Progress) -> Facts:
        """The facts as they are now."""
        seen = {progress.event, *(place.event for place in progress.places)}
        told = {number: self._dossier.stream[number - 1] for number in seen if number}
        return Facts(
            enrollment=self.enrollment,
            records=self._records,
            company=self._stage.company,
            event=told.get(progress.event) if progress.event else None,
            told=told,
            outcomes=progress.outcomes,
        )

    @property
    def _records(self) -> Records:
        """The same object for as long as nothing is written."""
        return self._dossier.around(self.enrollment.subject)

    def _decide(self, progress: Progress, events: tuple[Event, ...], now: datetime) -> Move:
        try:
            return next_move(self.plan, progress, self.facts(progress), events, now)
        except FAULTS as fault:
            return held(progress, fault)

    def _look(self, progress: Progress, now: datetime) -> Move:
        move = self._decide(progress, tuple(self._dossier.stream[progress.seen_event :]), now)
        return move if move.held else having_seen(move, self._dossier.last_event)

    def _look_and_keep(self, progress: Progress, now: datetime, *told: Entry) -> None:
        self._keep(self._look(progress, now), now, *told)
        self._sight = self._seen_at(now)

    def _look_again(self, now: datetime) -> Move:
        """Where no time has passed since the last look, and nothing was written, that would come to the same."""
        if self._sight is not None and self._sight.is_still(self._seen_at(now)):
            return replace(self._move, because=())
        return self._look(self._move.progress, now)

    def _seen_at(self, now: datetime) -> Sight:
        return Sight(at=now, last_event=self._dossier.last_event, records=self._records)

    def _keep(self, move: Move, now: datetime, *told: Entry) -> None:
        self._move, self._sight = move, None
        self.entries += told
        self.entries += self._told(move, now)
        if move.action == FINISH:
            self.ended_at = now

    def _told(self, move: Move, now: datetime) -> list[Entry]:
        sequence = self.enrollment.sequence
        return [entry_of(because, sequence, now) for because in move.because if because.rule != PLANNED]

    def _send(self, now: datetime) -> None:
        """Asks the gate once more, and sends, puts off, or leaves out."""
        asked = self._move
        move = self._look_again(now)
        if (move.action, move.step, move.visit) != (asked.action, asked.step, asked.visit) or not _is_due(move, now):
            self._keep(move, now)
            return
        step = self.plan.steps[move.step or ""]
        assert isinstance(step, EmailStep), "only email steps ask to send mail"
        before = self._told(move, now)
        try:
            told, progress = self._through_the_gate(step, move.progress, now)
        except FAULTS as fault:
            self._keep(held(move.progress, fault), now)
            return
        self._look_and_keep(progress, now, *before, told)

    def _through_the_gate(self, step: EmailStep, progress: Progress, now: datetime) -> tuple[Entry, Progress]:
        journey = self._journey(progress, now).at(step.id, progress.event_for(step.id))
        purpose = self.plan.sequence.purpose
        parent = self.plan.beside(step.id, step.reply_to_step) if step.reply_to_step else None
        office = office_of(journey, self._stage.company_file)
        reader = reader_of(journey, step, office)
        to = reader.mailbox if reader else None
        nobody = who_is_missing(journey, step, office)
        cap = self._stage.company_file.touches.at_most
        attempt = Attempt(
            step=step,
            journey=journey,
            address=to.email if to else None,
            contacts=self._post.contacts(
                is_suppressed=purpose in self._dossier.suppressed,
                consent=standing(self._dossier.consents, purpose),
            ),
            demands_consent=purpose in self._stage.company_file.consent.demanded_for,
            missing=Missing(sentence=nobody.sentence, until=nobody.until, hint=nobody.hint) if nobody else None,
            cap=cap,
            line=self._line(step.id, progress, now, cap) if cap else None,
            has_parent=parent is None or self._post.has_left(self.enrollment.id, parent),
        )
        match why_held(attempt):
            case Later() as later:
                because = Because(rule=later.rule, sentence=later.sentence, step=step.id)
                return entry_of(because, self.enrollment.sequence, now), put_off(progress, step.id, later.at)
            case Never() as never:
                told = Entry(
                    at=now,
                    kind=Kind.NOT_SENT,
                    text=never.sentence,
                    sequence=self.enrollment.sequence,
                    step=step.id,
                    rule=never.rule,
                )
                return told, after(self.plan, progress, step.id, never.result, now)
        assert to is not None, "the gate lets nothing pass without an address"
        mail = Mail(
            at=now,
            run=self.enrollment.id,
            sequence=self.enrollment.sequence,
            step=step.id,
            to=to,
            is_to_candidate=step.is_to_candidate,
        )
        sender = sender_of(journey, step, office)
        self._post.mails.append(mail)
        if mail.is_to_candidate:
            self._dossier.contacted(now)
        told = Entry(
            at=now,
            kind=Kind.SENT,
            text=step.email[0],
            sequence=self.enrollment.sequence,
            step=step.id,
            to=to.email,
            sender=sender.email,
        )
        return told, after(self.plan, progress, step.id, SENT, now)

    def _line(self, step: str, progress: Progress, now: datetime, cap: Cap) -> Line | None:
        """None, too, where nobody else waits."""
        its_others = beside(self.plan, progress, step, lambda: self._journey(progress, now))
        others = [
            *self._waiting(its_others, progress, now, cap),
            *(each for run in self._beside if run is not self for each in run.waiting(now, cap)),
        ]
        own = next(self._waiting([(step, now)], progress, now, cap), None) if others else None
        return line_of(own, others) if own else None

    def _waiting(
        self, messages: Iterable[tuple[str, datetime]], progress: Progress, now: datetime, cap: Cap
    ) -> Iterator[Waiting]:
        for step, at in messages:
            if waiting := waits(self.enrollment.id, self.plan, progress, step, at=at, now=now, cap=cap):
                yield waiting

    def _journey(self, progress: Progress, now: datetime) -> Journey:
        return Journey(plan=self.plan, facts=self.facts(progress), events=(), now=now)


def _is_due(move: Move, now: datetime) -> bool:
    return move.at is not None and move.at <= now


def entry_of(because: Because, sequence: str, at: datetime) -> Entry:
    """A decision as the timeline tells it, but for those by which a mail left or did not."""
    kind = KINDS.get(because.rule, Kind.WENT_ON)
    rule = None if kind is Kind.ENTERED else because.rule
    return Entry(at=at, kind=kind, text=because.sentence, sequence=sequence, step=because.step, rule=rule)
