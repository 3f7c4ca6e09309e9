"""`nurture away`."""

from datetime import datetime
from typing import Annotated, Final

import typer

from nurture.cli.session import as_usage, database, settings_from_environment, user
from nurture.service.absences import Presence, Told, tell

_OPTIONS: Final = {Presence.BACK: "--back", Presence.GONE: "--gone", Presence.AWAY: "--until"}


def away(
    email: Annotated[str, typer.Argument(help="The mail address of somebody of ours.")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.", show_default="today")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="The last day.", show_default="until further notice"),
    ] = None,
    deputy: Annotated[str | None, typer.Option(help="The mail address of whoever stands in.")] = None,
    gone: Annotated[bool, typer.Option("--gone", help="They have left the company.")] = False,
    back: Annotated[bool, typer.Option("--back", help="They are there again.")] = False,
) -> None:
    """Say that one of our own people is away or gone: their deputy signs, reads and does what is due meanwhile.

    Example: nurture away kim@acme.example --from 2026-07-01 --until 2026-07-14 --deputy lou@acme.example
    """
    if back and gone:
        raise typer.BadParameter("Whoever is there again is not away.", param_hint="--back")
    presence = Presence.BACK if back else Presence.GONE if gone else Presence.AWAY
    told = Told(
        presence=presence,
        first=since.date() if since else None,
        last=until.date() if until else None,
        deputy=deputy,
    )
    settings = settings_from_environment()
    now = settings.clock().now()
    with as_usage(_OPTIONS[presence]):
        absence = told.absence(now.date())
    with database(settings) as store:
        typer.echo(f"{tell(store, email, absence, by=user(), now=now)}.")
