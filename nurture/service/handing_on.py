"""Starting another sequence for somebody who is inside one."""

from nurture.contracts import Act, EnrollmentRun, Move, Poke
from nurture.domain.moves import Because
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import HANGS_ON_APPLICATION
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.journey import Journey
from nurture.errors import Conflict, NurtureError
from nurture.language.steps.enroll import EnrollStep
from nurture.service.advancing import advance, recorded
from nurture.service.arriving import facts_on_entry
from nurture.service.deciding import FAULTS, decide, held, is_still_right
from nurture.service.enrolling import plan_named, refuse
from nurture.service.entering import enter, make_way, pokes_of, run_of, why_refused
from nurture.service.keeping import keep
from nurture.service.parts import Parts
from nurture.service.subjects import about, subject_of
from nurture.service.views import View, is_paused, view_of
from nurture.store import past_runs, standings
from nurture.values import frozen, replace

ENROLLED, REFUSED = "enrolled", "refused"


@frozen
class HandedOn:
    """What comes next for the journey, the workflow to be started, if one is, and those to be woken since they end."""

    move: Move
    run: EnrollmentRun | None = None
    pokes: tuple[Poke, ...] = ()


def start_sequence(parts: Parts, act: Act) -> HandedOn:
    """Carries out a `start_sequence` move if it still is the right one: everything is on record in one transaction.

    Asked again, after an answer that was lost, it enrolls nobody twice, and names the workflow that may not run yet.
    """
    with parts.store.write() as conn:
        view = view_of(parts, conn, act.enrollment_id, act.move.progress, at=act.move.at)
        step = view.published.plan.steps[act.move.step or ""]
        assert isinstance(step, EnrollStep), "only enroll steps ask for another sequence"
        if (done := recorded(view, act)) is not None:
            because = Because(rule="found", sentence=f"an earlier attempt: {done.result}", step=step.id)
            return HandedOn(move=advance(view, done.result, done.at, (because,)), run=_left_behind(view, step))
        move = decide(view)
        if is_paused(view) or not is_still_right(move, act, view.now):
            return HandedOn(move=keep(view, move))
        view = replace(view, progress=move.progress)
        try:
            run, pokes = _enroll(view, step)
        except NurtureError as refusal:
            because = Because(rule=REFUSED, sentence=f"{step.enroll} did not begin: {refusal.message}", step=step.id)
            return HandedOn(move=advance(view, REFUSED, view.now, (*move.because, because)))
        except FAULTS as fault:
            return HandedOn(move=keep(view, held(view.progress, fault)))
        because = Because(rule=ENROLLED, sentence=f"{step.enroll} begins: {run.enrollment_id}", step=step.id)
        return HandedOn(move=advance(view, ENROLLED, view.now, (*move.because, because)), run=run, pokes=pokes)


def _enroll(view: View, step: EnrollStep) -> tuple[EnrollmentRun, tuple[Poke, ...]]:
    """Puts the other run on record, and says who is to be woken. Raises a NurtureError with the reason why not."""
    parts, conn, own = view.parts, view.conn, view.situation.enrollment
    plan = plan_named(parts, conn, step.enroll)
    subject = _subject(view, step)
    last = past_runs.last_run(conn, step.enroll, subject)
    job = view.situation.records.named_job
    cycle = last.cycle + 1 if last else 1
    facts = facts_on_entry(
        parts, conn, plan, subject, own.candidate_id, cycle, view.now, job_id=job.id if job else None
    )
    journey = Journey(plan=plan, facts=facts, events=(), now=view.now)
    is_restart = refuse(journey, last)
    if kept_out := why_refused(parts, conn, journey):
        raise Conflict(kept_out.sentence)
    tells = make_way(parts, conn, journey, is_restart=is_restart)
    because = Because(rule="entered", sentence=f"entered: {own.sequence} came to {step.id}")
    entrance = enter(conn, plan, facts, because, view.now, trigger=None)
    return entrance.run(clock=parts.clock, options=parts.settings.run_options()), pokes_of(tells)


def _subject(view: View, step: EnrollStep) -> Subject:
    """What the other run is about: the same application, interview or offer, or the person."""
    plan = plan_named(view.parts, view.conn, step.enroll)
    application = view.situation.records.application
    own = view.situation.enrollment
    subject = subject_of(plan, own.candidate_id, application.id if application else None, about(own))
    if subject is None or (application is None and subject.kind in HANGS_ON_APPLICATION):
        has_none = "no application" if plan.sequence.for_ in (SubjectKind.APPLICATION, SubjectKind.HIRE) else "none"
        raise Conflict(f"it is about a {plan.sequence.for_}, and this run is about {has_none}")
    if subject.kind is SubjectKind.HIRE and application and application.status is not ApplicationStatus.HIRED:
        raise Conflict(f"it is about a hire, and {application.id} is {application.status}")
    return subject


def _left_behind(view: View, step: EnrollStep) -> EnrollmentRun | None:
    """The run that an earlier attempt put on record, where nobody confirmed that its workflow runs."""
    for standing in standings.active_for_candidate(view.conn, view.situation.enrollment.candidate_id):
        if standing.enrollment.sequence == step.enroll and standing.started_at is None:
            options = view.parts.settings.run_options()
            return run_of(view.conn, standing.enrollment.id, clock=view.parts.clock, options=options)
    return None
