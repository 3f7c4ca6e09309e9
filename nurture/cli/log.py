"""`nurture log`."""

import asyncio
import re
from datetime import datetime
from typing import Annotated, Final

import typer

from nurture.cli.session import as_usage, database, person, settings_from_environment, telling_of_the_database, user
from nurture.errors import NotSetUp
from nurture.service.logging_contacts import SAID, Kind, Way, log_contact, logged
from nurture.service.moments import when
from nurture.service.parts import parts_from
from nurture.service.waking import start_and_wake
from nurture.values import replace

_LENGTH: Final = re.compile(r"(?:(\d{1,2}) ?h(?:ours?)?)? ?(?:(\d{1,3}) ?(?:m|min|minutes?))?", re.IGNORECASE)


def log(
    kind: Annotated[Kind, typer.Argument(help="What it was.")],
    candidate: Annotated[str, typer.Argument(help="Mail address, our id, or the ATS's.")],
    direction: Annotated[
        Way, typer.Option(help="Whose word it was: `out`, ours; `in`, the person's, which is a reply.")
    ] = Way.OUT,
    note: Annotated[
        str | None, typer.Option(help="What was said, in a few words, for their timeline.", show_default="the kind")
    ] = None,
    duration: Annotated[
        str | None, typer.Option(help="How long a call or meeting took, as in 25m or 1h 10m.", show_default="not told")
    ] = None,
    at: Annotated[
        datetime | None, typer.Option(help="When it began, on this machine's clock.", show_default="now")
    ] = None,
    by: Annotated[str | None, typer.Option(help="Who of ours it was.", show_default="your user name")] = None,
) -> None:
    """Put a contact on a person's timeline that Nurture can't see by itself: a call, a meeting, a message, a note.

    With `--direction in` it is the person's own word: whatever ends on a reply ends then, what begins on one begins,
    and nurture mail to them stops. A note is for your people alone, and nothing follows from it.

    Example: nurture log call mara@home.example --duration 25m --note "likes to hear from us in May"
    """
    settings = settings_from_environment()
    now = settings.clock().now()
    with as_usage("--at"):
        began = when(at.astimezone() if at else None, now)
    with as_usage():
        said = logged(kind, direction, candidate, at=began, by=by or user(), note=note, minutes=_minutes(duration))
    with database(settings) as store, store.read() as conn:
        who = person(conn, candidate)
    said = replace(said, candidate_id=who.id)
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            asyncio.run(start_and_wake(parts, log_contact(parts, said)))
    except NotSetUp as away:
        later = "whoever enters by it is started later, and their journeys hear of it when they next wake"
        typer.echo(f"{away.message}: it is on record; {later}.", err=True)
    finally:
        parts.close()
    is_reply = ", a reply" if direction is Way.IN else ""
    typer.echo(f"{SAID[kind][:1].upper()}{SAID[kind][1:]} with {who.called}{is_reply}: noted.")


def _minutes(duration: str | None) -> int | None:
    if duration is None:
        return None
    found = _LENGTH.fullmatch(duration.strip())
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if not minutes:
        raise typer.BadParameter("Write it as in 25m, 1h, or 1h 10m.", param_hint="--duration")
    return minutes
