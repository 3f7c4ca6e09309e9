"""Occasions for many, and exits for more than one run, on a real Temporal server."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.client import WorkflowUpdateFailedError

from nurture import temporal
from nurture.contracts import Command
from nurture.demo import greenhouse
from nurture.demo.cast import FIRMWARE, Applicant
from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Happening, Intake, JobUpdate
from nurture.service.intake import hear
from nurture.service.replies import record_reply
from nurture.values import replace
from tests.integration.many import AUDIENCE, OPENINGS, STOPPED, STOPS, arrive, newest
from tests.integration.world import World

pytestmark = pytest.mark.temporal


def another(who: Applicant, number: int, country: str) -> Applicant:
    """Somebody else who applies."""
    return replace(
        who,
        id=who.id + number * 10_000,
        application=who.application + number * 10_000,
        email=f"p{number}@home.example",
        country=country,
    )


def test_a_job_that_opens_lets_in_everybody_who_meets_the_condition(running: World) -> None:
    people = [another(running.maya, 1, "DE"), another(running.maya, 2, "FR"), another(running.maya, 3, "DE")]
    running.publish(OPENINGS)
    arrive(running, people)
    running.deliver(greenhouse.opened(FIRMWARE, running.now()))
    done = running.until("the broadcast is done", lambda: newest(running))
    assert (done.looked_at, done.entered) == (3, 2)
    assert done.started_at is not None
    for who in (people[0], people[2]):
        assert running.ended(who).outcome == "completed"
        assert [each.step for each in running.sent(who)] == ["first"]
    assert running.enrollments(people[1]) == ()


def test_an_audience_comes_in_by_itself_and_who_comes_later_the_day_after(world: World) -> None:
    world.publish(AUDIENCE)
    with world.worker(), world.web():
        first, other = another(world.maya, 1, "DE"), another(world.maya, 2, "FR")
        arrive(world, [first, other])
        assert world.ended(first).outcome == "completed"
        later = another(world.maya, 3, "DE")
        arrived = world.now()
        world.deliver(greenhouse.applied(later, arrived))
        assert world.ended(later).outcome == "completed"
        assert len(world.sent(first)) == 1
        assert world.enrollments(later)[0].enrollment.entered_at < arrived + timedelta(days=8)
        assert world.enrollments(other) == ()


def test_an_exit_for_the_person_ends_another_run_that_waits_for_years(running: World) -> None:
    running.publish(STOPS, STOPPED)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("both run", lambda: len([each for each in running.enrollments(running.maya) if each.started_at]) == 2)
    pokes = record_reply(running.parts, running.maya.candidate_id, at=running.now()).pokes
    by_sequence = {each.enrollment.sequence: each for each in running.enrollments(running.maya)}
    [poke] = [each for each in pokes if each.enrollment_id == by_sequence["stops"].enrollment.id]
    running.signal(poke)
    ended = running.until(
        "both have ended",
        lambda: len(over := [e for e in running.enrollments(running.maya) if e.ended_at]) == 2 and over,
    )
    assert {each.outcome for each in ended} == {"replied"}


def test_a_broadcast_that_is_paused_waits_until_it_is_resumed(world: World) -> None:
    world.publish(OPENINGS)
    opened = Intake(
        at=world.now(),
        happenings=(Happening(type=EventType.JOB_OPENED, job_id="greenhouse:7"),),
        jobs=(JobUpdate(id="greenhouse:7", fields={"title": "Engineer"}),),
        candidates=(CandidateUpdate(id=world.maya.candidate_id, fields={"country": "DE", "email": "m@home.example"}),),
    )
    with world.parts.store.write() as conn:
        [run] = hear(world.parts, conn, opened).taken.broadcasts
    order = Command(by="a test", reason="to see")

    async def operate() -> None:
        client = await temporal.connect(world.settings)
        await temporal.start_broadcasts(client, world.settings, [replace(run, paused=True)])
        handle = temporal.broadcast(client, run.broadcast_id)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await handle.execute_update("pause", order)
        assert "it is paused already" in str(refused.value.cause)
        assert newest(world) is None
        assert await handle.execute_update("resume", order) == "resumed"
        assert await handle.result() == "candidates looked at: 1, came in: 1"

    with world.worker():
        asyncio.run(operate())
        assert world.ended(world.maya).outcome == "completed"


@pytest.mark.slow
def test_a_run_that_nobody_wakes_hears_of_what_happened_all_the_same(running: World) -> None:
    running.publish(STOPS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("it runs", lambda: [each for each in running.enrollments(running.maya) if each.started_at])
    record_reply(running.parts, running.maya.candidate_id, at=running.now())
    assert running.ended(running.maya).outcome == "replied"
