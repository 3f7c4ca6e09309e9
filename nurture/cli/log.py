"""`nurture log`."""

import asyncio
from datetime import datetime
from typing import Annotated

import typer

from nurture.cli.session import database, person, settings_from_environment, telling_of_the_database, user
from nurture.domain.touchpoints import ChannelKind
from nurture.errors import NotSetUp
from nurture.service.parts import parts_from
from nurture.service.replies import record_reply
from nurture.service.waking import start_and_wake
from nurture.store import audit
from nurture.store.audit import Deed


def log(
    candidate: Annotated[str, typer.Argument(help="Mail address, our id, or the ATS's.")],
    reply: Annotated[bool, typer.Option("--reply", help="They wrote or spoke to somebody of ours.")] = False,
    channel: Annotated[ChannelKind, typer.Option(help="How.")] = ChannelKind.EMAIL,
    text: Annotated[str, typer.Option(help="What they said, in a few words, for their timeline.")] = "replied",
    at: Annotated[datetime | None, typer.Option(help="When, on this machine's clock.", show_default="now")] = None,
) -> None:
    """Put a contact on a person's timeline that Nurture can't see by itself: a reply.

    Whatever ends on a reply ends then, what begins on one begins, and nurture mail to them stops.

    Example: nurture log mara@home.example --reply --channel call --text "likes to hear from us in May"
    """
    if not reply:
        raise typer.BadParameter("Say what to log: only replies can be logged so far, with --reply.")
    settings = settings_from_environment()
    now = settings.clock().now()
    when = at.astimezone() if at else now
    if when > now:
        raise typer.BadParameter("It lies in the future.", param_hint="--at")
    with database(settings) as store, store.read() as conn:
        who = person(conn, candidate)
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            taken = record_reply(parts, who.id, at=when, summary=text, channel=channel)
            with parts.store.write() as conn:
                audit.record(conn, Deed(at=now, who=user(), what="logged a reply", why=text, about=who.id))
            asyncio.run(start_and_wake(parts, taken))
    except NotSetUp as away:
        later = "whoever enters by it is started later, and their journeys hear of it when they next wake"
        typer.echo(f"{away.message}: it is on record; {later}.", err=True)
    finally:
        parts.close()
    typer.echo(f"{who.called} replied: noted.")
