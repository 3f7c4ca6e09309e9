"""One person at an occasion for many: whether they come in, and letting them in."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.events import Event
from nurture.domain.moves import Because, Move
from nurture.domain.subject import Subject
from nurture.engine.journey import Journey
from nurture.engine.occasions import moment_of
from nurture.engine.triggers import Entry, is_due, judge
from nurture.language.plan import Plan
from nurture.language.sequence import Trigger
from nurture.service.entering import break_if_many, enter, facts_on_entry, make_way, why_refused
from nurture.service.parts import Parts
from nurture.store import decisions, enrollments, events, recording
from nurture.store.broadcasts import Broadcast
from nurture.store.events import News


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """What lets many in: a broadcast, with the plan that it lets into and the trigger that says whom."""

    broadcast: Broadcast
    plan: Plan

    @property
    def trigger(self) -> Trigger:
        """The trigger whose occasion it is."""
        return self.plan.sequence.enroll[self.broadcast.trigger - 1]

    @property
    def told(self) -> str:
        """What happened, in words."""
        if self.broadcast.event is not None:
            return f"{self.broadcast.event.type} came"
        return f"it was {self.trigger.every or self.trigger.at}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Admitted:
    """A run that began, with its first move, and which others end for it, each by which event of its stream."""

    enrollment_id: str
    move: Move
    tells: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Door:
    """Somebody at the door: what was decided, by which journey, and the key of the occasion."""

    journey: Journey
    decided: Entry
    key: str


def comes_in(parts: Parts, conn: Connection, occasion: Occasion, candidate_id: str, subject: Subject) -> bool:
    """Whether somebody meets what the trigger asks, as far as can be seen without a lock.

    Raises one of FAULTS where that can't be judged.
    """
    door = _at_the_door(parts, conn, occasion, candidate_id, subject, parts.clock.now())
    return door is not None and door.decided.cycle is not None


def admit(parts: Parts, conn: Connection, occasion: Occasion, candidate_id: str, subject: Subject) -> Admitted | None:
    """Lets somebody in, if under lock they still are to come in. Where news of a job led here, a refusal by a group, or
    by doors that are closed, is put on record."""
    now = parts.clock.now()
    if recording.lock_candidate(conn, candidate_id, now=now) != candidate_id:
        return None  # merged into another, who is looked at by themselves
    door = _at_the_door(parts, conn, occasion, candidate_id, subject, now)
    if door is None or door.decided.cycle is None:
        return None
    journey, because = door.journey, door.decided.because
    if (refusal := why_refused(parts, conn, journey)) is not None:
        if occasion.broadcast.event is not None:
            _remember(conn, journey, refusal)
        return None
    tells = make_way(parts, conn, journey, is_restart=door.decided.is_restart)
    event = _in_stream(conn, candidate_id, occasion.broadcast.event, now)
    facts = replace(journey.facts, event=event)
    move = enter(conn, occasion.plan, facts, because, now, trigger=event, occasion=door.key)
    break_if_many(parts, conn, journey, door.decided.at_most)
    return Admitted(enrollment_id=facts.enrollment.id, move=move, tells=tells)


def _at_the_door(
    parts: Parts, conn: Connection, occasion: Occasion, candidate_id: str, subject: Subject, now: datetime
) -> _Door | None:
    """What the trigger says of somebody; None where the occasion is none for them, or was before."""
    plan, trigger, event = occasion.plan, occasion.trigger, occasion.broadcast.event
    last = enrollments.last_run(conn, plan.sequence.sequence, subject)
    job_id = event.job_id if event else None
    facts = facts_on_entry(parts, conn, plan, subject, candidate_id, last.cycle + 1 if last else 1, now, job_id=job_id)
    journey = Journey(plan=plan, facts=replace(facts, event=event), events=(), now=now)
    key = occasion.broadcast.occasion
    if trigger.at is not None:
        counted = moment_of(trigger.at, journey)
        if counted is None or not is_due(trigger, counted[1], now):
            return None
        key = counted[0]
    if enrollments.has_come(conn, plan.sequence.sequence, subject, key):
        return None
    return _Door(journey=journey, decided=judge(trigger, journey, occasion.told, last, event), key=key)


def _in_stream(conn: Connection, candidate_id: str, event: Event | None, now: datetime) -> Event | None:
    """The news of a job as it stands in the person's stream, where a run finds what let it in."""
    if event is None:
        return None
    if (known := events.of_job(conn, candidate_id, event)) is not None:
        return known
    [own] = events.append(conn, candidate_id, (News(event=event),), now=now).own
    return own


def _remember(conn: Connection, journey: Journey, refusal: Because) -> None:
    enrollment = journey.facts.enrollment
    decisions.record(
        conn,
        (refusal,),
        candidate_id=enrollment.candidate_id,
        at=journey.now,
        sequence=enrollment.sequence,
        version=enrollment.version,
    )
