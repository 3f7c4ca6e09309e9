"""An event of the company's own, told by hand, starts one run and wakes another, on a real Temporal server."""

import asyncio

import pytest

from nurture.demo import greenhouse
from nurture.service.happened import ByHand, tell_by_hand
from nurture.service.waking import start_and_wake
from tests.integration.world import World

pytestmark = pytest.mark.temporal

OWN = """\
events:
  background-check.invited: {means: the check was ordered, about: application, carries: {order: text}}
"""
WAITS = """\
sequence: waits
title: Waits for the check
owner: ops@acme.example
purpose: internal
enroll: {on: application.created}
send: {from: talent, hours: always}
steps:
  - id: check
    wait_for: {event: background-check.invited, where: event.order == "A1"}
    then: [{id: first, email: one}]
"""
BEGINS = """\
sequence: begins
title: Begins with the check
owner: ops@acme.example
purpose: internal
enroll: {on: background-check.invited, again: never}
send: {from: talent, hours: always}
steps:
  - {id: second, email: two}
"""


def test_an_own_event_told_by_hand_starts_and_wakes(running: World) -> None:
    running.publish(WAITS, BEGINS, adding=OWN)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("the run waits", lambda: [each for each in running.enrollments(running.maya) if each.started_at])
    said = ByHand(
        event="background-check.invited",
        candidate_id=running.maya.candidate_id,
        at=running.now(),
        by="a test",
        told={"order": "A1"},
    )
    asyncio.run(start_and_wake(running.parts, tell_by_hand(running.parts, said)))
    ended = running.until(
        "both have ended",
        lambda: len(ended := [each for each in running.enrollments(running.maya) if each.ended_at]) == 2 and ended,
    )
    assert {each.enrollment.sequence: each.outcome for each in ended} == {"waits": "completed", "begins": "completed"}
    assert sorted(each.step or "" for each in running.sent(running.maya)) == ["first", "second"]
