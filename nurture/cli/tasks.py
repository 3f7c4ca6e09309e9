"""`nurture tasks`."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from nurture.cli.session import database, settings_from_environment
from nurture.cli.tables import local, screen, table
from nurture.domain.tasks import TaskState
from nurture.service.roster import Duty, duties_of
from nurture.store.published import company_zone


def tasks(
    mine: Annotated[str | None, typer.Option(help="Only those of the person of ours with this mail address.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Those that are done or cancelled, too.")] = False,
) -> None:
    """List what sequences have given our people to do: what is due first stands first, what is overdue says so.

    A task belongs to whoever holds its role today. Times are on the company's clock.

    Example: nurture tasks --mine kim@acme.example
    """
    settings = settings_from_environment()
    now = settings.clock().now()
    with database(settings) as store, store.read() as conn:
        duties = duties_of(conn, now=now, only_open=not every, mine=mine)
        zone = ZoneInfo(company_zone(conn))
    if not duties:
        typer.echo("There is nothing to do.", err=True)
        return
    rows = [
        (_due(each, zone), _state(each, now), each.task.title, each.person, each.owner, each.task.choices)
        for each in duties
    ]
    console = screen()
    console.print(table(("due", "", "task", "about", "whose", "outcomes"), rows))
    console.print()
    for each in duties:  # whole, for `nurture done`
        console.print(f"{each.task.id}  {each.task.title}", soft_wrap=True)


def _due(duty: Duty, zone: ZoneInfo) -> str:
    return local(duty.task.due_at, zone) if duty.task.due_at else ""


def _state(duty: Duty, now: datetime) -> str:
    if duty.task.is_overdue(now):
        return "overdue"
    if duty.task.is_snoozed(now):
        return "put off"
    return duty.task.outcome or duty.task.state if duty.task.state is not TaskState.OPEN else ""
