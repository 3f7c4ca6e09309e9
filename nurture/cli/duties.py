"""What the commands about tasks share."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Final, TypeAlias
from zoneinfo import ZoneInfo

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import local
from nurture.config import Settings
from nurture.contracts import Poke
from nurture.errors import NotSetUp
from nurture.service.task_terms import Changed
from nurture.service.waking import wake
from nurture.store import Store
from nurture.store.audit import Deed
from nurture.store.published import company_zone

TaskId: TypeAlias = Annotated[str, typer.Argument(metavar="TASK", help="The task's id, as `nurture tasks` prints it.")]
DoneBy: TypeAlias = Annotated[
    str | None, typer.Option("--by", help="Who says so, for the record.", show_default="your user name")
]

AGAIN: Final = "say it once more when it does, or the sequence hears of it only when it next wakes."
LATER: Final = "the sequence hears of it when it next wakes."


def change_task(task: str, did: str, by: str | None, change: Callable[[Store, ZoneInfo, Deed], Changed]) -> None:
    """Carries out a change of a task's terms with the deed, wakes whom it concerns, and says when it is due."""
    settings, who = settings_from_environment(), by or user()
    now = settings.clock().now()
    with database(settings) as store:
        with store.read() as conn:
            zone = ZoneInfo(company_zone(conn))
        changed = change(store, zone, Deed(at=now, who=who, what=f"{did}: {task}", why=""))
    wake_or_say(settings, changed.pokes, otherwise=LATER)
    due = changed.task.due_at
    typer.echo(f"{did}: noted." + (f" It is due {local(due, zone)}." if due else ""))


def wake_or_say(settings: Settings, pokes: tuple[Poke, ...], *, otherwise: str = AGAIN) -> None:
    """Wakes these enrollments, or says that Temporal is away, and what follows from that."""
    try:
        asyncio.run(wake(settings, pokes))
    except NotSetUp as away:
        typer.echo(f"{away.message}: {otherwise}", err=True)
