"""What a log says that somebody of ours does by hand, done to runs on a Temporal server as the commands do it."""

import asyncio

from temporalio.client import Client

from nurture import temporal
from nurture.contracts import Command, Ending
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.service.intake import note_started
from nurture.simulator.news import Hand
from nurture.simulator.runs import BY_HAND, ENDED_BY_HAND
from nurture.store import standings
from tests.integration.world import World


async def do_by_hand(world: World, client: Client, told: Hand) -> None:
    """Enrolls, pauses, resumes or ends. Raises what the server or the service refuses with."""
    if told.word == "enroll":
        await _enroll(world, client, told)
        return
    for enrollment_id in await asyncio.to_thread(_inside, world, told):
        handle = temporal.enrollment(client, enrollment_id)
        update, message = _update(told.word, enrollment_id)
        await handle.execute_update(update, message)


def _update(word: str, enrollment_id: str) -> tuple[str, Command | Ending]:
    if word == "ended":
        return "exit", Ending(enrollment_id=enrollment_id, outcome=ENDED_BY_HAND, command=BY_HAND)
    return {"paused": "pause", "resumed": "resume"}[word], BY_HAND


def _inside(world: World, told: Hand) -> list[str]:
    with world.parts.store.read() as conn:
        theirs = standings.active_for_candidate(conn, told.candidate_id)
    return [each.enrollment.id for each in theirs if each.enrollment.sequence == told.sequence]


async def _enroll(world: World, client: Client, told: Hand) -> None:
    asked = ByHand(
        sequence=told.sequence, candidate_id=told.candidate_id, application_id=told.application_id, by=BY_HAND.by
    )
    entered = await asyncio.to_thread(enroll_by_hand, world.parts, asked)
    await temporal.start_enrollment(client, world.settings, entered.run)
    await asyncio.to_thread(note_started, world.parts, (entered.run.enrollment_id,))
