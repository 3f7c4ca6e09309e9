"""Who is let in by a sequence, and who is held at the door, on a real Temporal server."""

import pytest

from nurture.contracts import Command
from nurture.demo import greenhouse
from nurture.values import replace
from tests.integration.sequences import HANDS_ON, MANY_AT_ONCE, TAKEN_UP
from tests.integration.world import World

pytestmark = pytest.mark.temporal


def test_a_journey_starts_another_that_runs_to_its_end(running: World) -> None:
    running.publish(TAKEN_UP, HANDS_ON)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    both = running.until(
        "both journeys have ended",
        lambda: len(ended := [each for each in running.enrollments(running.maya) if each.ended_at]) == 2 and ended,
    )
    assert {each.enrollment.sequence: each.outcome for each in both} == {
        "hands-on": "completed",
        "taken-up": "completed",
    }
    assert [each.step for each in running.sent(running.maya)] == ["first", "second"]
    assert all(each.started_at for each in both)


def test_who_is_held_at_the_door_gets_nothing_until_resumed(running: World) -> None:
    running.publish(MANY_AT_ONCE)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    assert running.ended(running.maya).outcome == "completed"
    other = replace(
        running.maya,
        id=running.maya.id + 50_000,
        application=running.maya.application + 50_000,
        email="ada@home.example",
    )
    running.deliver(greenhouse.applied(other, running.now()))
    held = running.until(
        "the second is held", lambda: [each for each in running.enrollments(other) if each.started_at]
    )[0]
    assert held.held_reason
    assert running.sent(other) == []
    running.update(held.enrollment.id, "resume", Command(by="a test", reason="let them in"))
    assert running.ended(other).outcome == "completed"
    assert [each.step for each in running.sent(other)] == ["first"]
