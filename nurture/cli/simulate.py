"""`nurture simulate`."""

from datetime import datetime
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nurture.language.check import Checked, check_folder
from nurture.language.diagnostics import render
from nurture.simulator.formats import FORMATS
from nurture.simulator.log import Log
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import Span, only
from nurture.simulator.simulate import simulate as rehearse


class Format(StrEnum):
    """How it is told."""

    CALENDAR = "calendar"
    TIMELINE = "timeline"
    JSON = "json"


def simulate(
    events: Annotated[Path, typer.Option(help="The log of events, in YAML or CSV.")],
    sequences: Annotated[
        list[str] | None,
        typer.Argument(help="Names of sequences.", show_default="all of them"),
    ] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Tell from that day on.")
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="End with that day.", show_default="a year after the log"),
    ] = None,
    told: Annotated[
        Format, typer.Option("--format", help="Mails by day, everything by person, or JSON.")
    ] = Format.CALENDAR,
    expect: Annotated[Path | None, typer.Option(help="Compare with a recorded result; show what differs.")] = None,
    record: Annotated[Path | None, typer.Option(help="Write the result into that file.")] = None,
    folder: Annotated[
        Path,
        typer.Option(envvar="NURTURE_SEQUENCES", help="The folder of sequences."),
    ] = Path("sequences"),
) -> None:
    """Rehearse sequences over a log of events: who would get what, when, and why not.

    It needs no server and touches no database: sequences come straight from the folder, and time is virtual. The same
    files give the same text on every machine. With --expect it ends with code 1 if anything differs.

    Example: nurture simulate silver-medalist --events sequences/rehearsals/silver-medalist.yaml --format timeline
    """
    if expect is not None and record is not None:
        raise typer.BadParameter("either compare or record: give one of --expect and --record")
    checked, log = _checked(folder), _log(events)
    span = Span(first=first.date() if first else None, last=last.date() if last else None)
    text = FORMATS[told.value](rehearse(only(checked, tuple(sequences or ())), log, span).story)
    if record is not None:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(text, encoding="utf-8")
        typer.echo(f"Recorded in {record}.", err=True)
    elif expect is not None:
        _compare(text, expect)
    else:
        typer.echo(text, nl=False)


def _checked(folder: Path) -> Checked:
    checked = check_folder(folder)
    if not checked.ok:
        typer.echo(render(checked.diagnostics, checked.sources), err=True)
        typer.echo("Nothing was rehearsed.", err=True)
        raise typer.Exit(1)
    return checked


def _log(path: Path) -> Log:
    read = read_log(path)
    if read.log is None:
        typer.echo(render(read.diagnostics, {path: read.text}), err=True)
        typer.echo("Nothing was rehearsed.", err=True)
        raise typer.Exit(1)
    return read.log


def _compare(text: str, expect: Path) -> None:
    """Prints how the result differs from what was recorded, and ends with code 1 if it does."""
    try:
        recorded = expect.read_text(encoding="utf-8")
    except OSError as error:
        typer.echo(f"{expect} can't be read: {error.strerror}", err=True)
        typer.echo("Make it: the same command with --record in place of --expect", err=True)
        raise typer.Exit(1) from None
    difference = unified_diff(
        recorded.splitlines(), text.splitlines(), f"{expect} (recorded)", f"{expect} (now)", lineterm=""
    )
    lines = list(difference)
    if lines:
        typer.echo("\n".join(lines))
        typer.echo("It differs from what was recorded. If that is meant: --record in place of --expect", err=True)
        raise typer.Exit(1)
    typer.echo("As recorded.", err=True)
