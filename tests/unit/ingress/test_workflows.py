"""What the web edge does when Temporal does not answer."""

import asyncio
import socket
from datetime import timedelta

import pytest

from nurture import temporal
from nurture.config import Settings
from nurture.contracts import Poke
from nurture.devserver import free_port
from nurture.errors import NotSetUp
from nurture.service.workflows import TemporalWorkflows


async def nobody_there(settings: Settings) -> TemporalWorkflows:
    away = settings.model_copy(update={"temporal_address": f"127.0.0.1:{free_port()}"})
    return TemporalWorkflows(await temporal.connect(away, lazy=True), away)


def test_the_edge_starts_without_temporal_and_says_when_a_call_fails(settings: Settings):
    async def start() -> None:
        workflows = await nobody_there(settings)
        with pytest.raises(NotSetUp, match="Temporal did not answer"):
            await workflows.start_intake("greenhouse", "delivery-1", 1)
        with pytest.raises(NotSetUp, match="Temporal did not answer"):
            await workflows.poke((Poke(enrollment_id="a/application/greenhouse:1/1", event=1),))

    asyncio.run(start())


def test_a_vendor_does_not_wait_for_a_server_that_accepts_and_never_speaks(settings: Settings):
    async def start() -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settled = settings.model_copy(update={"temporal_address": f"127.0.0.1:{silent.getsockname()[1]}"})
            client = await temporal.connect(settled, lazy=True)
            workflows = TemporalWorkflows(client, settled, patience=timedelta(milliseconds=200))
            with pytest.raises(NotSetUp, match="took too long"):
                await workflows.start_intake("greenhouse", "delivery-1", 1)

    asyncio.run(start())
