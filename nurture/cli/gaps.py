"""`nurture gaps`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from nurture.cli.session import database, settings_from_environment
from nurture.cli.tables import screen, table
from nurture.service.gaps import gaps_of


def gaps(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """List what falls through: idle applications, people in no sequence, and deliveries of which nothing came.

    Each with what to do about it, up to 200 of a kind. When an application is idle, `idle` in company.yaml says.

    Example: nurture gaps
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        found = list(gaps_of(conn, settings.clock().now()))
    if as_json:
        typer.echo(json.dumps([asdict(each) for each in found], indent=2))
    elif found:
        rows = [(each.kind, each.id, each.about, each.why, each.do) for each in found]
        screen().print(table(("gap", "id", "about", "why", "what to do"), rows))
    else:
        typer.echo("Nothing falls through.", err=True)
