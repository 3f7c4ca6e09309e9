"""What publishing a sequence with `every` or `at` asks of Temporal besides."""

import asyncio

import typer

from nurture import temporal
from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.service.broadcasting import needs_calendar
from nurture.store import Store


def start_calendar_if_needed(store: Store, settings: Settings) -> None:
    """Has Temporal look whose time has come, from now on, if any published sequence waits for that.

    A worker does so when it starts, too: so it is no fault if Temporal is away, and stderr says it.
    """
    if needs_calendar(store):
        asyncio.run(_start(settings))


async def _start(settings: Settings) -> None:
    try:
        await temporal.start_calendar(await temporal.connect(settings), settings)
    except NotSetUp as away:
        typer.echo(f"{away.message}: `every` and `at` begin when a worker is started.", err=True)
