"""Tasks on a real Temporal server: given by an activity, done from the command line's side, overdue by a timer."""

from datetime import timedelta

import pytest

from nurture.demo import greenhouse
from nurture.domain.tasks import Task, TaskState
from nurture.service.answering import complete_task
from nurture.service.task_terms import hand_over_task, snooze_task
from nurture.store import tasks
from nurture.timing import Duration
from tests.integration.sequences import CALLS_THEM
from tests.integration.world import World

pytestmark = pytest.mark.temporal


def given(world: World) -> Task:
    """Maya's task, once there is one."""

    def one() -> Task | None:
        with world.parts.store.read() as conn:
            found = tasks.of_candidate(conn, world.maya.candidate_id)
        return found[0] if found else None

    return world.until("a task is given", one)


@pytest.mark.parametrize("history_limit", [400, 1])
def test_the_journey_goes_on_by_what_came_of_the_task(world: World, history_limit: int) -> None:
    world.publish(CALLS_THEM.replace("DUE", "90 days"))
    with world.worker(history_limit=history_limit), world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
        task = given(world)
        assert task.title == f"Call {world.maya.first_name}"
        world.until("the notice has left", lambda: world.sent(world.maya))
        for poke in complete_task(world.parts.store, task.id, "interested", by="a test", now=world.now()):
            world.signal(poke)
        assert world.ended(world.maya).outcome == "completed"
    assert [each.step for each in world.sent(world.maya)] == ["call/given", "chat"]


def test_a_task_that_nobody_does_is_overdue_when_its_time_is_up(running: World) -> None:
    running.publish(CALLS_THEM.replace("DUE", "48 hours"))
    running.deliver(greenhouse.applied(running.maya, running.now()))
    assert running.ended(running.maya).outcome == "completed"
    call, mail = running.sent(running.maya)
    assert (call.step, mail.step) == ("call/given", "no-news")
    task = given(running)
    assert task.state is TaskState.OPEN
    assert task.due_at is not None
    assert timedelta(0) <= mail.at - task.due_at < timedelta(hours=24)


def test_whoever_a_task_is_handed_to_is_told_by_an_activity(running: World) -> None:
    running.publish(CALLS_THEM.replace("DUE", "90 days\n    snooze: 30 days\n    hand_over: true"))
    running.deliver(greenhouse.applied(running.maya, running.now()))
    task = given(running)
    running.until("the notice has left", lambda: running.sent(running.maya))
    for poke in hand_over_task(running.parts.store, task.id, "lou@acme.example", now=running.now()).pokes:
        running.signal(poke)
    running.until("the other has been told", lambda: len(running.sent(running.maya)) == 2)
    due = given(running).due_at
    for poke in snooze_task(running.parts.store, task.id, Duration.parse("30 days"), now=running.now()).pokes:
        running.signal(poke)
    assert due is not None
    assert given(running).due_at == due + timedelta(days=30)
    for poke in complete_task(running.parts.store, task.id, "interested", by="a test", now=running.now()):
        running.signal(poke)
    assert running.ended(running.maya).outcome == "completed"
    assert [each.step for each in running.sent(running.maya)] == ["call/given", "call/handed-over", "chat"]


def test_an_exit_cancels_the_task(running: World) -> None:
    running.publish(CALLS_THEM.replace("DUE", "90 days"))
    running.deliver(greenhouse.applied(running.maya, running.now()))
    given(running)
    running.deliver(greenhouse.rejected(running.maya, running.now(), stage="Onsite"))
    assert running.ended(running.maya).outcome == "rejected"
    assert given(running).state is TaskState.CANCELLED
