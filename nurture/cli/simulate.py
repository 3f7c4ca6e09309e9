"""`nurture simulate`."""

import sys
from collections.abc import Mapping
from datetime import datetime
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.progress import Progress

from nurture.cli.tables import screen
from nurture.domain.own import NOTHING_OWN, Own
from nurture.language.check import Checked, check_folder
from nurture.language.diagnostics import Diagnostic, render
from nurture.simulator.crowd import Crowd, play, read_population
from nurture.simulator.formats import FORMATS
from nurture.simulator.log import Log
from nurture.simulator.quick import why_not
from nurture.simulator.reading import read_log
from nurture.simulator.report import as_json, report
from nurture.simulator.simulate import Span, only
from nurture.simulator.simulate import simulate as rehearse
from nurture.simulator.tally import Tally


class Format(StrEnum):
    """How it is told."""

    CALENDAR = "calendar"
    TIMELINE = "timeline"
    JSON = "json"


def simulate(
    events: Annotated[Path, typer.Option(help="The log of events, in YAML or CSV; the distributions of a population.")],
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
    population: Annotated[
        int | None, typer.Option(min=1, help="Draw that many people from distributions, and count.")
    ] = None,
    seed: Annotated[int, typer.Option(help="With --population: another number draws other people.")] = 1,
    folder: Annotated[
        Path,
        typer.Option(envvar="NURTURE_SEQUENCES", help="The folder of sequences."),
    ] = Path("sequences"),
) -> None:
    """Rehearse sequences over a log of events: who would get what, when, and why not.

    It needs no server and touches no database: sequences come straight from the folder, and time is virtual. The same
    files give the same text on every machine. With --expect it ends with code 1 if anything differs.

    With --population it reports how many mails people get, what is kept back and why, and which mailbox sends how much
    when; it ends with code 1 if anybody got what must never be sent, such as a mail after a rejection.

    Example: nurture simulate silver-medalist --events sequences/rehearsals/silver-medalist.yaml --format timeline
    """
    if expect is not None and record is not None:
        raise typer.BadParameter("either compare or record: give one of --expect and --record")
    if first and last and last < first:
        raise typer.BadParameter("no day lies between them: --until is before --from")
    checked, names = _checked(folder), tuple(sequences or ())
    only(checked, names)
    if population is not None:
        if first or last or told is Format.TIMELINE:
            raise typer.BadParameter(
                "a population has one report, of all days: leave out --from, --until and timelines"
            )
        _population(events, _own(checked))
        _say_if_slow(only(checked, names))
        counted = _played(Crowd(file=events, folder=folder, sequences=names, size=population, seed=seed))
        _hand_over(as_json(counted) if told is Format.JSON else report(counted), expect, record)
        raise typer.Exit(1 if counted.wrong else 0)
    span = Span(first=first.date() if first else None, last=last.date() if last else None)
    log = _log(events, _own(checked))
    _hand_over(FORMATS[told.value](rehearse(only(checked, names), log, span).story), expect, record)


def _hand_over(text: str, expect: Path | None, record: Path | None) -> None:
    """Prints the result, writes it down, or compares it with what was written down."""
    if record is not None:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(text, encoding="utf-8")
        typer.echo(f"Recorded in {record}.", err=True)
    elif expect is not None:
        _compare(text, expect)
    else:
        typer.echo(text, nl=False)


def _played(crowd: Crowd) -> Tally:
    """The whole count; a bar on a terminal shows how far it is."""
    counted, began = Tally(), perf_counter()
    with Progress(console=screen(errors=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("people", total=crowd.size)
        for batch in play(crowd):
            counted.add(batch)
            progress.advance(task, batch.people)
    speed = crowd.size / (perf_counter() - began)
    typer.echo(f"{speed:.0f} people per second.", err=True)
    return counted


def _checked(folder: Path) -> Checked:
    checked = check_folder(folder)
    if not checked.ok:
        raise _nothing(checked.diagnostics, checked.sources)
    return checked


def _own(checked: Checked) -> Own:
    return checked.company.own if checked.company else NOTHING_OWN


def _log(path: Path, own: Own) -> Log:
    read = read_log(path, own)
    if read.log is None:
        raise _nothing(read.diagnostics, {path: read.text})
    return read.log


def _population(path: Path, own: Own) -> None:
    """Tells what is wrong with a population before any process is started."""
    read = read_population(path, own)
    if read.population is None:
        raise _nothing(read.diagnostics, {path: read.text})


def _say_if_slow(checked: Checked) -> None:
    """Tells why it will take longer, if it will."""
    if reasons := why_not(checked):
        typer.echo(f"Played with the whole record, which takes longer: {'; '.join(reasons)}.", err=True)


def _nothing(diagnostics: tuple[Diagnostic, ...], sources: Mapping[Path, str]) -> typer.Exit:
    typer.echo(render(diagnostics, sources), err=True)
    typer.echo("Nothing was rehearsed.", err=True)
    return typer.Exit(1)


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
