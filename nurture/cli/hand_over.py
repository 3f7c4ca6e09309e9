"""`nurture hand-over`."""

from typing import Annotated

import typer

from nurture.cli.duties import DoneBy, TaskId, change_task
from nurture.service.task_terms import hand_over_task


def hand_over(
    task: TaskId,
    to: Annotated[str, typer.Argument(metavar="WHOM", help="A role, a sender of company.yaml, or a mail address.")],
    by: DoneBy = None,
) -> None:
    """Pass a task on, where its step allows that. Whose it is then gets a mail, and all the time that it takes.

    Example: nurture hand-over silver-medalist/application/greenhouse:693/1#call#1 coordinator
    """
    change_task(
        task, f"handed over to {to}", by, lambda store, _, deed: hand_over_task(store, task, to, now=deed.at, deed=deed)
    )
