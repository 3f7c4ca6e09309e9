"""`nurture done`."""

from typing import Annotated

import typer

from nurture.cli.duties import TaskId, wake_or_say
from nurture.cli.session import database, settings_from_environment, user
from nurture.service.answering import say_done


def done(
    task: TaskId,
    outcome: Annotated[str, typer.Argument(help="What came of it: one of the task's outcomes.")],
    answer: Annotated[
        str | None, typer.Argument(help="What that outcome asks for: a date (2026-03-27), or text.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who did it, for the record.", show_default="your user name")] = None,
    note: Annotated[str | None, typer.Option(help="More in a few words, for the person's timeline.")] = None,
) -> None:
    """Say what came of a task. The sequence that waits for it goes on.

    Example: nurture done silver-medalist/application/greenhouse:693/1#call#1 "not now" --by kim@acme.example
    """
    settings, who = settings_from_environment(), by or user()
    now = settings.clock().now()
    with database(settings) as store:
        pokes = say_done(store, task, outcome, by=who, now=now, answer=answer, note=note)
    wake_or_say(settings, pokes)
    typer.echo(f"{outcome}: noted.")
