"""`nurture log`."""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

import typer

from nurture.cli.session import database, person, settings_from_environment, telling_of_the_database, user
from nurture.domain.touchpoints import ChannelKind, Direction
from nurture.errors import NotSetUp
from nurture.service.logging_contacts import Logged, log_contact
from nurture.service.parts import parts_from
from nurture.service.waking import start_and_wake


class Kind(StrEnum):
    """What is logged."""

    CALL = "call"
    MEETING = "meeting"
    MAIL = "mail"
    SMS = "sms"
    LINKEDIN = "linkedin"
    NOTE = "note"


class Way(StrEnum):
    """Who spoke to whom."""

    OUT = "out"
    IN = "in"


_CHANNELS: Final[Mapping[Kind, ChannelKind]] = {
    each: ChannelKind.EMAIL if each is Kind.MAIL else ChannelKind(each.value) for each in Kind
}
_DIRECTIONS: Final = {Way.OUT: Direction.OUTBOUND, Way.IN: Direction.INBOUND}
_SAID: Final[Mapping[Kind, str]] = {
    Kind.CALL: "a call",
    Kind.MEETING: "a meeting",
    Kind.MAIL: "a mail",
    Kind.SMS: "a text",
    Kind.LINKEDIN: "a message on LinkedIn",
    Kind.NOTE: "a note",
}
_LASTS: Final = (Kind.CALL, Kind.MEETING)
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
    minutes = _minutes(kind, duration)
    if kind is Kind.NOTE and (direction is Way.IN or not note):
        raise typer.BadParameter("Say by --note what the note says; it goes to nobody, and has no direction.")
    settings = settings_from_environment()
    when = at.astimezone() if at else settings.clock().now()
    if when > settings.clock().now():
        raise typer.BadParameter("It lies in the future.", param_hint="--at")
    with database(settings) as store, store.read() as conn:
        who = person(conn, candidate)
    said = Logged(
        candidate_id=who.id,
        channel=_CHANNELS[kind],
        direction=_DIRECTIONS[direction],
        at=when,
        by=by or user(),
        note=note or _SAID[kind],
        minutes=minutes,
    )
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
    typer.echo(f"{_SAID[kind][:1].upper()}{_SAID[kind][1:]} with {who.called}{is_reply}: noted.")


def _minutes(kind: Kind, duration: str | None) -> int | None:
    if duration is None:
        return None
    if kind not in _LASTS:
        raise typer.BadParameter("Only a call or a meeting takes time.", param_hint="--duration")
    found = _LENGTH.fullmatch(duration.strip())
    minutes = int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0
    if not minutes:
        raise typer.BadParameter("Write it as in 25m, 1h, or 1h 10m.", param_hint="--duration")
    return minutes
