"""Activities that take a delivery in, and start and wake the journeys it concerns."""

from temporalio import activity
from temporalio.client import Client

from activities.failures import telling_temporal
from activities.starting import start_and_poke
from nurture import contracts
from nurture.contracts import Delivery, TakenIn
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
