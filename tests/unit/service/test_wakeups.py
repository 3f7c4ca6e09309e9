"""Nobody misses what concerns them: who is started and who is woken when a delivery is taken in."""

from datetime import datetime, timedelta

from nurture.demo import greenhouse
from nurture.demo.cast import MAYA, ROBOTICS
from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake, JobUpdate
from nurture.domain.records import JobStatus
from nurture.service.intake import note_started, take_in
from nurture.store import enrollments, intake, standings
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAYAS, MONDAY, Desk, maya_is_rejected, sequence

RUN = f"receipt/application/{MAYAS}/1"
RECEIPT = sequence(
    """\
    - {id: answer, wait_for: {event: application.stage_changed, timeout: 90 days}}
    """,
    name="receipt",
    purpose="application",
    exit="[{on: application.rejected, as: rejected}, {when: candidate.do_not_contact, as: no}]",
)


def test_an_event_between_the_start_and_its_note_wakes_who_was_started(desk: Desk) -> None:
    desk.publish(RECEIPT)
    desk.wake(desk.deliver(greenhouse.applied(MAYA, MONDAY)))
    rejected = desk.deliver(greenhouse.rejected(MAYA, MONDAY + timedelta(minutes=1), stage="Onsite"))
    desk.wake(rejected)
    desk.run(days=1)
    assert desk.standing(RUN).outcome == "rejected"


def test_who_was_noted_is_woken_and_not_started_again(desk: Desk) -> None:
    desk.publish(RECEIPT)
    desk.wake(desk.deliver(greenhouse.applied(MAYA, MONDAY)))
    note_started(desk.parts, (RUN,))
    taken = desk.deliver(greenhouse.rejected(MAYA, MONDAY + timedelta(minutes=1), stage="Onsite"))
    assert taken.started == ()
    assert [poke.enrollment_id for poke in taken.pokes] == [RUN]


def test_entering_alone_wakes_nobody(desk: Desk) -> None:
    desk.publish(RECEIPT)
    taken = desk.deliver(greenhouse.applied(MAYA, MONDAY))
    assert [run.enrollment_id for run in taken.started] == [RUN]
    assert taken.pokes == ()


def test_what_does_not_act_wakes_those_who_follow_the_facts(desk: Desk) -> None:
    """That she is in this stage is no news; that she may not be contacted is written down with it."""
    desk.publish(RECEIPT)
    desk.wake(desk.deliver(greenhouse.applied(MAYA, MONDAY)))
    note_started(desk.parts, (RUN,))
    moved = greenhouse.moved(MAYA, MONDAY + timedelta(minutes=1), stage="Application Review")
    taken = desk.deliver(moved.replace(b'"can_email": true', b'"can_email": false'))
    assert taken.note != "nothing new"
    assert [poke.enrollment_id for poke in taken.pokes] == [RUN]
    desk.wake(taken)
    assert desk.carriers[RUN].has_news


def a_job(kind: EventType, at: datetime, *, job: str = "greenhouse:7") -> Intake:
    """News about a job, Maya's unless another is named."""
    status = JobStatus.CLOSED if kind is EventType.JOB_CLOSED else JobStatus.OPEN
    return Intake(
        at=at,
        happenings=(Happening(type=kind, job_id=job),),
        jobs=(JobUpdate(id=job, fields={"title": "Engineer", "status": status}),),
    )


CLOSING = sequence(
    "- {id: first, email: one, from: recruiter}\n",
    exit="[{on: job.closed, as: closed}]",
)


def test_news_of_a_job_reaches_a_journey_that_is_held(desk: Desk) -> None:
    desk.publish(CLOSING, company={"senders": {}, "sender_fallback": []})
    desk.hear(maya_is_rejected(team={}))
    desk.run(until=MONDAY)
    run = f"warm/application/{MAYAS}/1"
    assert desk.standing(run).status is EnrollmentStatus.HELD
    desk.hear(a_job(EventType.JOB_CLOSED, MONDAY))
    desk.run(days=1)
    assert desk.standing(run).outcome == "closed"


def test_news_of_a_job_goes_to_those_who_listen_for_it_and_to_nobody_else(desk: Desk) -> None:
    listening = sequence("- {id: opening, wait_for: {event: job.opened}}\n", name="listening")
    deaf = sequence("- {id: pause, wait: 3 weeks}\n", name="deaf")
    desk.publish(listening, deaf)
    desk.hear(maya_is_rejected())
    desk.hear(maya_is_rejected(person="greenhouse:2", application="greenhouse:20", email="two@home.example"))
    with desk.parts.store.write() as conn:
        enrollments.end(conn, "listening/application/greenhouse:20/1", "called", now=MONDAY)
    with desk.parts.store.write() as conn:
        opened = a_job(EventType.JOB_OPENED, MONDAY, job="greenhouse:8")
        ((_, event),) = intake.apply(conn, opened, MONDAY).events
        reached = intake.fan_out(conn, event, now=MONDAY)
    assert [stream for stream, _ in reached] == [MAYA.candidate_id]


def test_a_delivery_taken_in_twice_names_the_same_people_again(desk: Desk) -> None:
    desk.publish(RECEIPT)
    delivery = desk.store(greenhouse.applied(MAYA, MONDAY))
    first, again = take_in(desk.parts, delivery), take_in(desk.parts, delivery)
    assert [run.enrollment_id for run in again.started] == [run.enrollment_id for run in first.started]
    with desk.parts.store.read() as conn:
        assert len(standings.of_candidate(conn, MAYA.candidate_id)) == 1


def test_a_late_delivery_is_on_record_and_moves_nobody(desk: Desk) -> None:
    desk.publish(RECEIPT)
    desk.wake(desk.deliver(greenhouse.applied(MAYA, MONDAY)))
    desk.wake(desk.deliver(greenhouse.moved(MAYA, MONDAY + timedelta(hours=3), stage="Onsite")))
    late = desk.deliver(greenhouse.rejected(MAYA, MONDAY + timedelta(hours=1), stage="Phone interview"))
    desk.wake(late)
    desk.run(days=1)
    assert "came late" in late.note
    assert desk.standing(RUN).outcome == "completed"


def test_a_job_that_nobody_listens_for_is_nobodys_news(desk: Desk) -> None:
    desk.publish(RECEIPT)
    desk.wake(desk.deliver(greenhouse.applied(MAYA, MONDAY)))
    taken = desk.deliver(greenhouse.opened(ROBOTICS, MONDAY))
    assert (taken.started, taken.pokes) == ((), ())


def test_what_happened_while_no_worker_ran_is_heard_by_who_entered_afterwards(desk: Desk) -> None:
    desk.publish(RECEIPT)
    applied = desk.store(greenhouse.applied(MAYA, MONDAY))
    desk.clock.at += timedelta(minutes=20)
    moved = desk.store(greenhouse.moved(MAYA, desk.clock.at, stage="Onsite"))
    desk.clock.at += timedelta(minutes=20)
    for delivery in (applied, moved):
        desk.wake(take_in(desk.parts, delivery))
    desk.run(days=1)
    assert desk.standing(RUN).outcome == "completed"
