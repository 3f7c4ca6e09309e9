"""Steps that lead along several ways, on a real Temporal server."""

from datetime import timedelta

import pytest

from nurture.demo import greenhouse
from tests.integration.sequences import REMINDERS, SIDE_BY_SIDE
from tests.integration.world import World

pytestmark = pytest.mark.temporal


def test_reminders_go_on_until_the_rounds_are_used_up_also_across_continue_as_new(world: World) -> None:
    world.publish(REMINDERS)
    with world.worker(history_limit=1), world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
        assert world.ended(world.maya).outcome == "completed"
    sent = world.sent(world.maya)
    assert [(each.step, each.visit) for each in sent] == [
        ("reminder", 1),
        ("reminder", 2),
        ("reminder", 3),
        ("give-up", 1),
    ]
    (standing,) = world.enrollments(world.maya)
    entered = standing.enrollment.entered_at
    assert all(each.at >= entered + number * timedelta(hours=24) for number, each in enumerate(sent))
    (first, *_) = world.history(standing.enrollment.id).events
    assert first.workflow_execution_started_event_attributes.continued_execution_run_id


def test_reminders_end_when_the_condition_has_come_true(running: World) -> None:
    running.publish(REMINDERS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the first reminder has left", lambda: running.sent(running.maya))
    running.deliver(greenhouse.moved(running.maya, running.now(), stage="Onsite"))
    assert running.ended(running.maya).outcome == "completed"
    *reminders, last = [each.step for each in running.sent(running.maya)]
    assert (set(reminders), last) == ({"reminder"}, "good-luck")
    assert len(reminders) < 3


def test_two_tracks_take_their_own_time_also_across_continue_as_new(world: World) -> None:
    world.publish(SIDE_BY_SIDE)
    with world.worker(history_limit=1), world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
        world.until("the letter has left", lambda: world.sent(world.maya))
        world.deliver(greenhouse.moved(world.maya, world.now(), stage="Onsite"))
        assert world.ended(world.maya).outcome == "completed"
    assert [each.step for each in world.sent(world.maya)] == ["letter", "good-luck", "last"]


def test_a_hire_ends_all_tracks(running: World) -> None:
    running.publish(SIDE_BY_SIDE)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the letter has left", lambda: running.sent(running.maya))
    running.deliver(greenhouse.hired(running.maya, running.now(), starts=(running.now() + timedelta(days=30)).date()))
    assert running.ended(running.maya).outcome == "hired"
    assert [each.step for each in running.sent(running.maya)] == ["letter"]
