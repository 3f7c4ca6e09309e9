"""`nurture backfill`."""

import sys
import time
from datetime import datetime, timedelta
from typing import Annotated

import typer
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from nurture.ats import connection_of, connections_from
from nurture.ats.vendor import Cannot
from nurture.cli.session import settings_from_environment, telling_of_the_database, user
from nurture.cli.tables import screen
from nurture.errors import Conflict, Rejected, Released
from nurture.service.filling import Asked, Filled, begin, fill
from nurture.service.parts import parts_from

_WORTH_TELLING = 30
"""Seconds."""

_MEANS = {
    Filled.NEW: "put on record",
    Filled.LEFT: "on record already: their applications are left as they are, the people brought up to date",
    Filled.PEOPLE: "people, put on record or brought up to date",
    Filled.JOBS: "jobs, put on record or brought up to date",
    Filled.SKIPPED: "of people who were anonymized there, or are not shown to us",
    Filled.REFUSED: "not understood",
}


def backfill(
    connection: Annotated[str, typer.Argument(help="The ATS's connection.")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what changed there since that day.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where it ended.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Begin at the first page again.")] = False,
    by: Annotated[str | None, typer.Option(help="Who says so, for the record.", show_default="your user name")] = None,
) -> None:
    """Put on record whom an ATS had before it was connected. Nobody enters a sequence by it.

    Connect its web hooks first: what happens meanwhile comes by them, and goes before what the lists say.

    Example: nurture backfill lever --since 2026-01-01
    """
    if resume and anew:
        raise typer.BadParameter("--resume goes on, and --anew begins at the first page: which one is it?")
    settings = settings_from_environment()
    connected = connection_of(connections_from(settings), connection)
    vendor = connected.vendor
    if vendor.lister is None:
        why = vendor.back_fill.why if isinstance(vendor.back_fill, Cannot) else vendor.back_fill
        raise Conflict(f"{vendor.title} can't be back-filled: {why}")
    asked = Asked(connection=connection, since=since.astimezone() if since else None, by=by or user())
    parts, lister = parts_from(settings), vendor.lister(connected.account, _pause)
    try:
        with telling_of_the_database():
            begun = begin(parts, asked, resume=resume, anew=anew)
            columns = SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn()
            is_shown = sys.stderr.isatty()
            with Progress(*columns, console=screen(errors=True), transient=True, disable=not is_shown) as progress:
                task = progress.add_task("records", total=None, completed=begun.rows)
                counts, faults = fill(parts, lister, asked, begun, lambda rows: progress.advance(task, rows))
    except Released as error:
        hint = f"{error.hint} Then go on with: --resume" if error.hint else "Go on with: --resume"
        raise Conflict(f"{error.message}; what was read until then is on record", hint=hint) from error
    except Rejected as error:
        hint = f"If it no longer knows the place where to go on, begin with: --anew. {error.hint or ''}".strip()
        raise Conflict(f"{error.message}; what was read until then is on record", hint=hint) from error
    finally:
        lister.close()
        parts.close()
    for fault in faults:
        typer.echo(fault, err=True)
    for each, meaning in _MEANS.items():
        if counts[each]:
            typer.echo(f"{counts[each]} {meaning}")


def _pause(how_long: timedelta) -> None:
    """Waits because the ATS wants it, and says so where somebody may wonder."""
    seconds = how_long.total_seconds()
    if seconds >= _WORTH_TELLING:
        typer.echo(f"the ATS is asked too often, and is left alone for {seconds:.0f} seconds", err=True)
    time.sleep(seconds)
