"""Starting and waking whom news concerns, by whoever told of it: a command, the demo."""

import asyncio

from nurture import temporal
from nurture.config import Settings
from nurture.contracts import Poke, TakenIn
from nurture.service.intake import note_started
from nurture.service.parts import Parts
from nurture.service.workflows import Workflows


async def start_and_wake(parts: Parts, taken: TakenIn) -> None:
    """Starts and wakes them. Raises NotSetUp when Temporal can't be reached: the sweep makes up for it then."""
    if not (taken.started or taken.pokes):
        return
    client = await temporal.connect(parts.settings)
    for run in taken.started:
        await temporal.start_enrollment(client, parts.settings, run)
    await asyncio.to_thread(note_started, parts, tuple(run.enrollment_id for run in taken.started))
    for poke in taken.pokes:
        await temporal.poke(client, poke)


async def begin_and_wake(workflows: Workflows, parts: Parts, taken: TakenIn) -> None:
    """The same for those who keep nobody waiting. Raises NotSetUp."""
    for run in taken.started:
        await workflows.start_enrollment(run)
    if taken.started:
        await asyncio.to_thread(note_started, parts, tuple(run.enrollment_id for run in taken.started))
    if taken.pokes:
        await workflows.poke(taken.pokes)


async def wake(settings: Settings, pokes: tuple[Poke, ...]) -> None:
    """Wakes them. Raises NotSetUp when Temporal can't be reached: then each hears of it when it wakes by itself."""
    if pokes:
        client = await temporal.connect(settings)
        for poke in pokes:
            await temporal.poke(client, poke)
