"""Looking at a journey: what comes next, kept on record with the reasons."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import Act, Ending, Look, Pause
from nurture.domain.events import Event
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, LOOK, Because, Move, Progress
from nurture.engine.next_move import begin, next_move
from nurture.errors import NurtureError
from nurture.language.plan import Plan
from nurture.service.parts import Parts
from nurture.store import decisions, enrollments
from nurture.store.enrollments import Situation
from nurture.timing.errors import TimingError

FAULTS = (NurtureError, TimingError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a wrong plan, or a fault in the engine, raises: the enrollment is held for a person, never dropped.

A database that fails is none of these: then the activity fails and Temporal tries again."""


def look(parts: Parts, asked: Look) -> Move:
    """What comes next for an enrollment; the answer is on record before it is given."""
    with parts.store.write() as conn:
        situation = situation_of(parts, conn, asked.enrollment_id, asked.progress)
        return keep(parts, conn, situation, decide(parts, conn, situation, asked.progress))


def end(parts: Parts, ending: Ending) -> Move:
    """A person ends it: recorded with their name and reason."""
    with parts.store.write() as conn:
        situation = situation_of(parts, conn, ending.enrollment_id, ending.progress)
        by = ending.command
        move = Move(
            action=FINISH,
            at=None,
            summary=f"ended: {ending.outcome}",
            progress=ending.progress or _begin(parts, conn, situation),
            outcome=ending.outcome,
            because=(Because(rule="ended-by-hand", sentence=_by(by.by, by.reason, "ended it")),),
        )
        return keep(parts, conn, situation, move)


def record_pause(parts: Parts, pause: Pause) -> str:
    """Puts a pause, or its end, on record."""
    with parts.store.write() as conn:
        situation = situation_of(parts, conn, pause.enrollment_id, None)
        status = "paused" if pause.paused else "active"
        enrollments.set_status(conn, pause.enrollment_id, status)
        sentence = _by(pause.command.by, pause.command.reason, "paused it" if pause.paused else "resumed it")
        _remember(parts, conn, situation, (Because(rule=status, sentence=sentence),))
    return status


def situation_of(parts: Parts, conn: Connection, enrollment_id: str, progress: Progress | None) -> Situation:
    """Everything on record around an enrollment, locked, with the events since it was last looked at."""
    return enrollments.situation(conn, enrollment_id, after_event=progress.seen_event if progress else None, lock=True)


def decide(
    parts: Parts,
    conn: Connection,
    situation: Situation,
    progress: Progress | None,
    events: tuple[Event, ...] | None = None,
) -> Move:
    """The next move as things stand. What can't be decided is held, with the reason."""
    if situation.status == "ended":
        return _over(parts, conn, situation, progress)
    progress = progress or _begin(parts, conn, situation)
    progress = replace(progress, seen_event=max(progress.seen_event, situation.last_event))
    plan = plan_of(parts, conn, situation, progress)
    heard = situation.events if events is None else events
    try:
        return next_move(plan, progress, facts_of(parts, conn, situation, progress), heard, parts.clock.now())
    except FAULTS as fault:
        return held(progress, fault)


def held(progress: Progress, fault: Exception) -> Move:
    """Stands still until a person steps in; the step and the reason are for them to read."""
    step = progress.places[0].step
    sentence = f"{type(fault).__name__}: {fault}" if not isinstance(fault, NurtureError) else str(fault)
    return Move(
        action=LOOK,
        at=None,
        step=step,
        summary=f"held: {sentence}",
        held=sentence,
        listen=("*",),
        progress=progress,
        because=(Because(rule="held", sentence=sentence, step=step),),
    )


def keep(parts: Parts, conn: Connection, situation: Situation, move: Move) -> Move:
    """Puts a move on record, and readies it to travel: with the server's time, without the reasoning."""
    if situation.status != "ended":
        enrollments.save(conn, situation.enrollment.id, move, now=parts.clock.now())
        _remember(parts, conn, situation, move.because)
    wake = parts.clock.on_server(move.at) if move.at else None
    return replace(move, wake=wake, because=())


def plan_of(parts: Parts, conn: Connection, situation: Situation, progress: Progress) -> Plan:
    """The plan that this journey began with, or was moved to."""
    return parts.plans.plan(conn, situation.enrollment.sequence, progress.version).plan


def facts_of(parts: Parts, conn: Connection, situation: Situation, progress: Progress) -> Facts:
    """The facts as they are now; the event that `event.` names is read only where there is one."""
    event = enrollments.event_named(conn, situation, progress.event)
    company = parts.plans.company(conn).to_domain()
    return Facts(
        enrollment=situation.enrollment,
        records=situation.records,
        company=company,
        event=event,
        outcomes=progress.outcomes,
    )


def is_still_right(move: Move, act: Act, now: datetime) -> bool:
    """Whether the move that was asked for is the one that comes next, and its time has come."""
    wanted = act.move
    same = (move.action, move.step, move.visit) == (wanted.action, wanted.step, wanted.visit)
    return same and move.at is not None and move.at <= now


def _begin(parts: Parts, conn: Connection, situation: Situation) -> Progress:
    enrollment = situation.enrollment
    plan = parts.plans.plan(conn, enrollment.sequence, enrollment.version).plan
    return begin(plan, entered_at=enrollment.entered_at, seen_event=situation.trigger_event)


def _over(parts: Parts, conn: Connection, situation: Situation, progress: Progress | None) -> Move:
    return Move(
        action=FINISH,
        at=None,
        summary=f"ended: {situation.outcome}",
        outcome=situation.outcome,
        progress=progress or _begin(parts, conn, situation),
    )


def _remember(parts: Parts, conn: Connection, situation: Situation, because: tuple[Because, ...]) -> None:
    if because:
        decisions.record(conn, situation.enrollment, because, at=parts.clock.now())


def _by(who: str, reason: str, what: str) -> str:
    return f"{who} {what}" + (f": {reason}" if reason else "")
