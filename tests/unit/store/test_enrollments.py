"""Entering once, standing at a move, ending; and everything a decision looks at."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, event

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, Happening, Intake
from nurture.domain.moves import FINISH, LOOK, Because, Move, Outcome, Place, Progress
from nurture.domain.subject import Subject, SubjectKind
from nurture.errors import NotFound
from nurture.store import decisions, enrollments, intake, past_runs, standings
from nurture.store.decisions import Decision
from nurture.store.enrollments import AlreadyEnrolled
from nurture.store.situations import situation
from nurture.store.words import EnrollmentStatus
from tests.unit.store.conftest import ADA, ADAS, NOW, an_enrollment, enroll

SUBJECT = Subject(kind=SubjectKind.APPLICATION, id=ADAS)
PROGRESS = Progress(
    version=1,
    places=(Place(step="breather", since=NOW),),
    seen_event=2,
    event=1,
    outcomes={"thanks": Outcome(result="sent", at=NOW)},
)
WAITS = Move(
    action=LOOK,
    at=NOW + timedelta(weeks=3),
    step="breather",
    summary="waits 3 weeks",
    listen=("candidate.replied", "job.opened"),
    progress=PROGRESS,
)
ENDS = Move(action=FINISH, at=None, summary="ended: replied", outcome="replied", is_goal=True, progress=PROGRESS)


def stands(conn: Connection, enrollment: str, move: Move = WAITS) -> bool:
    status = EnrollmentStatus.ENDED if move.action == FINISH else EnrollmentStatus.ACTIVE
    return enrollments.save(conn, enrollment, move, status=status, now=NOW)


def happens(conn: Connection, *types: EventType) -> None:
    told = tuple(Happening(type=each, candidate_id=ADA, application_id=ADAS) for each in types)
    intake.apply(conn, Intake(at=NOW, happenings=told), NOW)


def test_entering_the_same_cycle_twice_finds_the_first(conn: Connection) -> None:
    first = enroll(conn)
    assert first == "keep-warm/application/acme:10/1"
    stands(conn, first)
    later = NOW + timedelta(days=1)
    again = enrollments.enroll(
        conn,
        an_enrollment(SUBJECT, now=later),
        ENDS,
        status=EnrollmentStatus.ENDED,
        trigger_event=None,
        now=later,
    )
    assert again == AlreadyEnrolled(enrollment_id=first, status=EnrollmentStatus.ACTIVE)
    standing = standings.get(conn, first)
    assert (standing.enrollment.entered_at, standing.step, standing.outcome) == (NOW, WAITS.step, None)


def test_the_last_run_tells_the_cycle_the_entry_and_whether_it_is_open(conn: Connection) -> None:
    assert past_runs.last_run(conn, "keep-warm", SUBJECT) is None
    enrollments.end(conn, enroll(conn), "done", now=NOW)
    last = past_runs.last_run(conn, "keep-warm", SUBJECT)
    assert last is not None
    assert (last.cycle, last.entered_at, last.is_open) == (1, NOW, False)
    enroll(conn, cycle=2)
    last = past_runs.last_run(conn, "keep-warm", SUBJECT)
    assert last is not None
    assert (last.cycle, last.is_open) == (2, True)


def test_a_situation_has_the_enrollment_its_records_and_its_progress(conn: Connection) -> None:
    enrollment = enroll(conn)
    stands(conn, enrollment)
    found = situation(conn, enrollment, after_event=0, lock=True)
    assert found.enrollment.subject == SUBJECT
    assert (found.status, found.progress, found.events, found.last_event) == (
        EnrollmentStatus.ACTIVE,
        PROGRESS,
        (),
        0,
    )
    assert found.records.candidate.first_name == "Ada"
    assert found.records.application is not None
    assert found.records.application.job is not None
    assert found.company_version is None


def test_a_situation_has_the_events_since_of_the_whole_stream(conn: Connection) -> None:
    enrollment = enroll(conn)
    other = ApplicationUpdate(id="acme:11", candidate_id=ADA)
    told = (
        Happening(type=EventType.APPLICATION_UPDATED, application_id=ADAS),
        Happening(type=EventType.APPLICATION_UPDATED, application_id="acme:11"),
        Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=ADA),
    )
    intake.apply(conn, Intake(at=NOW, applications=(other,), happenings=told), NOW)
    assert [each.number for each in situation(conn, enrollment, after_event=0).events] == [1, 2, 3]
    assert [each.number for each in situation(conn, enrollment, after_event=1).events] == [2, 3]
    assert situation(conn, enrollment, after_event=3).last_event == 3


def test_events_that_do_not_act_are_left_out(conn: Connection) -> None:
    enrollment = enroll(conn)
    happens(conn, EventType.APPLICATION_REJECTED)
    happens(conn, EventType.APPLICATION_REJECTED)
    found = situation(conn, enrollment, after_event=0)
    assert ([each.number for each in found.events], found.last_event) == ([1], 2)


def test_without_a_number_events_count_from_what_the_progress_has_seen(conn: Connection) -> None:
    enrollment = enroll(conn)
    happens(conn, *[EventType.APPLICATION_UPDATED] * 3)
    assert len(situation(conn, enrollment, after_event=None).events) == 3
    stands(conn, enrollment)
    assert [each.number for each in situation(conn, enrollment, after_event=None).events] == [3]


def test_looking_at_a_quiet_journey_takes_one_query_and_one_more_for_its_lock(conn: Connection) -> None:
    enrollment = enroll(conn)
    queries: list[str] = []
    event.listen(conn, "before_cursor_execute", lambda *args: queries.append(args[2]))
    situation(conn, enrollment, after_event=0)
    assert len(queries) == 1
    situation(conn, enrollment, after_event=0, lock=True)
    assert len(queries) == (3 if conn.dialect.name == "postgresql" else 2)


def test_an_unknown_enrollment_is_not_found(conn: Connection) -> None:
    with pytest.raises(NotFound):
        situation(conn, "nobody", after_event=0, lock=True)
    with pytest.raises(NotFound):
        enrollments.pause(conn, "nobody")
    with pytest.raises(NotFound):
        standings.get(conn, "nobody")


def test_an_enrollment_stands_at_the_move_that_was_saved(conn: Connection) -> None:
    enrollment = enroll(conn)
    assert stands(conn, enrollment)
    found = standings.get(conn, enrollment)
    assert (found.step, found.action, found.next_at, found.summary) == ("breather", LOOK, WAITS.at, "waits 3 weeks")
    assert standings.listening_for(conn, EventType.JOB_OPENED) == (found,)
    assert standings.listening_for(conn, EventType.JOB_CLOSED) == ()


def test_what_is_saved_after_the_end_changes_nothing(conn: Connection) -> None:
    enrollment = enroll(conn)
    assert stands(conn, enrollment, ENDS)
    assert not stands(conn, enrollment, WAITS)
    assert not enrollments.pause(conn, enrollment)
    assert not enrollments.end(conn, enrollment, "by hand", now=NOW)
    found = standings.get(conn, enrollment)
    assert (found.status, found.outcome, found.is_goal, found.ended_at) == (
        EnrollmentStatus.ENDED,
        "replied",
        True,
        NOW,
    )
    assert standings.active_for_candidate(conn, ADA) == ()
    assert standings.of_candidate(conn, ADA) == (found,)


def test_a_held_enrollment_is_listed_with_its_reason_until_it_is_resumed(conn: Connection) -> None:
    enrollment = enroll(conn)
    enrollments.hold(conn, enrollment, "nobody to send from")
    (held,) = standings.held(conn)
    assert (held.enrollment.id, held.held_reason, held.next_at) == (enrollment, "nobody to send from", None)
    enrollments.resume(conn, enrollment)
    assert standings.held(conn) == ()
    assert standings.get(conn, enrollment).held_reason is None


def test_an_enrollment_counts_as_unstarted_until_its_workflow_is_confirmed(conn: Connection) -> None:
    enrollment = enroll(conn)
    assert standings.unstarted(conn, older_than=NOW) == ()
    later = NOW + timedelta(minutes=1)
    assert [each.enrollment.id for each in standings.unstarted(conn, older_than=later)] == [enrollment]
    enrollments.confirm_started(conn, enrollment, now=later)
    enrollments.confirm_started(conn, enrollment, now=later + timedelta(days=1))
    assert standings.unstarted(conn, older_than=later) == ()
    assert standings.get(conn, enrollment).started_at == later


def test_reasons_are_told_in_the_order_in_which_they_were_decided(conn: Connection) -> None:
    reasons = (
        Because(rule="where", sentence="was rejected onsite", inputs={"application.stage": "Onsite"}),
        Because(rule="wait", sentence="3 weeks are over", step="breather"),
    )
    decisions.record(conn, reasons, candidate_id=ADA, at=NOW, enrollment_id="x", sequence="keep-warm", version=1)
    decisions.record(conn, (), candidate_id=ADA, at=NOW)
    first, second = decisions.of_candidate(conn, ADA)
    assert second.step == "breather"
    assert first == Decision(
        candidate_id=ADA,
        at=NOW,
        rule="where",
        sentence="was rejected onsite",
        inputs={"application.stage": "Onsite"},
        enrollment_id="x",
        sequence="keep-warm",
        version=1,
        step=None,
    )
