"""`nurture audit`."""

from datetime import datetime
from typing import Annotated

import typer

from nurture.cli.session import database, person, settings_from_environment
from nurture.cli.tables import local, screen, table
from nurture.errors import NotFound
from nurture.service.forgetting import known_as
from nurture.service.suppressing import hash_of
from nurture.store import Store
from nurture.store import audit as deeds
from nurture.store.published import company_zone
from nurture.timing.zones import zone_of


def audit(
    who: Annotated[str | None, typer.Option(help="Only what this one did.")] = None,
    about: Annotated[
        str | None,
        typer.Option(metavar="PERSON", help="Only what was about this person: mail address, our id, or the ATS's."),
    ] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only since that day.", show_default="ever")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
) -> None:
    """List who did what, the newest first: everything that a person changed by a command or on one of our pages.

    Example: nurture audit --who kim --since 2026-11-01
    """
    settings = settings_from_environment()
    secret = settings.link_secret.get_secret_value()
    with database(settings) as store:
        meant = _meant(store, about, secret) if about is not None else None
        with store.read() as conn:
            zone = zone_of(company_zone(conn))
            start = since.replace(tzinfo=zone) if since else None
            found = deeds.listed(conn, who=who, about=meant, since=start, limit=limit)
    if not found:
        typer.echo("Nothing of that kind is on record.", err=True)
        return
    rows = ((local(each.at, zone), each.who, each.what, each.about or "", each.why) for each in found)
    screen().print(table(("at", "who", "what", "about", "why"), rows))


def _meant(store: Store, about: str, secret: str) -> set[str]:
    """Under which names deeds stand that are about somebody. Raises NotFound, and Conflict for several people."""
    with store.read() as conn:
        try:
            return known_as(conn, person(conn, about).id, secret=secret)
        except NotFound:
            if "@" not in about:
                raise
            return {hash_of(about, secret)}  # nobody on record: the address may be suppressed all the same
