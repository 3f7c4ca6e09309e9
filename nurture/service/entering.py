"""Entering a sequence: by an event that triggers it, or by hand."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection

from nurture.clock import Clock
from nurture.contracts import EnrollmentRun, Poke, RunOptions
from nurture.domain.concern import job_named_by
from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, EventScope, spec_of
from nurture.domain.facts import Facts
from nurture.domain.moves import LOOK, PLANNED, Because, Move
from nurture.domain.subject import Subject, enrollment_id
from nurture.engine.journey import Journey
from nurture.engine.next_move import begin, next_move
from nurture.engine.triggers import LastRun, entry
from nurture.language.cap import Cap
from nurture.language.company import CompanyFile
from nurture.language.plan import Plan
from nurture.service.arriving import facts_on_entry
from nurture.service.deciding import FAULTS, held
from nurture.service.exclusive import displace, why_closed, why_kept_out
from nurture.service.keeping import ready, status_after
from nurture.service.leaving import is_leaving
from nurture.service.one_hire import why_hired_already
from nurture.service.parts import Parts
from nurture.service.stopping import stop_former
from nurture.service.subjects import record_of, subject_of
from nurture.store import decisions, enrollments, events, past_runs, wakeups
from nurture.store.situations import situation
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen, replace


@frozen
class Entrance:
    """Somebody who has just come in, with their first move. `is_held_back`: waits at the door for a person."""

    enrollment: Enrollment
    move: Move
    is_held_back: bool = False

    def run(self, *, clock: Clock, options: RunOptions) -> EnrollmentRun:
        """What to start the workflow with: all of it is known, and nothing is to be read again."""
        return EnrollmentRun(
            enrollment_id=self.enrollment.id,
            candidate_id=self.enrollment.candidate_id,
            sequence=self.enrollment.sequence,
            move=ready(clock, self.move),
            paused=self.is_held_back,
            options=options,
        )


@frozen
class Entrances:
    """Who came in, by their new enrollments. `tells`: which runs end for that, and are to be woken by which event of
    their streams."""

    came: dict[str, Entrance] = field(default_factory=dict)
    tells: dict[str, int] = field(default_factory=dict)


def enter_triggered(parts: Parts, conn: Connection, candidate_id: str, event: Event, now: datetime) -> Entrances:
    """Enters the candidate into every sequence that the event triggers.

    Who is refused is put on record too, with the reason. News about a job triggers nothing: it concerns no one person.
    """
    entrances = Entrances()
    if spec_of(event.type).scope is EventScope.JOB:
        return entrances
    job_id = job_named_by(event)
    for plan in _by_priority(parts, conn):
        subject = subject_of(plan, candidate_id, event.application_id, record_of(event))
        if subject is None or all(event.type not in trigger.events for trigger in plan.sequence.enroll):
            continue
        last = _last_run(parts, conn, plan.sequence.sequence, subject)
        cycle = last.cycle + 1 if last else 1
        facts = facts_on_entry(parts, conn, plan, subject, candidate_id, cycle, now, job_id=job_id)
        facts = replace(facts, event=event)
        try:
            journey = Journey(plan=plan, facts=facts, events=(), now=now)
            decided = entry(journey, event, last)
        except FAULTS as fault:
            because = Because(rule="trigger-failed", sentence=f"the trigger could not be judged: {fault}")
            _remember(conn, facts.enrollment, (because,), now, is_in=False)
            continue
        if decided is None:
            continue
        refusal = decided.because if decided.cycle is None else why_refused(parts, conn, journey)
        if refusal is not None:
            _remember(conn, facts.enrollment, (refusal,), now, is_in=False)
        else:
            entrances.tells.update(make_way(parts, conn, journey, is_restart=decided.is_restart))
            entrance = enter(conn, plan, facts, decided.because, now, trigger=event)
            limit = decided.at_most or limit_of(parts.plans.company(conn))
            entrances.came[facts.enrollment.id] = hold_if_many(conn, journey, entrance, limit)
    return entrances


def _last_run(parts: Parts, conn: Connection, sequence: str, subject: Subject) -> LastRun | None:
    """The subject's latest run; one that the same news ends is over, whether or not it has looked yet."""
    last = past_runs.last_run(conn, sequence, subject)
    if last is None or not last.is_open or not is_leaving(parts, conn, enrollment_id(sequence, subject, last.cycle)):
        return last
    return replace(last, is_open=False)


def why_refused(parts: Parts, conn: Connection, journey: Journey) -> Because | None:
    """What keeps out somebody whom a trigger would let in; None: nothing does."""
    closed = why_closed(conn, journey.facts.enrollment.candidate_id)
    return closed or why_kept_out(parts, conn, journey) or why_hired_already(conn, journey)


def make_way(parts: Parts, conn: Connection, journey: Journey, *, is_restart: bool) -> dict[str, int]:
    """Ends what ends for an entry: the subject's run before, if it starts over, and runs that it displaces."""
    wants, tells = journey.facts.enrollment, displace(parts, conn, journey)
    if is_restart:
        tells |= stop_former(conn, wants.sequence, wants.subject, wants.candidate_id, journey.now)
    return tells


def pokes_of(tells: Mapping[str, int]) -> tuple[Poke, ...]:
    """Whom to wake, and by which event."""
    return tuple(Poke(enrollment_id=enrollment_id, event=event) for enrollment_id, event in tells.items())


def _by_priority(parts: Parts, conn: Connection) -> list[Plan]:
    """The published plans, those first that have a person before others of their group."""
    plans = (published.plan for published in parts.plans.latest(conn).values())
    return sorted(plans, key=lambda plan: (-plan.sequence.priority, plan.sequence.sequence))


def limit_of(company: CompanyFile) -> Cap | None:
    """How many may come into a sequence whose trigger says nothing of it; None: any number."""
    return company.breakers.enrollments if company.breakers else None


def hold_if_many(conn: Connection, journey: Journey, entrance: Entrance, at_most: Cap | None) -> Entrance:
    """Holds whoever has just come in beyond that limit until a person acts."""
    if at_most is None:
        return entrance
    enrollments.lock_doors(conn)
    enrollment = journey.facts.enrollment
    since = at_most.per.subtract_from(journey.now, journey.zone, journey.calendar)
    counted = enrollments.let_in_since(conn, enrollment.sequence, since)
    if counted <= at_most.count:
        return entrance
    sentence = f"{counted - 1} came in within {at_most.per}, and {at_most} is the limit: a person lets them in"
    if not enrollments.hold_back(conn, enrollment.id, sentence):
        return entrance
    _remember(conn, enrollment, (Because(rule="breaker", sentence=sentence),), journey.now, is_in=True)
    return replace(entrance, is_held_back=True)


def enter(
    conn: Connection,
    plan: Plan,
    facts: Facts,
    because: Because,
    now: datetime,
    *,
    trigger: Event | None,
    occasion: str | None = None,
) -> Entrance:
    """Puts an enrollment on record together with its first move. `trigger` is the event that led here, `occasion` what
    else let many in at once.

    The journey counts from that event: what came after it, while no worker ran, is news for the first step. So is what
    overtook it: whoever was turned down before we heard that they applied leaves at once.
    """
    enrollment, number = facts.enrollment, trigger.number if trigger else None
    seen = number if number is not None else wakeups.newest_event(conn, enrollment.candidate_id)
    since = min(trigger.at, now) if trigger else now
    progress = begin(plan, entered_at=since, seen_event=seen, event=number)
    try:
        overtook = events.that_overtook(conn, enrollment.candidate_id, trigger) if trigger else ()
        move = next_move(plan, progress, facts, overtook, now)
    except FAULTS as fault:
        move = held(progress, fault)
    enrollments.enroll(
        conn,
        enrollment,
        move,
        status=status_after(move, EnrollmentStatus.ACTIVE),
        trigger_event=number,
        now=now,
        application_id=facts.application.id if facts.application else None,
        job_id=facts.records.named_job.id if facts.records.named_job else None,
        occasion=occasion,
    )
    ahead = Because(rule=PLANNED, sentence=move.summary, step=move.step)
    _remember(conn, enrollment, (because, *move.because, ahead), now, is_in=True)
    return Entrance(enrollment=enrollment, move=move)


def run_of(conn: Connection, enrollment_id: str, *, clock: Clock, options: RunOptions) -> EnrollmentRun:
    """What to start the workflow of an enrollment with that has been on record for a while: it looks at once."""
    found = situation(conn, enrollment_id, after_event=None)
    assert found.progress is not None, "whoever enters has a first move on record"
    look = Move(action=LOOK, at=clock.now(), summary="looks what comes next", progress=found.progress)
    is_paused = found.status is EnrollmentStatus.PAUSED
    return Entrance(enrollment=found.enrollment, move=look, is_held_back=is_paused).run(clock=clock, options=options)


def _remember(
    conn: Connection, enrollment: Enrollment, because: tuple[Because, ...], now: datetime, *, is_in: bool
) -> None:
    decisions.record(
        conn,
        because,
        candidate_id=enrollment.candidate_id,
        at=now,
        enrollment_id=enrollment.id if is_in else None,
        sequence=enrollment.sequence,
        version=enrollment.version,
    )
