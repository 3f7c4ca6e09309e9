"""Looking at a journey: what comes next, kept on record with the reasons."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from nurture.clock import Clock
from nurture.contracts import Act, Ending, Look, Parked, Pause
from nurture.domain.events import Event
from nurture.domain.facts import Enrollment, Facts
from nurture.domain.moves import FINISH, LOOK, Because, Move, Progress
from nurture.domain.past import NO_PAST, Past, past_of
from nurture.domain.related import Related, team_seen_from
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint, touchpoint_key
from nurture.engine.exits import IN_GRACE
from nurture.engine.hearing import ANY_EVENT, NEWS_OF_JOBS
from nurture.engine.journey import Journey
from nurture.engine.next_move import RECALLED, begin, next_move
from nurture.errors import Held, NurtureError
from nurture.language.company import CompanyFile
from nurture.language.steps import MESSAGES, SmsStep
from nurture.service import duties, stopping
from nurture.service.contests import contests_of, open_new
from nurture.service.parts import Parts
from nurture.service.subjects import facts_of_record
from nurture.store import (
    contacts,
    decisions,
    dispatches,
    enrollments,
    events,
    ledger,
    mailbox_slots,
    records,
    standings,
    tasks,
)
from nurture.store.sequences import PublishedPlan
from nurture.store.situations import Situation, situation
from nurture.store.words import EnrollmentStatus
from nurture.timing.errors import TimingError

FAULTS = (NurtureError, TimingError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a wrong plan, or a fault in the engine, raises: the enrollment is held for a person, never dropped.

A database that fails is none of these: then the activity fails and Temporal tries again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """One enrollment in one transaction: what is on record, the plan it follows, and the present."""

    parts: Parts
    conn: Connection
    situation: Situation
    progress: Progress
    published: PublishedPlan
    company: CompanyFile
    now: datetime
    related: Related | None = None

    @property
    def facts(self) -> Facts:
        """The facts as they are now; the event that `event.` names is read only where something names it."""
        told: dict[int, Event] = {}
        around = self.situation.records
        if self.published.names_event:
            seen = {self.progress.event, *(place.event for place in self.progress.places)}
            numbers = sorted(number for number in seen if number is not None)
            told = {number: events.one(self.conn, self.situation.stream_id, number) for number in numbers}
        facts = Facts(
            enrollment=self.situation.enrollment,
            records=replace(around, team=team_seen_from(self.related, around.team)),
            company=self.company.record,
            past=self._past,
            openings=records.openings(self.conn) if self.published.names_openings else (),
            event=told.get(self.progress.event) if self.progress.event is not None else None,
            told=told,
            related=self.related,
            outcomes=self.progress.outcomes,
            tasks=tasks.of_enrollment(self.conn, self.situation.enrollment.id) if self._gives_tasks else {},
        )
        journey = Journey(plan=self.published.plan, facts=facts, events=(), now=self.now)
        return replace(facts, contests=contests_of(self.conn, journey))

    @property
    def _past(self) -> Past:
        if not self.published.names_past:
            return NO_PAST
        return past_of(records.applications_of(self.conn, self.situation.enrollment.candidate_id))

    @property
    def _gives_tasks(self) -> bool:
        return duties.has_tasks(self.published.plan)


def look(parts: Parts, asked: Look) -> Move:
    """What comes next for an enrollment; the answer is on record before it is given."""
    with parts.store.write() as conn:
        view = view_of(parts, conn, asked.enrollment_id, asked.progress, at=asked.at)
        return keep(view, decide(view))


def end(parts: Parts, ending: Ending) -> Move:
    """A person ends it: recorded with their name and reason. It takes no plan, which may be what is broken."""
    with parts.store.write() as conn:
        found = situation(conn, ending.enrollment_id, after_event=None, lock=True)
        progress = ending.progress or found.progress
        assert progress is not None, "whoever enters has a first move on record"
        move, now = _finish(progress, ending.outcome), parts.clock.now()
        if enrollments.save(conn, ending.enrollment_id, move, status=EnrollmentStatus.ENDED, now=now):
            sentence = _by(ending.command.by, ending.command.reason, "ended it")
            _remember(conn, found.enrollment, (Because(rule="ended-by-hand", sentence=sentence),), now)
        return ready(parts.clock, move)


def record_pause(parts: Parts, pause: Pause) -> str:
    """Puts a pause, or its end, on record."""
    with parts.store.write() as conn:
        found = situation(conn, pause.enrollment_id, after_event=None, lock=True)
        change = enrollments.pause if pause.paused else enrollments.resume
        change(conn, pause.enrollment_id)
        rule, did = ("paused", "paused it") if pause.paused else ("resumed", "resumed it")
        sentence = _by(pause.command.by, pause.command.reason, did)
        _remember(conn, found.enrollment, (Because(rule=rule, sentence=sentence),), parts.clock.now())
    return rule


def record_held(parts: Parts, parked: Parked) -> str:
    """Puts on record that an enrollment is held, and by what failure: little is read, since something is broken."""
    with parts.store.write() as conn:
        enrollment = standings.get(conn, parked.enrollment_id).enrollment
        enrollments.hold(conn, enrollment.id, parked.reason)
        _remember(conn, enrollment, (Because(rule="held", sentence=parked.reason),), parts.clock.now())
    return "held"


def view_of(
    parts: Parts, conn: Connection, enrollment_id: str, progress: Progress | None, *, at: datetime | None = None
) -> View:
    """Locks an enrollment's candidate and reads everything around it, with the events since it was last looked at.

    `at` is a moment that has come on the server's clock: it counts, even if this machine's clock is behind.
    The workflow's own progress goes before the one on record: after a reset in Temporal they differ, and the ledger
    keeps what was sent from being sent again. Raises NotFound, and Held when nothing was ever published, or what was
    can't be read by this Nurture.
    """
    found = situation(conn, enrollment_id, after_event=progress.seen_event if progress else None, lock=True)
    now = parts.clock.now()
    if found.company_version is None:
        raise Held("no company file has been published", hint="Run: nurture apply")
    enrollment = found.enrollment
    progress = progress or found.progress
    version = progress.version if progress else enrollment.version
    try:
        published = parts.plans.plan(conn, enrollment.sequence, version)
    except ValueError as unreadable:
        raise Held(f"version {version} of {enrollment.sequence} can't be read: {unreadable}") from unreadable
    if progress is None:
        trigger = found.trigger_event
        progress = begin(published.plan, entered_at=enrollment.entered_at, seen_event=trigger or 0, event=trigger)
    company = parts.plans.company(conn, found.company_version)
    return View(
        parts=parts,
        conn=conn,
        situation=found,
        progress=progress,
        published=published,
        company=company,
        now=max(now, at) if at else now,
        related=facts_of_record(conn, enrollment.subject, found.records, company.record),
    )


def decide(view: View) -> Move:
    """The next move as things stand, after all that happened since it was last looked at.

    What can't be decided is held, with the reason; then what happened counts as not heard, and is once it is mended.
    """
    if view.situation.status is EnrollmentStatus.ENDED:
        standing = standings.get(view.conn, view.situation.enrollment.id)
        return _finish(view.progress, standing.outcome or "ended")
    try:
        move = next_move(view.published.plan, view.progress, view.facts, view.situation.events, view.now)
    except FAULTS as fault:
        return held(view.progress, fault)
    if any(event.number > move.progress.seen_event for event in view.situation.events):
        return move  # within a grace: what came is not behind it yet
    return having_seen(move, view.situation.last_event)


def having_seen(move: Move, event: int) -> Move:
    """The move with all events up to that number behind it, those that concern others, too."""
    progress = move.progress.having_seen(event)
    return move if progress is move.progress else replace(move, progress=progress)


def journey_of(view: View, step: str | None = None) -> Journey:
    """The journey as it stands, apart from what happened since; as that step's track sees it, if one is named."""
    journey = Journey(plan=view.published.plan, facts=view.facts, events=(), now=view.now)
    return journey.at(step, view.progress.event_for(step))


def held(progress: Progress, fault: Exception) -> Move:
    """Stands still until a person steps in; the step and the reason are for them to read."""
    step = progress.places[0].step
    sentence = str(fault) if isinstance(fault, NurtureError) else f"{type(fault).__name__}: {fault}"
    return Move(
        action=LOOK,
        at=None,
        step=step,
        summary=f"held: {sentence}",
        held=sentence,
        listen=(ANY_EVENT, *sorted(NEWS_OF_JOBS)),
        progress=progress,
        because=(Because(rule="held", sentence=sentence, step=step),),
    )


def keep(view: View, move: Move) -> Move:
    """Puts a move on record, and readies it to travel: with the server's time, without the reasoning."""
    if view.situation.status is not EnrollmentStatus.ENDED:
        status = status_after(move, view.situation.status)
        enrollments.save(
            view.conn,
            view.situation.enrollment.id,
            move,
            status=status,
            now=view.now,
            heard=view.situation.last_event,
        )
        if move.action == FINISH:
            dispatches.drop(view.conn, view.situation.enrollment.id, why="the run ended", at=view.now)
        if view.company.mailboxes:
            its_places = [place.step for place in move.progress.places if place.step]
            mailbox_slots.give_back_all(view.conn, view.situation.enrollment.id, but=its_places)
        open_new(view.conn, view.published.plan, view.situation.enrollment, move.progress)
        if duties.has_tasks(view.published.plan):
            duties.follow(view.conn, journey_of(view), move)
        because = (*(each for each in move.because if _is_so(view, each, move)), *_news_of(view, move))
        _remember(view.conn, replace(view.situation.enrollment, version=move.progress.version), because, view.now)
        tells = stopping.stop_others(view.parts, view.conn, view.situation, move, view.now)
        move = replace(move, tells=tells) if tells else move
    return ready(view.parts.clock, move)


def _is_so(view: View, because: Because, move: Move) -> bool:
    """Recalls what is to be recalled: what has left, or may have, is not recalled whatever was decided.

    A grace is told once, when it begins.
    """
    if because.rule == IN_GRACE:
        return view.situation.next_at != move.at
    if because.rule != RECALLED or because.step is None:
        return True
    return leave_out(view, because.step, f"{because.step} was recalled", because.sentence, visit=because.visit)


def leave_out(
    view: View,
    step: str,
    summary: str,
    why: str,
    *,
    visit: int | None = None,
    channel: ChannelKind | None = None,
    stands_as: str | None = None,
) -> bool:
    """Puts a message that does not leave on the timeline, with the reason. False for one that has left, or may have.

    `channel` is that by which it would have left, and `stands_as` under what it stands in the ledger, where the step
    alone doesn't tell.
    """
    sends = view.published.plan.steps[step]
    assert isinstance(sends, MESSAGES), "only messages are left out"
    touchpoint = touchpoint_of(view, step, summary, visit=visit, stands_as=stands_as)
    if channel is None:
        channel = ChannelKind.SMS if isinstance(sends, SmsStep) else ChannelKind.EMAIL
    return ledger.skip(
        view.conn,
        replace(touchpoint, channel=channel),
        why=why,
        purpose=view.published.plan.sequence.purpose,
        recipient=sends.to[0][: contacts.WIDEST_RECIPIENT],
    )


def touchpoint_of(
    view: View, step: str, summary: str, *, visit: int | None = None, stands_as: str | None = None
) -> Touchpoint:
    """The touchpoint of a step's visit, its next one if not given; its id is its key in the ledger."""
    enrollment, application = view.situation.enrollment, view.situation.records.application
    visit = visit or view.progress.next_visit(step)
    return Touchpoint(
        id=touchpoint_key(enrollment.id, stands_as or step, visit),
        candidate_id=enrollment.candidate_id,
        application_id=application.id if application else None,
        enrollment_id=enrollment.id,
        step=stands_as or step,
        visit=visit,
        channel=ChannelKind.EMAIL,
        direction=Direction.OUTBOUND,
        at=view.now,
        summary=summary,
    )


def ready(clock: Clock, move: Move) -> Move:
    """A move as it travels through Temporal: what only the database needs stays behind."""
    return replace(move, wake=clock.on_server(move.at) if move.at else None, listen=(), because=())


def is_paused(view: View) -> bool:
    """Whether a person has paused it: then nothing is carried out, even by an attempt that began before."""
    return view.situation.status is EnrollmentStatus.PAUSED


def is_still_right(move: Move, act: Act, now: datetime) -> bool:
    """Whether the move that was asked for is the one that comes next, and its time has come."""
    wanted = act.move
    same = (move.action, move.step, move.visit) == (wanted.action, wanted.step, wanted.visit)
    return same and move.at is not None and move.at <= now


def status_after(move: Move, status: EnrollmentStatus) -> EnrollmentStatus:
    """How an enrollment stands once it stands at that move; a pause outlasts all moves but the last."""
    if move.action == FINISH:
        return EnrollmentStatus.ENDED
    if status is EnrollmentStatus.PAUSED:
        return status
    return EnrollmentStatus.HELD if move.held else EnrollmentStatus.ACTIVE


def _news_of(view: View, move: Move) -> tuple[Because, ...]:
    """What is planned now, if that is not what was planned before: another step, or another time."""
    standing = view.situation
    is_grace = any(each.rule == IN_GRACE for each in move.because)
    if move.action == FINISH or move.held or is_grace or (move.step, move.at) == (standing.step, standing.next_at):
        return ()
    return (Because(rule="next", sentence=move.summary, step=move.step),)


def _finish(progress: Progress, outcome: str) -> Move:
    return Move(action=FINISH, at=None, summary=f"ended: {outcome}", outcome=outcome, progress=progress)


def _remember(conn: Connection, enrollment: Enrollment, because: tuple[Because, ...], now: datetime) -> None:
    decisions.record(
        conn,
        because,
        candidate_id=enrollment.candidate_id,
        at=now,
        enrollment_id=enrollment.id,
        sequence=enrollment.sequence,
        version=enrollment.version,
    )


def _by(who: str, reason: str, what: str) -> str:
    return f"{who} {what}" + (f": {reason}" if reason else "")
