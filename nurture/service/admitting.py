"""One person at an occasion for many: whether they come in, and letting them in."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.events import Event
from nurture.domain.moves import Because
from nurture.domain.subject import Subject
from nurture.engine.journey import Journey
from nurture.engine.occasions import moment_of
from nurture.engine.triggers import Entry, is_due, judge, meets, rank_of
from nurture.language.company import CompanyFile
from nurture.language.plan import Plan
from nurture.language.sequence import Trigger
from nurture.service.arriving import Arrival, facts_of_many
from nurture.service.deciding import FAULTS
from nurture.service.entering import Entrance, enter, hold_if_many, limit_of, make_way, why_refused
from nurture.service.parts import Parts
from nurture.store import decisions, events, past_runs, recording
from nurture.store.broadcasts import Broadcast
from nurture.store.events import News
from nurture.values import frozen, replace


@frozen
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


@frozen
class Admitted:
    """A run that began, and which others end for it, each by which event of its stream."""

    entrance: Entrance
    tells: dict[str, int] = field(default_factory=dict)


@frozen
class _Door:
    """Somebody at the door: their journey, their run before, and the key of the occasion."""

    arrival: Arrival
    journey: Journey
    key: str


@frozen
class Wanted:
    """Somebody who is to come in, with what their run would be about, and their rank (0 where nothing ranks them)."""

    candidate_id: str
    subject: Subject
    rank: float


@frozen
class Looked:
    """Who of a page is to come in, and why somebody could not be judged, if so."""

    wanted: tuple[Wanted, ...]
    fault: str | None = None


def look_at(parts: Parts, conn: Connection, occasion: Occasion, people: Sequence[tuple[str, Subject]]) -> Looked:
    """Who of these meets what the trigger asks, as far as can be seen without a lock."""
    doors, faults = _at_the_door(parts, conn, occasion, people, parts.clock.now(), parts.plans.company(conn))
    wanted: list[Wanted] = []
    for door in doors:
        try:
            if _comes_in(occasion, door):
                wanted.append(_ranked(occasion, door))
        except FAULTS as error:
            faults[door.arrival.subject] = error
    told = [not_judged(subject, error) for subject, error in faults.items()]
    return Looked(wanted=tuple(wanted), fault=told[-1] if told else None)


def admit(parts: Parts, conn: Connection, occasion: Occasion, candidate_id: str, subject: Subject) -> Admitted | None:
    """Lets somebody in, if under lock they still are to come in. Where news of a job led here, a refusal by a group, or
    by doors that are closed, is put on record. Raises one of FAULTS where that can't be judged any more."""
    now = parts.clock.now()
    if recording.lock_candidate(conn, candidate_id, now=now) != candidate_id:
        return None  # merged into another, who is looked at by themselves
    company = parts.plans.company(conn)
    doors, faults = _at_the_door(parts, conn, occasion, ((candidate_id, subject),), now, company)
    if faults:
        raise faults[subject]
    decided = _decided(occasion, doors[0]) if doors else None
    if decided is None or decided.cycle is None:
        return None
    journey, because = doors[0].journey, decided.because
    if (refusal := why_refused(parts, conn, journey)) is not None:
        if occasion.broadcast.event is not None:
            _remember(conn, journey, refusal)
        return None
    tells = make_way(parts, conn, journey, is_restart=decided.is_restart)
    event = _in_stream(conn, candidate_id, occasion.broadcast.event, now)
    facts = replace(journey.facts, event=event)
    entrance = enter(conn, occasion.plan, facts, because, now, trigger=event, occasion=doors[0].key)
    entrance = hold_if_many(conn, journey, entrance, decided.at_most or limit_of(company))
    return Admitted(entrance=entrance, tells=tells)


def not_judged(subject: Subject, error: Exception) -> str:
    """That somebody stayed out since it could not be judged whether they come in."""
    return f"{subject} could not be judged: {error}"


def _comes_in(occasion: Occasion, door: _Door) -> bool:
    """What a trigger asks is looked at first, and nothing else of those, mostly many, who don't meet it."""
    where = occasion.trigger.where
    if where is not None and not meets(where, door.journey, occasion.broadcast.event):
        return False
    return _decided(occasion, door).cycle is not None


def _ranked(occasion: Occasion, door: _Door) -> Wanted:
    rank, event = occasion.trigger.rank, occasion.broadcast.event
    number = rank_of(rank, door.journey, event) if rank else 0.0
    return Wanted(candidate_id=door.arrival.candidate_id, subject=door.arrival.subject, rank=number)


def _decided(occasion: Occasion, door: _Door) -> Entry:
    return judge(occasion.trigger, door.journey, occasion.told, door.arrival.last, occasion.broadcast.event)


def _at_the_door(
    parts: Parts,
    conn: Connection,
    occasion: Occasion,
    people: Sequence[tuple[str, Subject]],
    now: datetime,
    company: CompanyFile,
) -> tuple[list[_Door], dict[Subject, Exception]]:
    """For whom the occasion is one, and was none before; and of whom that can't be said, and why."""
    plan, event = occasion.plan, occasion.broadcast.event
    doors: dict[str, _Door] = {}
    faults: dict[Subject, Exception] = {}
    job_id = event.job_id if event else None
    for arrival, facts in facts_of_many(parts, conn, plan, people, now, company=company.record, job_id=job_id):
        journey = Journey(plan=plan, facts=replace(facts, event=event), events=(), now=now)
        try:
            key = _key(occasion, journey)
        except FAULTS as error:
            faults[arrival.subject] = error
            continue
        if key is not None:
            doors[arrival.subject.id] = _Door(arrival=arrival, journey=journey, key=key)
    # Who was never inside need not be asked about: they came at no occasion.
    keys = {subject_id: door.key for subject_id, door in doors.items() if door.arrival.last is not None}
    came = past_runs.have_come(conn, plan.sequence.sequence, plan.sequence.for_, keys)
    return [door for subject_id, door in doors.items() if subject_id not in came], faults


def _key(occasion: Occasion, journey: Journey) -> str | None:
    """By which key an occasion lets somebody in once; None where it is none for them."""
    trigger = occasion.trigger
    if trigger.at is None:
        return occasion.broadcast.occasion
    counted = moment_of(trigger.at, journey)
    return counted[0] if counted and is_due(trigger, counted[1], journey.now) else None


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
