"""`nurture inbound`."""

import asyncio
from typing import Annotated

import typer

from nurture.cli.session import database, person, settings_from_environment, telling_of_the_database, user
from nurture.cli.tables import screen, table
from nurture.errors import NotFound, NotSetUp, Refused
from nurture.inbound.envelope import Envelope
from nurture.service.mail.keeping import CONNECTION
from nurture.service.mail.settling import Found, settle_by_hand, waiting
from nurture.service.mail.taking import arrival_of
from nurture.service.parts import Parts, parts_from
from nurture.service.waking import start_and_wake
from nurture.store import inbox
from nurture.store.inbox import StoredDelivery


def inbound(
    mail: Annotated[int | None, typer.Argument(help="A mail, by its number in the list.")] = None,
    found: Annotated[Found | None, typer.Argument(help="What it is; without it the mail is shown.")] = None,
    sender: Annotated[
        str | None,
        typer.Option("--from", help="Whose it is: mail address, our id, or the ATS's.", show_default="whose it seems"),
    ] = None,
    latest: Annotated[bool, typer.Option("--all", help="List the newest mails with what became of them.")] = False,
) -> None:
    """List the mails that came in and wait for a person, show one, or say what it is.

    A reply is put on record as such; `no-more` also stops mail to them.

    Example: nurture inbound 12 no-more --from mara@home.example
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        about = person(conn, sender).id if sender else None
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            if mail is None:
                _list(parts, latest=latest)
            elif found is None:
                _show(parts, mail)
            else:
                _settle(parts, mail, found, about)
    finally:
        parts.close()


def _list(parts: Parts, *, latest: bool) -> None:
    with parts.store.read() as conn:
        counts = inbox.counts(conn, connection=CONNECTION)
        newest = inbox.latest(conn, connection=CONNECTION) if latest else ()
    shown = newest or waiting(parts)
    if shown:
        heads = ("mail", "came", "from", "subject", "state", "why")
        screen().print(table(heads, [_row(parts, each) for each in shown]))
    else:
        typer.echo("No mail waits for anybody.", err=True)
    if counts:
        told = ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in counts.items())
        typer.echo(f"So far: {told}.", err=True)


def _row(parts: Parts, stored: StoredDelivery) -> tuple[str, ...]:
    try:
        letter = arrival_of(parts, stored).letter
        sender, subject = letter.sender or "", letter.subject
    except Refused:
        sender, subject = "(removed, or no mail)", ""
    came = f"{stored.received_at:%Y-%m-%d %H:%M} UTC"
    return str(stored.id), came, sender, subject, stored.state.replace("_", " "), stored.note or ""


def _show(parts: Parts, mail: int) -> None:
    with parts.store.read() as conn:
        stored = inbox.load(conn, mail)
    if not stored.body:
        raise NotFound(f"what was said in mail {mail} is removed", hint=f"It was: {stored.note or stored.state}.")
    arrival, size = arrival_of(parts, stored), Envelope.read(stored.headers).size
    typer.echo(f"From: {arrival.letter.sender}")
    typer.echo(f"Subject: {arrival.letter.subject}")
    typer.echo(f"About: {arrival.match.candidate_id or stored.candidate_id or 'not known'}")
    typer.echo(f"{stored.state.replace('_', ' ')}: {stored.note or ''}\n")
    typer.echo(arrival.letter.text)
    if size:
        typer.echo(f"Of its {size} bytes the first {len(stored.body)} were kept.", err=True)


def _settle(parts: Parts, mail: int, found: Found, about: str | None) -> None:
    taken = settle_by_hand(parts, mail, found, candidate_id=about, by=user())
    try:
        asyncio.run(start_and_wake(parts, taken))
    except NotSetUp as away:
        typer.echo(f"{away.message}: it is on record, and journeys hear of it when they next wake.", err=True)
    typer.echo(f"{mail}: {found}, noted.")
