"""Activities of broadcasts: what is due is opened, and page by page people come in."""

import asyncio

from temporalio import activity
from temporalio.client import Client

from activities.failures import telling_temporal
from activities.starting import start_and_poke
from nurture import contracts
from nurture.contracts import BroadcastPause, BroadcastStanding, TakenIn
from nurture.service import broadcasting
from nurture.service.parts import Parts


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
        await start_and_poke(self._parts, self._client, TakenIn(broadcasts=due))
        return len(due)

    @activity.defn(name=contracts.CARRY_ON)
    async def carry_on(self, broadcast_id: str) -> BroadcastStanding:
        """One page: who comes in is on record, then their workflows are started."""
        with telling_temporal():
            carried = await asyncio.to_thread(broadcasting.carry_on, self._parts, broadcast_id)
        taken = TakenIn(started=carried.started, pokes=carried.pokes)
        await start_and_poke(self._parts, self._client, taken)
        return carried.standing

    @activity.defn(name=contracts.RECORD_BROADCAST_PAUSE)
    def record_broadcast_pause(self, pause: BroadcastPause) -> str:
        """A person paused or resumed it."""
        with telling_temporal():
            return broadcasting.record_pause(self._parts, pause)
