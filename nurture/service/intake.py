"""Taking in one delivery: records, events, who enters, whom it concerns. Everything in one transaction."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from nurture.ats import adapter_for
from nurture.contracts import Delivery, EnrollmentRun, Poke, TakenIn
from nurture.domain.events import Event
from nurture.domain.facts import Enrollment, Facts
from nurture.domain.moves import Because, Move
from nurture.domain.subject import Subject, SubjectKind, enrollment_id
from nurture.engine.journey import Journey
from nurture.engine.next_move import begin, next_move
from nurture.engine.triggers import LastRun, entry
from nurture.errors import Refused
from nurture.language.plan import Plan
from nurture.service.journeys import FAULTS, held
from nurture.service.parts import Parts
from nurture.store import decisions, enrollments, inbox, records
from nurture.store import intake as store_intake


def take_in(parts: Parts, delivery: Delivery) -> TakenIn:
    """Understands a stored delivery and does what follows from it, once: asked again, it gives the same answer."""
    now = parts.clock.now()
    with parts.store.write() as conn:
        row = inbox.locked(conn, delivery.inbox_id)
        if row.state == inbox.RECEIVED:
            try:
                understood = adapter_for(row.connection).understand(row.body, received_at=row.received_at)
            except Refused as refusal:
                inbox.settle(conn, row.id, state=inbox.FAILED, note=str(refusal), candidates=(), at=now)
                return TakenIn(note=f"not understood: {refusal}")
            if understood.ignored:
                inbox.settle(conn, row.id, state=inbox.IGNORED, note=understood.ignored, candidates=(), at=now)
                return TakenIn(note=f"ignored: {understood.ignored}")
            applied = store_intake.apply(conn, understood, now)
            happened = _deliver(conn, applied.events)
            for candidate_id, event in happened:
                _enroll(parts, conn, candidate_id, event, now)
            candidates = tuple(dict.fromkeys(candidate_id for candidate_id, _ in happened))
            note = "; ".join(applied.notes) or ", ".join(event.type for _, event in happened) or "nothing new"
            inbox.settle(conn, row.id, state=inbox.TAKEN_IN, note=note, candidates=candidates, at=now)
        else:
            candidates, note = row.candidates, row.note
        return _follow_up(parts, conn, candidates, note)


def _deliver(conn: Connection, events: tuple[tuple[str | None, Event], ...]) -> tuple[tuple[str, Event], ...]:
    """Each event with the candidate in whose stream it stands; news about a job goes to those who listen for it."""
    delivered: list[tuple[str, Event]] = []
    for candidate_id, event in events:
        if candidate_id is None:
            delivered.extend(store_intake.fan_out(conn, event))
        else:
            delivered.append((candidate_id, event))
    return tuple(delivered)


def _enroll(parts: Parts, conn: Connection, candidate_id: str, event: Event, now: datetime) -> None:
    """Enters the candidate into every sequence that the event triggers, and records who was refused, and why."""
    for plan in parts.plans.latest(conn):
        subject = subject_of(plan, candidate_id, event)
        if subject is None or all(trigger.on != event.type for trigger in plan.sequence.enroll):
            continue
        last = enrollments.last_run(conn, plan.sequence.sequence, subject)
        enrollment = Enrollment(
            id=enrollment_id(plan.sequence.sequence, subject, last.cycle + 1 if last else 1),
            sequence=plan.sequence.sequence,
            subject=subject,
            candidate_id=candidate_id,
            version=plan.version,
            cycle=last.cycle + 1 if last else 1,
            entered_at=now,
        )
        facts = Facts(
            enrollment=enrollment,
            records=records.around(conn, candidate_id, event.application_id),
            company=parts.plans.company(conn).to_domain(),
            event=event,
        )
        journey = Journey(plan=plan, facts=facts, events=(), now=now)
        run = LastRun(cycle=last.cycle, entered_at=last.entered_at, is_open=last.is_open) if last else None
        try:
            decided = entry(journey, event, run)
        except FAULTS as fault:
            because = Because(rule="trigger-failed", sentence=f"the trigger could not be judged: {fault}")
            decisions.record(conn, enrollment, (because,), at=now, is_enrolled=False)
            continue
        if decided is None:
            continue
        decisions.record(conn, enrollment, (decided.because,), at=now, is_enrolled=decided.cycle is not None)
        if decided.cycle is not None:
            enter(conn, plan, facts, event.number, now)


def enter(conn: Connection, plan: Plan, facts: Facts, trigger_event: int, now: datetime) -> Move:
    """Puts an enrollment on record together with its first move."""
    progress = begin(plan, entered_at=now, seen_event=trigger_event)
    try:
        move = next_move(plan, progress, facts, (), now)
    except FAULTS as fault:
        move = held(progress, fault)
    enrollments.enroll(conn, facts.enrollment, trigger_event=trigger_event, now=now)
    enrollments.save(conn, facts.enrollment.id, move, now=now)
    decisions.record(conn, facts.enrollment, move.because, at=now)
    return move


def subject_of(plan: Plan, candidate_id: str, event: Event) -> Subject | None:
    """Which record this sequence would be about, given the event; None when the event names none of that kind."""
    kind = plan.sequence.for_
    if kind is SubjectKind.CANDIDATE:
        return Subject(kind=kind, id=candidate_id)
    if kind in (SubjectKind.APPLICATION, SubjectKind.HIRE) and event.application_id:
        return Subject(kind=kind, id=event.application_id)
    return None


def _follow_up(parts: Parts, conn: Connection, candidates: tuple[str, ...], note: str) -> TakenIn:
    """Every journey of these candidates: those not started yet are to be started, the others woken."""
    started: list[EnrollmentRun] = []
    pokes: list[Poke] = []
    for candidate_id in candidates:
        for open_one in enrollments.open_for(conn, candidate_id):
            if not open_one.is_started:
                started.append(run_of(parts, conn, open_one.id))
            elif open_one.hears(open_one.last_event):
                pokes.append(Poke(enrollment_id=open_one.id, event=open_one.last_event))
    return TakenIn(started=tuple(started), pokes=tuple(pokes), note=note)


def run_of(parts: Parts, conn: Connection, enrollment_id: str) -> EnrollmentRun:
    """What to start an enrollment's workflow with: the move it stands at."""
    stored = enrollments.stored(conn, enrollment_id)
    move = stored.move
    if move.at is not None:
        move = replace(move, wake=parts.clock.on_server(move.at))
    return EnrollmentRun(
        enrollment_id=enrollment_id,
        candidate_id=stored.enrollment.candidate_id,
        sequence=stored.enrollment.sequence,
        move=move,
        options=parts.settings.run_options(),
    )


def note_started(parts: Parts, enrollment_ids: tuple[str, ...]) -> None:
    """Notes that these enrollments' workflows run; the sweep starts those that were never noted."""
    if enrollment_ids:
        with parts.store.write() as conn:
            enrollments.mark_started(conn, enrollment_ids, at=parts.clock.now())
