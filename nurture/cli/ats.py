"""`nurture ats`."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nurture.ats import VENDORS, Connected, connections_from
from nurture.cli.ats_scaffold import write_adapter
from nurture.cli.duties import wake_or_say
from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import screen, table
from nurture.config import Settings
from nurture.service.deliveries import set_aside, try_again
from nurture.service.mail.keeping import CONNECTION as MAIL
from nurture.store import Store, inbox, unread
from nurture.store.inbox import StoredDelivery
from nurture.store.words import InboxState

_HEADS = ("delivery", "came", "connection", "why")


class Action(StrEnum):
    """What can be done beside listing."""

    AGAIN = "again"
    ASIDE = "aside"
    NEW = "new"


def ats(
    action: Annotated[Action | None, typer.Argument(help="What to do with a delivery, or `new`.")] = None,
    which: Annotated[str | None, typer.Argument(help="The delivery's number, or the new vendor's name.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why it is set aside, for the record.")] = None,
    known: Annotated[bool, typer.Option("--known", help="List the ATSs that could be connected.")] = False,
    root: Annotated[Path, typer.Option(help="Where the code of Nurture lies, for a new adapter.")] = Path(),
) -> None:
    """List the connected ATSs, and deliveries that wait, could not be understood or came again with another body.

    Whoever is named by a delivery that waits gets no mail until it is taken in. `again` has that tried once more, after
    the cause was mended; `aside` says that nothing is to come of it. `new` writes the files of a new adapter.

    Example: nurture ats aside 12 --reason "a test of theirs"
    """
    if known:
        rows = [(each.name, each.title, each.reference) for each in VENDORS.values()]
        screen().print(table(("name", "ATS", "by"), rows))
        return
    if action is not None and which is None:
        raise typer.BadParameter("Name a delivery by its number, or a vendor.", param_hint="WHICH")
    if action is Action.NEW:
        for path in write_adapter(root, which or ""):
            typer.echo(path.as_posix())
        return
    settings = settings_from_environment()
    with database(settings) as store:
        if action is Action.AGAIN:
            _again(settings, store, _number(which))
        elif action is Action.ASIDE:
            _aside(settings, store, _number(which), reason)
        else:
            _list(settings, store)


def _number(which: str | None) -> int:
    if which is None or not which.isdecimal():
        raise typer.BadParameter("It is a number from the list.", param_hint="WHICH")
    return int(which)


def _again(settings: Settings, store: Store, which: int) -> None:
    try_again(store, connections_from(settings), which, by=user(), now=settings.clock().now())
    typer.echo(f"{which}: the web edge has it taken in again within seconds.")


def _aside(settings: Settings, store: Store, which: int, reason: str | None) -> None:
    if not reason or not reason.strip():
        raise typer.BadParameter("Say why: it may have told of somebody's rejection.", param_hint="--reason")
    pokes = set_aside(store, which, why=reason, by=user(), now=settings.clock().now())
    typer.echo(f"{which}: nothing comes of it, and nobody's mail waits for it.")
    wake_or_say(settings, pokes, otherwise="mail that waited leaves within the hour.")


def _list(settings: Settings, store: Store) -> None:
    connections = connections_from(settings)
    with store.read() as conn:
        rows = [_row(each, inbox.counts(conn, connection=each.account.connection)) for each in connections.values()]
        failed = [each for each in inbox.failed(conn) if each.connection != MAIL]
        held_up, conflicting = inbox.held_up(conn), inbox.conflicting(conn)
        held_back = unread.held_back(conn)
    heads = ("connection", "ATS", "address", "keys", "taken in", "waiting", "failed", "ignored")
    screen().print(table(heads, rows))
    for title, told in (
        ("Wait, and are tried again:", [(*_named(each), each.note or "") for each in held_up]),
        ("Could not be understood:", [(*_named(each), each.note or "") for each in failed]),
        ("Came again with another body:", [(*_named(each), _how_often(each)) for each in conflicting]),
    ):
        if told:
            typer.echo(f"\n{title}", err=True)
            screen().print(table(_HEADS, told))
    if held_back:
        several = "people get" if len(held_back) > 1 else "person gets"
        typer.echo(f"\n{len(held_back)} {several} no mail until these are taken in: nurture held", err=True)


def _row(connected: Connected, counts: dict[InboxState, int]) -> tuple[str, ...]:
    account = connected.account
    keys = str(len(account.secrets)) if account.secrets else "none: all is refused"
    states = (InboxState.TAKEN_IN, InboxState.RECEIVED, InboxState.FAILED, InboxState.IGNORED)
    told = (str(counts.get(state, 0)) for state in states)
    return (account.connection, connected.vendor.title, f"/hooks/{account.connection}", keys, *told)


def _named(stored: StoredDelivery) -> Iterator[str]:
    yield str(stored.id)
    yield f"{stored.received_at:%Y-%m-%d %H:%M} UTC"
    yield stored.connection


def _how_often(stored: StoredDelivery) -> str:
    times = "once" if stored.conflicts == 1 else f"{stored.conflicts} times"
    last = f", last at {stored.conflict_at:%Y-%m-%d %H:%M} UTC" if stored.conflict_at else ""
    return f"{times}{last}; the first one stays"
