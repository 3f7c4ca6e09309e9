"""Activities that tell other systems: the ATS, and webhooks."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor

from temporalio import activity
from temporalio.client import Client

from activities.failures import telling_temporal
from activities.starting import start_and_poke
from nurture import contracts
from nurture.contracts import Act, Move
from nurture.service import ats_writing, webhooks
from nurture.service.dispatching import Told
from nurture.service.parts import Parts


class DispatchActivities:
    """On record first, then those are started and woken whom the change concerns: both may be repeated without harm.

    Calls to other systems take their time, so they are made in `threads`, the worker's own.
    """

    def __init__(self, parts: Parts, client: Client, threads: Executor) -> None:
        self._parts = parts
        self._client = client
        self._threads = threads

    @activity.defn(name=contracts.UPDATE_ATS)
    async def update_ats(self, act: Act) -> Move:
        """Claim, change, settle; then what comes next."""
        return await self._tell(ats_writing.update_ats, act)

    @activity.defn(name=contracts.CALL_WEBHOOK)
    async def call_webhook(self, act: Act) -> Move:
        """Claim, post, settle; then what comes next."""
        return await self._tell(webhooks.call_webhook, act)

    async def _tell(self, carry_out: Callable[[Parts, Act, str], Told], act: Act) -> Move:
        info = activity.info()
        token = f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}"
        with telling_temporal():
            told = await asyncio.get_running_loop().run_in_executor(self._threads, carry_out, self._parts, act, token)
        await start_and_poke(self._parts, self._client, told.taken)
        return told.move
