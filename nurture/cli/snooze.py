"""`nurture snooze`."""

from typing import Annotated

import typer

from nurture.cli.duties import DoneBy, TaskId, change_task
from nurture.errors import Conflict
from nurture.service.task_terms import snooze_task
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError


def snooze(
    task: TaskId,
    length: Annotated[str, typer.Argument(metavar="TIME", help="For how long, as in `3 days` or `2 business days`.")],
    by: DoneBy = None,
) -> None:
    """Put a task off, as far as its step allows: its time stands still, and it is due that much later.

    Example: nurture snooze silver-medalist/application/greenhouse:693/1#call#1 "3 days" --by kim@acme.example
    """
    try:
        time = Duration.parse(length)
    except TimingError as error:
        raise Conflict(error.message, hint=error.hint) from error
    change_task(
        task, f"put off by {time}", by, lambda store, _, deed: snooze_task(store, task, time, now=deed.at, deed=deed)
    )
