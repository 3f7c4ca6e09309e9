"""Activities of broadcasts: what is due is opened, and page by page people come in."""

import asyncio
from collections.abc import Sequence

from temporalio import activity
from temporalio.client import Client

from activities.failures import telling_temporal
from nurture import contracts, temporal
from nurture.contracts import BroadcastPause, BroadcastRun, BroadcastStanding
from nurture.service import broadcasting, intake
from nurture.service.parts import Parts


def note_started(parts: Parts, runs: Sequence[BroadcastRun]) -> None:
    """Notes that Temporal runs these broadcasts."""
    broadcasting.note_started(parts.store, (run.broadcast_id for run in runs), now=parts.clock.now())


class BroadcastActivities:
    """On record first, then started, then noted as started: every part may be repeated without harm."""

    def __init__(self, parts: Parts, client: Client) -> None:
        self._parts = parts
        self._client = client

    @activity.defn(name=contracts.OPEN_DUE)
    async def open_due(self, _: None) -> int:
        """Opens what is due and starts what was never started; how many."""
        with telling_temporal():
            due = await asyncio.to_thread(broadcasting.open_due, self._parts)
        await temporal.start_broadcasts(self._client, self._parts.settings, due)
        await asyncio.to_thread(note_started, self._parts, due)
        return len(due)

    @activity.defn(name=contracts.CARRY_ON)
    async def carry_on(self, broadcast_id: str) -> BroadcastStanding:
        """One page: who comes in is on record, then their workflows are started."""
        with telling_temporal():
            carried = await asyncio.to_thread(broadcasting.carry_on, self._parts, broadcast_id)
        for run in carried.started:
            activity.heartbeat(run.enrollment_id)
            await temporal.start_enrollment(self._client, self._parts.settings, run)
        for poke in carried.pokes:
            activity.heartbeat(poke.enrollment_id)
            await temporal.poke(self._client, poke)
        started = tuple(run.enrollment_id for run in carried.started)
        await asyncio.to_thread(intake.note_started, self._parts, started)
        return carried.standing

    @activity.defn(name=contracts.RECORD_BROADCAST_PAUSE)
    def record_broadcast_pause(self, pause: BroadcastPause) -> str:
        """A person paused or resumed it."""
        with telling_temporal():
            return broadcasting.record_pause(self._parts, pause)
