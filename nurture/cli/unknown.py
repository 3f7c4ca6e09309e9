"""`nurture unknown`."""

from enum import StrEnum
from typing import Annotated

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.service.lost import settle_by_hand
from nurture.store import frozen, ledger


class Found(StrEnum):
    """What somebody found out about a message."""

    LEFT = "left"
    NEVER_LEFT = "never-left"


def unknown(
    message: Annotated[str | None, typer.Argument(help="A message, as the list calls it; none lists them.")] = None,
    found: Annotated[Found | None, typer.Argument(help="What the provider's log says of it.")] = None,
    by: Annotated[
        str | None, typer.Option(help="Who found out, for the record.", show_default="your user name")
    ] = None,
) -> None:
    """List the messages of which nobody knows whether they left, or settle one.

    They are not sent again by themselves. Look for the Message-ID in the provider's log.

    Example: nurture unknown silver-medalist/application/greenhouse:693/1#thanks#1 never-left
    """
    settings = settings_from_environment()
    if message is not None:
        if found is None:
            raise typer.BadParameter(f"Say what you found out: {' or '.join(Found)}.", param_hint="found")
        with database(settings) as store:
            settle_by_hand(store, message, has_left=found is Found.LEFT, by=by or user(), now=settings.clock().now())
        typer.echo(f"{found}: noted.")
        return
    with database(settings) as store, store.read() as conn:
        unknowns = [(each, frozen.message_of(conn, each.id)) for each in ledger.unknowns(conn)]
    if not unknowns:
        typer.echo("Of every message it is known whether it left.", err=True)
        return
    for each, kept in unknowns:
        typer.echo(each.id)
        typer.echo(f"  {each.at:%Y-%m-%d %H:%M} UTC  {kept.message_id if kept else '(erased)'}")
        typer.echo(f"  {each.detail}")
