"""Starting and waking whom news concerns: on record first, then in Temporal, then noted. All may be repeated."""

import asyncio
from typing import Final

from temporalio import activity
from temporalio.client import Client

from nurture import temporal
from nurture.contracts import TakenIn
from nurture.service import broadcasting, intake
from nurture.service.parts import Parts

AT_ONCE: Final = 10
"""How many workflows are asked of Temporal at a time: each takes a while, most of which is waiting."""


async def start_and_poke(parts: Parts, client: Client, taken: TakenIn) -> None:
    """Starts and wakes whom news concerns, and notes on record what runs."""
    await temporal.start_broadcasts(client, parts.settings, taken.broadcasts)
    for first in range(0, len(taken.started), AT_ONCE):
        some = taken.started[first : first + AT_ONCE]
        _say(some[0].enrollment_id)
        await asyncio.gather(*(temporal.start_enrollment(client, parts.settings, run) for run in some))
    lost: list[str] = []
    for poke in taken.pokes:
        _say(poke.enrollment_id)
        if not await temporal.poke(client, poke):
            lost.append(poke.enrollment_id)
    opened = tuple(run.broadcast_id for run in taken.broadcasts)
    await asyncio.to_thread(broadcasting.note_started, parts.store, opened, now=parts.clock.now())
    await asyncio.to_thread(intake.note_started, parts, tuple(run.enrollment_id for run in taken.started))
    await asyncio.to_thread(intake.note_lost, parts, tuple(lost))


def _say(how_far: str) -> None:
    """Says how far it has come; a local activity is too short for that, and has nobody to say it to."""
    if not activity.info().is_local:
        activity.heartbeat(how_far)
