"""Journeys on a real Temporal server, from signed deliveries over HTTP to what was sent."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete
from temporalio.client import WorkflowUpdateFailedError

from nurture.contracts import Command, Ending
from nurture.demo import greenhouse
from nurture.service.replies import record_reply
from nurture.service.waking import start_and_wake
from nurture.store import records
from nurture.store.tables import company_versions
from tests.integration.sequences import BEGINS_BY_A_REPLY, THREE_MAILS, WAITS_FOR_A_STAGE
from tests.integration.world import World

pytestmark = pytest.mark.temporal

COMMAND = Command(by="a test", reason="to see what happens")


def test_a_signed_delivery_starts_a_journey_that_runs_to_its_end(running: World) -> None:
    running.publish(THREE_MAILS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    assert running.ended(running.maya).outcome == "completed"
    sent = running.sent(running.maya)
    assert [each.step for each in sent] == ["first", "second", "third"]
    gaps = [later.at - earlier.at for earlier, later in pairwise(sent)]
    assert all(timedelta(hours=24) <= gap < timedelta(hours=48) for gap in gaps)


def test_the_same_delivery_five_times_makes_one_enrollment(running: World) -> None:
    running.publish(THREE_MAILS)
    body = greenhouse.applied(running.maya, running.now())
    for _ in range(5):
        running.deliver(body, delivery="the-same")
    running.ended(running.maya)
    running.deliver(body, delivery="the-same")
    assert [each.step for each in running.sent(running.maya)] == ["first", "second", "third"]
    assert len(running.enrollments(running.maya)) == 1


def test_stage_changes_out_of_order_leave_the_right_stage(running: World) -> None:
    running.publish(WAITS_FOR_A_STAGE)
    start = running.now()
    running.deliver(greenhouse.applied(running.maya, start))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    running.deliver(greenhouse.moved(running.maya, start + timedelta(hours=9), stage="Onsite"))
    running.deliver(greenhouse.moved(running.maya, start + timedelta(hours=5), stage="Phone interview"))
    assert running.ended(running.maya).outcome == "completed"
    assert [each.step for each in running.sent(running.maya)] == ["first", "good-luck"]

    def stage() -> str | None:
        with running.parts.store.read() as conn:
            (application,) = records.applications_of(conn, running.maya.candidate_id)
        return application.stage

    assert stage() == "Onsite"


def test_hired_during_a_wait_gets_no_mail_after_it(running: World) -> None:
    running.publish(THREE_MAILS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    running.deliver(greenhouse.hired(running.maya, running.now(), starts=(running.now() + timedelta(days=30)).date()))
    ended = running.ended(running.maya)
    assert (ended.outcome, ended.is_goal) == ("hired", True)
    assert len(running.sent(running.maya)) <= 2  # the second may have left while the delivery was on its way
    assert all(each.at <= ended.ended_at for each in running.sent(running.maya) if ended.ended_at)


def test_a_reply_ends_the_journey(running: World) -> None:
    running.publish(WAITS_FOR_A_STAGE)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    now = running.now()
    for poke in record_reply(running.parts, running.maya.candidate_id, at=now).pokes:
        running.signal(poke)
    assert running.ended(running.maya).outcome == "replied"


def test_a_reply_ends_one_journey_and_begins_another(running: World) -> None:
    running.publish(WAITS_FOR_A_STAGE, BEGINS_BY_A_REPLY)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    taken = record_reply(running.parts, running.maya.candidate_id, at=running.now())
    asyncio.run(start_and_wake(running.parts, taken))
    ended = running.until(
        "both have ended",
        lambda: len(ended := [each for each in running.enrollments(running.maya) if each.ended_at]) == 2 and ended,
    )
    assert sorted(each.outcome or "" for each in ended) == ["completed", "replied"]
    assert [each.step for each in running.sent(running.maya)] == ["first", "thanks"]


def test_pause_keeps_mail_back_and_resume_goes_on_from_there(running: World) -> None:
    running.publish(THREE_MAILS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    (standing,) = running.enrollments(running.maya)
    enrollment = standing.enrollment.id
    assert running.update(enrollment, "pause", COMMAND) == "paused"
    before = len(running.sent(running.maya))
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        running.update(enrollment, "pause", COMMAND)
    assert "paused already" in str(refused.value.cause)
    paused_until = running.now() + timedelta(hours=60)
    running.until("two and a half days have passed", lambda: running.now() > paused_until)
    assert len(running.sent(running.maya)) == before
    assert running.update(enrollment, "resume", COMMAND) == "resumed"
    assert running.ended(running.maya).outcome == "completed"
    assert [each.step for each in running.sent(running.maya)] == ["first", "second", "third"]


def test_exit_ends_it_with_the_outcome_given_and_is_refused_afterwards(running: World) -> None:
    running.publish(WAITS_FOR_A_STAGE)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    (standing,) = running.enrollments(running.maya)
    ending = Ending(enrollment_id=standing.enrollment.id, outcome="called-instead", command=COMMAND)
    assert running.update(standing.enrollment.id, "exit", ending) == "called-instead"
    assert running.ended(running.maya).outcome == "called-instead"


def test_what_trying_again_cannot_mend_holds_the_journey_until_a_person_has_mended_it(running: World) -> None:
    running.publish(THREE_MAILS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first mail has left", lambda: running.sent(running.maya))
    with running.parts.store.write() as conn:
        conn.execute(delete(company_versions))

    def held_reason() -> str | None:
        (standing,) = running.enrollments(running.maya)
        return standing.held_reason

    assert "no company file" in running.until("it is held", held_reason)
    running.publish()
    (standing,) = running.enrollments(running.maya)
    assert running.update(standing.enrollment.id, "resume", COMMAND) == "resumed"
    assert running.ended(running.maya).outcome == "completed"
    assert [each.step for each in running.sent(running.maya)] == ["first", "second", "third"]


def test_continue_as_new_at_every_wait_sends_the_same(world: World) -> None:
    world.publish(THREE_MAILS)
    with world.worker(history_limit=1), world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
        assert world.ended(world.maya).outcome == "completed"
    assert [each.step for each in world.sent(world.maya)] == ["first", "second", "third"]
    (standing,) = world.enrollments(world.maya)
    events = world.history(standing.enrollment.id).events
    assert events[0].workflow_execution_started_event_attributes.continued_execution_run_id
