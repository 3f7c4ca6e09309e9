"""The activity that starts another sequence for the same person."""

import asyncio

from temporalio import activity
from temporalio.client import Client

from activities.failures import telling_temporal
from nurture import contracts, temporal
from nurture.contracts import Act, Move
from nurture.service import handing_on, intake
from nurture.service.parts import Parts


class EnrollActivities:
    """On record first, then started, then noted as started: every part may be repeated without harm."""

    def __init__(self, parts: Parts, client: Client) -> None:
        self._parts = parts
        self._client = client

    @activity.defn(name=contracts.START_SEQUENCE)
    async def start_sequence(self, act: Act) -> Move:
        """Enrolls, starts the workflow; then what comes next here."""
        with telling_temporal():
            handed = await asyncio.to_thread(handing_on.start_sequence, self._parts, act)
        if handed.run is not None:
            await temporal.start_enrollment(self._client, self._parts.settings, handed.run)
            await asyncio.to_thread(intake.note_started, self._parts, (handed.run.enrollment_id,))
        for poke in handed.pokes:
            await temporal.poke(self._client, poke)
        return handed.move
