"""`nurture suppressions`."""

import csv
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import screen, table
from nurture.config import Settings
from nurture.errors import NotFound
from nurture.service.suppressing import SCOPES, By, by_hand, hash_of, read_list, release, scope_of, suppress
from nurture.store import suppressions as kept
from nurture.store.suppressions import Suppression
from nurture.store.words import EVERYTHING
from nurture.values import frozen

_COLUMNS: Final = ("address_hash", "scope", "reason", "source", "at", "until")


@frozen
class _Asked:
    """What the command line says besides what is to be done."""

    settings: Settings
    what: str
    scope: str | None
    reason: str
    by: By
    dry_run: bool

    @property
    def secret(self) -> str:
        return self.settings.link_secret.get_secret_value()


def suppressions(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[add ADDRESS | remove ADDRESS | import FILE | export]",
            help="What to do; nothing lists them. Of an address: a mail address or a number.",
        ),
    ] = None,
    of: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Say why this address is suppressed.")] = None,
    scope: Annotated[
        str | None,
        typer.Option(help=f"What is stopped: {', '.join(SCOPES)}.", show_default=f"{EVERYTHING}; remove: whatever is"),
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why, for the record; add and remove need it.")] = None,
    by: Annotated[str | None, typer.Option(help="Who says so.", show_default="your user name")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With import: only look whether it can be done.")] = False,
) -> None:
    """List the addresses that get no mail, by their keyed hash; add, remove, import and export them.

    A list to import is CSV with the columns address, reason and, if you like, date and scope: all of it is taken in, or
    nothing.

    Example: nurture suppressions add mara@home.example --reason "asked on the phone"
    """
    settings = settings_from_environment()
    deed, what = _read(words or [])
    if deed in _NEED_A_REASON and not (reason or "").strip():
        raise typer.BadParameter(f"Say why: nurture suppressions {deed} takes it on record.", param_hint="--reason")
    if scope is not None:
        scope_of(scope)
    asked = _Asked(
        settings=settings,
        what=of if of is not None else what,
        scope=scope,
        reason=(reason or "").strip(),
        by=By(who=by or user(), now=settings.clock().now()),
        dry_run=dry_run,
    )
    (_tell if of is not None else _DEEDS[deed])(asked)


def _read(words: list[str]) -> tuple[str, str]:
    """What is to be done, and to what."""
    deed, *rest = words or [_LIST]
    if deed not in _DEEDS or len(rest) != (deed in _TAKE_ONE):
        can = "write add or remove and one address, import and one file, or export"
        raise typer.BadParameter(f"“{' '.join(words)}” is not understood: {can}")
    return deed, rest[0] if rest else ""


def _list(asked: _Asked) -> None:
    with database(asked.settings) as store, store.read() as conn:
        _show(tuple(kept.standing(conn, now=asked.by.now)), "No address is suppressed.")


def _tell(asked: _Asked) -> None:
    hashed = hash_of(asked.what, asked.secret)
    with database(asked.settings) as store, store.read() as conn:
        _show(kept.of_address(conn, hashed, now=asked.by.now), f"{asked.what} is not suppressed.")


def _show(found: Iterable[Suppression], nothing: str) -> None:
    rows = [(each.address_hash, each.stops, each.reason, each.source, f"{each.at:%Y-%m-%d %H:%M}") for each in found]
    if not rows:
        typer.echo(nothing, err=True)
        return
    screen().print(table(("hash of the address", "stops", "reason", "source", "at (UTC)"), rows))


def _add(asked: _Asked) -> None:
    wanted = by_hand(asked.what, scope=asked.scope, reason=asked.reason, by=asked.by, secret=asked.secret)
    with database(asked.settings) as store:
        is_new = suppress(store, (wanted,), asked.by) == 1
    typer.echo(f"{asked.what}: {wanted.stops} is stopped{'' if is_new else ' already; the first reason stays'}.")


def _remove(asked: _Asked) -> None:
    with database(asked.settings) as store:
        gone = release(store, hash_of(asked.what, asked.secret), asked.scope, asked.reason, asked.by)
    for each in gone:
        typer.echo(f"{asked.what}: {each.stops} is let through again.")


def _import(asked: _Asked) -> None:
    path = Path(asked.what)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise NotFound(f"{path} can't be read: {why}") from error
    scope, source = asked.scope or EVERYTHING, f"list {path.name}"
    found = read_list(text.splitlines(), secret=asked.secret, scope=scope, source=source, now=asked.by.now)
    if found.faults:
        for fault in found.faults:
            typer.echo(f"{path}: {fault}", err=True)
        typer.echo("Nothing was taken in.", err=True)
        raise typer.Exit(1)
    if asked.dry_run:
        typer.echo(f"{path} is in order: {len(found.wanted)} rows. Nothing was taken in.")
        return
    with database(asked.settings) as store:
        new = suppress(store, found.wanted, asked.by)
    typer.echo(f"{path}: {new} new, {len(found.wanted) - new} stopped already.")


def _export(asked: _Asked) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(_COLUMNS)
    with database(asked.settings) as store, store.read() as conn:
        for each in kept.standing(conn, now=asked.by.now):
            until = each.until.isoformat() if each.until else ""
            out.writerow((each.address_hash, each.scope, each.reason, each.source, each.at.isoformat(), until))


_LIST: Final = "list"
_TAKE_ONE: Final = frozenset({"add", "remove", "import"})
_NEED_A_REASON: Final = frozenset({"add", "remove"})
_DEEDS: Final[Mapping[str, Callable[[_Asked], None]]] = {
    _LIST: _list,
    "add": _add,
    "remove": _remove,
    "import": _import,
    "export": _export,
}
