"""What commands share that tell of something: it goes on record, and whom it concerns is started and woken."""

import asyncio
from collections.abc import Callable

import typer

from nurture.cli.session import telling_of_the_database
from nurture.config import Settings
from nurture.contracts import TakenIn
from nurture.errors import NotSetUp
from nurture.service.parts import Parts, parts_from
from nurture.service.waking import start_and_wake


def carry_out(settings: Settings, deed: Callable[[Parts], TakenIn]) -> None:
    """Does it; where Temporal can't be reached, it says that it is on record all the same."""
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            taken = deed(parts)
        try:
            asyncio.run(start_and_wake(parts, taken))
        except NotSetUp as away:
            typer.echo(f"{away.message}: it is on record; whom it concerns hears of it when next awake.", err=True)
    finally:
        parts.close()
