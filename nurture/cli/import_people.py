"""`nurture import`."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import screen
from nurture.config import Settings
from nurture.service.importing.beside import MEANS
from nurture.service.importing.columns import read_meaning
from nurture.service.importing.people import Terms
from nurture.service.importing.planning import DID, WOULD, Fate
from nurture.service.importing.sheet import Sheet, open_sheet
from nurture.service.importing.taking import Tally, begin, look, standing, take_in
from nurture.service.importing.terms import terms_of
from nurture.store import Store
from nurture.store.sequences import latest
from nurture.values import frozen


@frozen
class _Asked:
    settings: Settings
    store: Store
    dry_run: bool
    resume: bool
    skip: bool
    by: str


def import_people(
    file: Annotated[Path, typer.Argument(help="CSV, JSON (a list of objects) or JSON Lines, in UTF-8.")],
    map: Annotated[Path | None, typer.Option(help="A file that says which column is what.")] = None,
    connection: Annotated[
        str | None, typer.Option(help="The ATS whose ids the column id has.", show_default="a list of its own")
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the list is called.", show_default="as the file")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come of it.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an import of this file ended.")] = False,
    skip: Annotated[bool, typer.Option("--skip", help="Take in the rest where rows are refused.")] = False,
    by: Annotated[str | None, typer.Option(help="Who says so, for the record.", show_default="your user name")] = None,
) -> None:
    """Put the people of a file on record: whoever is there already, by id or mail address, is the same person.

    The whole file is looked at first: where a row is refused, nothing is taken in. Nobody enters a sequence by it.

    Example: nurture import fair.csv --map fair-columns.yaml --dry-run
    """
    settings = settings_from_environment()
    sheet = open_sheet(file)
    with database(settings) as store:
        asked = _Asked(settings=settings, store=store, dry_run=dry_run, resume=resume, skip=skip, by=by or user())
        terms = _terms(asked, sheet, map, connection, name or file.stem)
        (_try_out if dry_run else _import)(asked, sheet, terms)


def _terms(asked: _Asked, sheet: Sheet, map: Path | None, connection: str | None, name: str) -> Terms:
    """How the file is read. Ends with the columns that nobody knows, if there are any."""
    terms, faults = terms_of(
        asked.settings,
        asked.store,
        sheet.columns,
        read_meaning(map),
        connection=connection,
        name=name,
        now=asked.settings.clock().now(),
    )
    if faults:
        raise _refused(f"{sheet.path}:1: {each}" for each in faults)
    return terms


def _try_out(asked: _Asked, sheet: Sheet, terms: Terms) -> None:
    tally = _looked(asked.store, sheet, terms)
    _tell_refused(sheet, tally)
    _tell(tally, WOULD)
    typer.echo("Nothing was taken in.", err=True)
    if tally.refused:
        raise typer.Exit(1)


def _import(asked: _Asked, sheet: Sheet, terms: Terms) -> None:
    known, store = standing(asked.store, sheet, terms), asked.store
    if known is not None and known.ended_at is not None:
        typer.echo(f"{sheet.path} was taken in on {known.ended_at:%Y-%m-%d %H:%M} UTC: {known.rows} rows.")
        return
    expected = None
    if known is None:
        looked = _looked(store, sheet, terms)
        expected = looked.rows
        if looked.refused and not asked.skip:
            _tell_refused(sheet, looked)
            raise _refused(["Nothing was taken in. Mend the rows, or take in the rest with --skip."])
    begun = begin(store, sheet, terms, by=asked.by, resume=asked.resume)
    with _bar("taking in", expected) as advance:
        advance(begun.rows)
        tally = take_in(store, sheet, terms, begun, asked.settings.clock().now, advance)
    _tell_refused(sheet, tally)
    _tell(tally, DID)
    _tell_who_looks(store)


def _looked(store: Store, sheet: Sheet, terms: Terms) -> Tally:
    with _bar("looking", None) as advance:
        return look(store, sheet, terms, advance)


@contextmanager
def _bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, with how many rows are done and how long it takes still, where it is known."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    is_shown = sys.stderr.isatty()
    with Progress(*columns, console=screen(errors=True), transient=True, disable=not is_shown) as progress:
        task = progress.add_task(what, total=total)
        yield lambda rows: progress.advance(task, rows)


def _tell(tally: Tally, means: Mapping[Fate, str]) -> None:
    """How many rows came to what; then what they told beside people."""
    for what, meaning in (*means.items(), *MEANS.items()):
        if count := tally.counts[what]:
            typer.echo(f"{count} {meaning}")


def _tell_refused(sheet: Sheet, tally: Tally) -> None:
    for row in tally.refused:
        for fault in row.faults:
            typer.echo(f"{sheet.path}:{row.line}: {fault}", err=True)
    if more := tally.refused_in_all - len(tally.refused):
        typer.echo(f"And {more} more rows.", err=True)


def _tell_who_looks(store: Store) -> None:
    """Names the sequences that find people by themselves: those of the file are among whom they look at from now on."""
    with store.read() as conn:
        found = sorted(
            sequence.sequence
            for _, sequence in latest(conn).values()
            if any(trigger.is_for_many or trigger.at for trigger in sequence.enroll)
        )
    if found:
        typer.echo(f"From now on {', '.join(found)} may let in whom of them their conditions name.", err=True)


def _refused(lines: Iterable[str]) -> typer.Exit:
    for line in lines:
        typer.echo(line, err=True)
    return typer.Exit(1)
