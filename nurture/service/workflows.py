"""What the web asks of Temporal, and asks without keeping anybody waiting."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from temporalio.client import Client
from temporalio.service import RPCError

from nurture import temporal
from nurture.config import Settings
from nurture.contracts import BroadcastRun, Command, Ending, EnrollmentRun, Poke
from nurture.errors import NotSetUp
from nurture.service import ordering

PATIENCE: Final = timedelta(seconds=2)
"""How long one call may take: a vendor waits for its answer, and what fails here is made up for by the sweep."""
ORDERS_PATIENCE: Final = timedelta(seconds=10)
"""How long a worker may take to carry out an order: whoever gave it is told what came of it."""


class Workflows(Protocol):
    """All calls may be repeated without harm, and raise NotSetUp when Temporal can't be reached."""

    async def start_intake(self, connection: str, delivery_id: str, inbox_id: int) -> None:
        """Has a stored delivery taken in."""
        ...

    async def start_enrollment(self, run: EnrollmentRun) -> None:
        """Has an enrollment carried out."""
        ...

    async def start_broadcasts(self, runs: Sequence[BroadcastRun]) -> None:
        """Has broadcasts carried out."""
        ...

    async def poke(self, pokes: Sequence[Poke]) -> tuple[str, ...]:
        """Wakes enrollments, so that they look at what happened. Names those whose workflows are gone."""
        ...

    async def order(self, whom: str, update: str, message: Command | Ending) -> None:
        """Has an enrollment pause, go on or end. Raises Conflict if it refuses, and NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class TemporalWorkflows:
    """The real ones. The client connects at its first call, and again by itself after an outage."""

    client: Client
    settings: Settings
    patience: timedelta = PATIENCE

    async def start_intake(self, connection: str, delivery_id: str, inbox_id: int) -> None:
        """Starts the intake's workflow; one that runs already goes on."""
        with _in_reach():
            async with asyncio.timeout(self.patience.total_seconds()):
                await temporal.start_intake(self.client, self.settings, connection, delivery_id, inbox_id)

    async def start_enrollment(self, run: EnrollmentRun) -> None:
        """Starts the enrollment's workflow; one that runs already goes on."""
        with _in_reach():
            async with asyncio.timeout(self.patience.total_seconds()):
                await temporal.start_enrollment(self.client, self.settings, run)

    async def start_broadcasts(self, runs: Sequence[BroadcastRun]) -> None:
        """Starts the broadcasts' workflows; those that run already go on."""
        with _in_reach():
            async with asyncio.timeout(self.patience.total_seconds()):
                await temporal.start_broadcasts(self.client, self.settings, runs)

    async def poke(self, pokes: Sequence[Poke]) -> tuple[str, ...]:
        """Signals the enrollments' workflows; those that are over need no waking."""
        gone: list[str] = []
        with _in_reach():
            async with asyncio.timeout(self.patience.total_seconds()):
                for each in pokes:
                    if not await temporal.poke(self.client, each):
                        gone.append(each.enrollment_id)
        return tuple(gone)

    async def order(self, whom: str, update: str, message: Command | Ending) -> None:
        """Sends the enrollment's workflow an Update, and waits until it is done."""
        with _in_reach():
            await ordering.order(self.client, whom, update, message, patience=ORDERS_PATIENCE)


@contextmanager
def _in_reach() -> Iterator[None]:
    try:
        yield
    except (RPCError, RuntimeError, TimeoutError) as error:  # RuntimeError: the first connection failed
        raise NotSetUp(f"Temporal did not answer: {str(error) or 'it took too long'}") from error
