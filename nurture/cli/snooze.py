"""`nurture snooze`."""

from typing import Annotated

import typer

from nurture.cli.duties import DoneBy, TaskId, change_task
from nurture.service.task_terms import length_of, snooze_task


def snooze(
    task: TaskId,
    length: Annotated[str, typer.Argument(metavar="TIME", help="For how long, as in `3 days` or `2 business days`.")],
    by: DoneBy = None,
) -> None:
    """Put a task off, as far as its step allows: its time stands still, and it is due that much later.

    Example: nurture snooze silver-medalist/application/greenhouse:693/1#call#1 "3 days" --by kim@acme.example
    """
    time = length_of(length)
    change_task(
        task, f"put off by {time}", by, lambda store, _, deed: snooze_task(store, task, time, now=deed.at, deed=deed)
    )
