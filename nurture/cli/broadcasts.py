"""`nurture broadcasts`."""

from typing import Annotated, Final

import typer

from nurture.cli.session import database, settings_from_environment
from nurture.cli.tables import local, people, screen, table
from nurture.contracts import broadcast_workflow_id
from nurture.store import broadcasts as record
from nurture.store.broadcasts import Broadcast
from nurture.store.published import company_zone
from nurture.timing.zones import zone_of

MOST: Final = 20


def broadcasts(limit: Annotated[int, typer.Option(help="How many, the latest first.", min=1)] = MOST) -> None:
    """List the occasions at which many were looked at, and how far that has come.

    One that lets in whom it should not is stopped by `nurture pause`, and goes on by `nurture resume`.

    Example: nurture broadcasts
    """
    with database(settings_from_environment()) as store, store.read() as conn:
        found, zone = record.listed(conn, limit=limit), zone_of(company_zone(conn))
    if not found:
        typer.echo("There was no occasion for many to come in.", err=True)
        return
    heads = ("broadcast", "since", "state", "looked at", "came in", "")
    screen().print(
        table(heads, [(broadcast_workflow_id(each.id), local(each.opened_at, zone), *_row(each)) for each in found])
    )


def _row(each: Broadcast) -> tuple[str, str, str, str]:
    came_in = f"{each.entered} of {each.fit:,}" if each.fit else str(each.entered)
    return each.state, people(each.looked_at), came_in, each.note or ""
