"""Letting somebody into a sequence by hand: a person decides who, `again` and what is open decide whether."""

from sqlalchemy import Connection

from nurture.contracts import EnrollmentRun, Poke
from nurture.domain.enrollment import Enrollment
from nurture.domain.moves import Because
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import RELATED
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.journey import Journey
from nurture.engine.triggers import LastRun
from nurture.errors import Conflict, NotFound
from nurture.language.faults import did_you_mean
from nurture.language.plan import Plan
from nurture.service.arriving import facts_on_entry
from nurture.service.entering import enter, make_way, pokes_of, run_of
from nurture.service.exclusive import why_kept_out
from nurture.service.parts import Parts
from nurture.store import audit, past_runs, recording, records, related, standings
from nurture.store.audit import Deed
from nurture.values import frozen, replace

ABOUT_APPLICATIONS = (SubjectKind.APPLICATION, SubjectKind.HIRE)


@frozen
class ByHand:
    """Somebody to enroll. Without `application_id` the person's only application is meant, where one is needed.

    `record_id` names the interview, offer, referral or assignment where the person has several.
    """

    sequence: str
    candidate_id: str
    by: str
    application_id: str | None = None
    record_id: str | None = None


@frozen
class Entered:
    """Who entered: what to start the workflow with, which version, and where the journey stands in words.

    `pokes`: whose runs end for it.
    """

    run: EnrollmentRun
    version: int
    summary: str
    pokes: tuple[Poke, ...] = ()


def enroll_by_hand(parts: Parts, asked: ByHand) -> Entered:
    """Puts the enrollment on record with its first move; its workflow is still to be started.

    Triggers on events and their conditions are not asked: whoever enrolls by hand has judged already. What a manual
    trigger demands is. Somebody whose open enrollment was never started is not entered again: that one is to be
    started. Raises NotFound and Conflict, with what to do.
    """
    now, options = parts.clock.now(), parts.settings.run_options()
    with parts.store.write() as conn:
        plan = plan_named(parts, conn, asked.sequence)
        known = records.surviving_id(conn, asked.candidate_id)
        asked = replace(asked, candidate_id=recording.lock_candidate(conn, known, now=now))
        subject = _subject(conn, plan, asked)
        last = past_runs.last_run(conn, asked.sequence, subject)
        if last is not None and last.is_open and (left := _left_behind(conn, asked, subject)):
            run = run_of(conn, left.id, clock=parts.clock, options=options)
            return Entered(run=run, version=left.version, summary="was on record, and is started now")
        cycle = last.cycle + 1 if last else 1
        facts = facts_on_entry(parts, conn, plan, subject, asked.candidate_id, cycle, now)
        journey = Journey(plan=plan, facts=facts, events=(), now=now)
        is_restart = refuse(journey, last)
        if kept_out := why_kept_out(parts, conn, journey):
            raise Conflict(kept_out.sentence, hint="End that run first: nurture exit")
        tells = make_way(parts, conn, journey, is_restart=is_restart)
        because = Because(rule="entered", sentence=f"enrolled by hand by {asked.by}")
        entrance = enter(conn, plan, facts, because, now, trigger=None)
        what = f"let them into {facts.enrollment.id}"
        audit.record(conn, Deed(at=now, who=asked.by, what=what, why="", about=asked.candidate_id))
    run = entrance.run(clock=parts.clock, options=options)
    return Entered(run=run, version=plan.version, summary=entrance.move.summary, pokes=pokes_of(tells))


def _left_behind(conn: Connection, asked: ByHand, subject: Subject) -> Enrollment | None:
    """The enrollment that is open, where its workflow was never confirmed: Temporal was away, say."""
    for standing in standings.active_for_candidate(conn, asked.candidate_id):
        enrollment = standing.enrollment
        if (enrollment.sequence, enrollment.subject) == (asked.sequence, subject) and standing.started_at is None:
            return enrollment
    return None


def plan_named(parts: Parts, conn: Connection, sequence: str) -> Plan:
    """The newest version of that sequence. Raises NotFound."""
    published = parts.plans.latest(conn)
    if sequence in published:
        return published[sequence].plan
    names = sorted(published)
    known = f"Published are {', '.join(names)}." if names else "Nothing is published: nurture apply"
    raise NotFound(f"no sequence {sequence} is published", hint=did_you_mean(sequence, names) or known)


def _subject(conn: Connection, plan: Plan, asked: ByHand) -> Subject:
    kind = plan.sequence.for_
    if kind in RELATED:
        return _record(conn, kind, asked)
    if asked.record_id is not None:
        raise Conflict(f"{asked.sequence} is `for: {kind}`", hint="Leave --record out.")
    if kind not in ABOUT_APPLICATIONS:
        if asked.application_id is not None:
            raise Conflict(f"{asked.sequence} is about a {kind}, not about an application", hint="Leave it out.")
        return Subject(kind=kind, id=asked.candidate_id)
    known = records.applications_of(conn, asked.candidate_id)
    wanted = asked.application_id
    named = [each for each in known if wanted is None or each.id == wanted or each.id.endswith(f":{wanted}")]
    listed = "; ".join(f"{each.id} ({each.job.title if each.job else 'no job'}, {each.status})" for each in known)
    if not named:
        said = f"an application {wanted}" if wanted else "an application, and the sequence is about one"
        raise NotFound(f"{asked.candidate_id} has not {said}", hint=listed and f"There are: {listed}")
    if len(named) > 1:
        raise Conflict(f"{asked.candidate_id} has several applications", hint=f"Pick one by --application: {listed}")
    if kind is SubjectKind.HIRE and named[0].status is not ApplicationStatus.HIRED:
        raise Conflict(f"{named[0].id} is {named[0].status}, and {asked.sequence} is about a hire")
    return Subject(kind=kind, id=named[0].id)


def _record(conn: Connection, kind: SubjectKind, asked: ByHand) -> Subject:
    """The interview, offer, referral or assignment that is meant. Raises NotFound and Conflict."""
    known = related.of_candidate(conn, kind, asked.candidate_id)
    if asked.application_id is not None:
        known = tuple(each for each in known if _is_called(each.application_id or "", asked.application_id))
    named = [each for each in known if asked.record_id is None or _is_called(each.of.id, asked.record_id)]
    listed = "; ".join(f"{each.of.id} ({each.record.status})" for each in known)
    if not named:
        said = f"{kind} {asked.record_id}" if asked.record_id else f"{kind}, and the sequence is about one"
        raise NotFound(f"{asked.candidate_id} has no {said}", hint=listed and f"There are: {listed}")
    if len(named) > 1:
        raise Conflict(f"{asked.candidate_id} has several {kind}s", hint=f"Pick one by --record: {listed}")
    return named[0].of


def _is_called(id_: str, wanted: str) -> bool:
    """Whether somebody may call it that: by our id, or the ATS's."""
    return id_ == wanted or id_.endswith(f":{wanted}")


def refuse(journey: Journey, last: LastRun | None) -> bool:
    """Raises Conflict for somebody who is inside, or may not come again yet, with no event that lets them in.

    `again` and `where` are those of the manual trigger; a sequence without one lends the `again` of its first.
    True: who is inside starts over.
    """
    sequence = journey.plan.sequence
    by_hand = next((each for each in sequence.enroll if each.is_manual), None)
    if by_hand and by_hand.where and not journey.is_true(by_hand.where):
        raise Conflict(
            f"{sequence.sequence} is for people of whom this is true: {by_hand.where.text}",
            hint="`where` of its manual trigger says so.",
        )
    if last is None:
        return False
    trigger = by_hand or sequence.enroll[0]
    if last.is_open and trigger.again.restart:
        return True
    entered = journey.say(last.entered_at)
    if last.is_open:
        raise Conflict(
            f"{journey.facts.enrollment.subject} is in {sequence.sequence} already, since {entered}",
            hint="Nobody is inside twice. To start over, end that run first: nurture exit",
        )
    if not trigger.every_visit and not trigger.again.allows(
        last.entered_at, journey.now, journey.zone, journey.calendar
    ):
        raise Conflict(
            f"{journey.facts.enrollment.subject} entered {sequence.sequence} {entered},"
            f" and may come again {trigger.again}",
            hint="`again` in the sequence says so.",
        )
    return False
