"""`nurture breakers`."""

from enum import StrEnum
from typing import Annotated

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import local, screen, table
from nurture.service.breaking import go_on
from nurture.store import breakers as record
from nurture.store.published import company_zone
from nurture.timing.zones import zone_of


class Deed(StrEnum):
    """What can be done about one."""

    RESUME = "resume"


def breakers(
    deed: Annotated[Deed | None, typer.Argument(help="Lets one go on; without it they are listed.")] = None,
    which: Annotated[str | None, typer.Argument(help="A sequence, or the address of a mailbox.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Who lets it go on, for the record.", show_default="your user name")
    ] = None,
) -> None:
    """List the sequences and mailboxes that have stopped because too many of their mails went wrong, or let one go on.

    Whoever is due then is asked about within the hour, and what left before does not count any more.

    Example: nurture breakers resume silver-medalist
    """
    settings = settings_from_environment()
    if deed is not None:
        if which is None:
            raise typer.BadParameter(
                "Say which is to go on: a sequence, or the address of a mailbox.", param_hint="which"
            )
        with database(settings) as store:
            go_on(store, which, by=by or user(), now=settings.clock().now())
        typer.echo(f"{which} goes on.")
        return
    with database(settings) as store, store.read() as conn:
        stopped, zone = record.stopped(conn), zone_of(company_zone(conn))
    if not stopped:
        typer.echo("Nothing has stopped.", err=True)
        return
    rows = [(each.id, local(each.stopped_at, zone) if each.stopped_at else "", each.why or "") for each in stopped]
    screen().print(table(("stopped", "since", "why"), rows))
