"""Activities that take a delivery in, and start and wake the journeys it concerns."""

import asyncio

from temporalio import activity
from temporalio.client import Client

from activities.broadcasts import note_started
from activities.failures import telling_temporal
from nurture import contracts, temporal
from nurture.contracts import Delivery, TakenIn
from nurture.service import intake
from nurture.service.mail import taking
from nurture.service.parts import Parts


class IntakeActivities:
    """`take_in` works on the database alone; `wake` on Temporal alone, until it notes what was started."""

    def __init__(self, parts: Parts, client: Client) -> None:
        self._parts = parts
        self._client = client

    @activity.defn(name=contracts.TAKE_IN)
    def take_in(self, delivery: Delivery) -> TakenIn:
        """Understands a stored delivery and records what follows."""
        with telling_temporal():
            return taking.take_in(self._parts, delivery)

    @activity.defn(name=contracts.WAKE)
    async def wake(self, taken: TakenIn) -> None:
        """Starts and wakes; every call may be repeated without harm."""
        await start_and_poke(self._parts, self._client, taken)


async def start_and_poke(parts: Parts, client: Client, taken: TakenIn) -> None:
    """Starts and wakes whom news concerns, and notes on record what runs."""
    await temporal.start_broadcasts(client, parts.settings, taken.broadcasts)
    for run in taken.started:
        activity.heartbeat(run.enrollment_id)
        await temporal.start_enrollment(client, parts.settings, run)
    lost: list[str] = []
    for poke in taken.pokes:
        activity.heartbeat(poke.enrollment_id)
        if not await temporal.poke(client, poke):
            lost.append(poke.enrollment_id)
    await asyncio.to_thread(note_started, parts, taken.broadcasts)
    await asyncio.to_thread(intake.note_started, parts, tuple(run.enrollment_id for run in taken.started))
    await asyncio.to_thread(intake.note_lost, parts, tuple(lost))
