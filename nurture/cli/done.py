"""`nurture done`."""

import asyncio
from typing import Annotated

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.errors import NotSetUp
from nurture.service.answering import complete_task
from nurture.service.replies import wake
from nurture.store import audit
from nurture.store.audit import Deed


def done(
    task: Annotated[str, typer.Argument(metavar="TASK", help="The task's id, as `nurture tasks` prints it.")],
    outcome: Annotated[str, typer.Argument(help="What came of it: one of the task's outcomes.")],
    by: Annotated[str | None, typer.Option(help="Who did it, for the record.", show_default="your user name")] = None,
    note: Annotated[str | None, typer.Option(help="More in a few words, for the person's timeline.")] = None,
) -> None:
    """Say what came of a task. The sequence that waits for it goes on.

    Example: nurture done silver-medalist/application/greenhouse:693/1#call#1 "not now" --by kim@acme.example
    """
    settings, who = settings_from_environment(), by or user()
    now = settings.clock().now()
    with database(settings) as store:
        pokes = complete_task(store, task, outcome, by=who, now=now, note=note)
        with store.write() as conn:
            audit.record(conn, Deed(at=now, who=who, what=f"did {task}: {outcome}", why=note or ""))
    try:
        asyncio.run(wake(settings, pokes))
    except NotSetUp as away:
        typer.echo(
            f"{away.message}: say it once more when it does, or the sequence hears of it only when it next wakes.",
            err=True,
        )
    typer.echo(f"{outcome}: noted.")
