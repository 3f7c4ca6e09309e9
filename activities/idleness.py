"""The activity that looks, once a day, for applications that nobody has touched."""

import asyncio

from temporalio import activity
from temporalio.client import Client

from activities.failures import telling_temporal
from activities.starting import start_and_poke
from nurture import contracts
from nurture.contracts import IdleTold
from nurture.service import idleness
from nurture.service.parts import Parts


class IdleActivities:
    """What is told is on record first, then who enters by it is started: every part may be repeated without harm."""

    def __init__(self, parts: Parts, client: Client) -> None:
        self._parts = parts
        self._client = client

    @activity.defn(name=contracts.TELL_IDLE)
    async def tell_idle(self, _: None) -> IdleTold:
        """One page of the day's look; nothing at all while the office has not opened, or once it is over."""
        with telling_temporal():
            page = await asyncio.to_thread(idleness.tell_idle, self._parts)
        await start_and_poke(self._parts, self._client, page.taken)
        return IdleTold(told=page.told, is_over=page.is_over)
