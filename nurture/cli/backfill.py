"""`nurture backfill`."""

import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from nurture.ats import connection_of, connections_from
from nurture.ats.vendor import Cannot
from nurture.cli.session import settings_from_environment, telling_of_the_database, user
from nurture.cli.tables import screen
from nurture.errors import Conflict, Released
from nurture.service.filling import Asked, Filled, begin, fill
from nurture.service.parts import parts_from

_MEANS = {
    Filled.NEW: "put on record",
    Filled.LEFT: "on record already: their applications are left as they are, the people brought up to date",
    Filled.SKIPPED: "of people who were anonymized there",
    Filled.REFUSED: "not understood",
}


def backfill(
    connection: Annotated[str, typer.Argument(help="The ATS's connection.")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what changed there since that day.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where it ended.")] = False,
    by: Annotated[str | None, typer.Option(help="Who says so, for the record.", show_default="your user name")] = None,
) -> None:
    """Put on record whom an ATS had before it was connected. Nobody enters a sequence by it.

    Connect its web hooks first: what happens meanwhile comes by them, and goes before what the lists say.

    Example: nurture backfill lever --since 2026-01-01
    """
    settings = settings_from_environment()
    connected = connection_of(connections_from(settings), connection)
    vendor = connected.vendor
    if vendor.lister is None:
        why = vendor.back_fill.why if isinstance(vendor.back_fill, Cannot) else vendor.back_fill
        raise Conflict(f"{vendor.title} can't be back-filled: {why}")
    asked = Asked(connection=connection, since=since.astimezone() if since else None, by=by or user())
    parts, lister = parts_from(settings), vendor.lister(connected.account)
    try:
        with telling_of_the_database():
            begun = begin(parts, asked, resume=resume)
            columns = SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn()
            is_shown = sys.stderr.isatty()
            with Progress(*columns, console=screen(errors=True), transient=True, disable=not is_shown) as progress:
                task = progress.add_task("records", total=None, completed=begun.rows)
                counts, faults = fill(parts, lister, asked, begun, lambda rows: progress.advance(task, rows))
    except Released as error:
        raise Conflict(
            f"{error.message}; what was read until then is on record", hint="Go on with: --resume"
        ) from error
    finally:
        lister.close()
        parts.close()
    for fault in faults:
        typer.echo(fault, err=True)
    for each, meaning in _MEANS.items():
        if counts[each]:
            typer.echo(f"{counts[each]} {meaning}")
