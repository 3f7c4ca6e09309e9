"""`nurture due`."""

from datetime import datetime
from typing import Annotated

import typer

from nurture.cli.duties import DoneBy, TaskId, change_task
from nurture.service.task_terms import reschedule_task
from nurture.timing.walltime import moment


def due(
    task: TaskId,
    at: Annotated[
        datetime,
        typer.Argument(metavar="MOMENT", formats=["%Y-%m-%d %H:%M"], help="By when, on the company's clock."),
    ],
    by: DoneBy = None,
) -> None:
    """Say by when a task is to be done. From then on no date that moves moves it.

    Example: nurture due silver-medalist/application/greenhouse:693/1#call#1 "2026-03-27 15:00"
    """
    change_task(
        task,
        f"due {at:%Y-%m-%d %H:%M}",
        by,
        lambda store, zone, deed: reschedule_task(
            store, task, moment(at.date(), at.time(), zone), now=deed.at, deed=deed
        ),
    )
