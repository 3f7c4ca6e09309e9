"""`nurture apply`."""

from pathlib import Path
from typing import Annotated

import typer

from nurture.cli.calendar import start_calendar_if_needed
from nurture.cli.git import origin_of
from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import people, screen, table
from nurture.language.check import check_folder
from nurture.language.diagnostics import render
from nurture.service.publishing import Published, publish


def apply(
    folder: Annotated[
        Path | None, typer.Option(help="The folder of sequences.", show_default="NURTURE_SEQUENCES, or sequences")
    ] = None,
) -> None:
    """Publish the sequences of a folder, if the check finds no errors.

    Whoever is inside stays on the version on which they entered; whoever enters from now on gets the new one. What
    has not changed makes no new version.

    Example: nurture apply --folder sequences
    """
    settings = settings_from_environment()
    folder = folder or settings.sequences
    checked = check_folder(folder)
    if checked.diagnostics:
        typer.echo(render(checked.diagnostics, checked.sources), err=True)
    if not checked.ok:
        typer.echo("Nothing was published.", err=True)
        raise typer.Exit(1)
    origin = origin_of(folder)
    with database(settings) as store:
        published = publish(
            store, checked, author=origin.author, commit=origin.commit, by=user(), now=settings.clock().now()
        )
        start_calendar_if_needed(store, settings)
    screen().print(table(("sequence", "version", "", "people inside"), [_row(each) for each in published]))


def _row(published: Published) -> tuple[str, str, str, str]:
    staying = "; ".join(
        f"{people(count)} {'stays' if count == 1 else 'stay'} on version {version}"
        for version, count in sorted(published.staying.items())
    )
    state = "new" if published.is_new else "unchanged"
    return published.sequence, str(published.version), state, staying
