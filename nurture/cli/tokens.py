"""`nurture tokens`."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.cli.tables import screen, table
from nurture.clock import SystemClock
from nurture.config import Settings
from nurture.domain.tokens import SCOPES, Token
from nurture.service import tokens as service
from nurture.store import tokens as kept
from nurture.values import frozen

NEVER: Final = "never"
_DAYS: Final = re.compile(r"([1-9]\d{0,3}) ?d(?:ays?)?")


@frozen
class _Asked:
    settings: Settings
    name: str
    scopes: tuple[str, ...]
    lasts: timedelta | None
    reason: str
    whom: service.ByWhom


def tokens(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[create NAME | list | revoke NAME]", help="What to do; nothing lists them."),
    ] = None,
    scope: Annotated[
        list[str] | None,
        typer.Option(help=f"With create: what it may be used for, once for each of {', '.join(SCOPES)}."),
    ] = None,
    expires: Annotated[
        str, typer.Option(metavar="TIME", help=f"With create: after how many days it ends, as in 90d, or {NEVER}.")
    ] = "90d",
    reason: Annotated[str, typer.Option(help="With revoke: why, for the record.")] = "",
    by: Annotated[str | None, typer.Option(help="Who says so.", show_default="your user name")] = None,
) -> None:
    """List, make and revoke the tokens by which other programs may use the HTTP API.

    A token is shown once, when it is made. What its holder does stands on the audit record as `api:NAME`.

    Example: nurture tokens create careers-site --scope candidates:read --scope events:write --expires 90d
    """
    settings = settings_from_environment()
    deed, name = _read(words or [])
    if scope and deed != _CREATE:
        raise typer.BadParameter("Only a token that is made takes scopes.", param_hint="--scope")
    asked = _Asked(
        settings=settings,
        name=name,
        scopes=tuple(scope or ()),
        lasts=_lasts(expires),
        reason=reason,
        whom=service.ByWhom(by=by or user(), at=settings.clock().now(), wall=SystemClock().now()),
    )
    _DEEDS[deed](asked)


def _read(words: list[str]) -> tuple[str, str]:
    deed, *rest = words or [_LIST]
    if deed not in _DEEDS or len(rest) != (deed != _LIST):
        raise typer.BadParameter(f"“{' '.join(words)}” is not understood: write create or revoke and one name, or list")
    return deed, rest[0] if rest else ""


def _lasts(text: str) -> timedelta | None:
    found = _DAYS.fullmatch(text.strip())
    if found is None and text != NEVER:
        raise typer.BadParameter(f"Write it as in 90d, or {NEVER}.", param_hint="--expires")
    return timedelta(days=int(found[1])) if found else None


def _list(asked: _Asked) -> None:
    with database(asked.settings) as store, store.read() as conn:
        found = kept.listed(conn)
    if not found:
        typer.echo("There is no token: nobody can use the HTTP API.", err=True)
        return
    heads = ("name", "begins with", "scopes", "made (UTC)", "by", "last used", "")
    screen().print(table(heads, (_row(each, asked.whom.wall) for each in found)))


def _row(token: Token, now: datetime) -> tuple[str, ...]:
    ends = f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "until it is revoked"
    refused = token.why_refused(now)
    return (
        token.name,
        f"nurture_{token.id}",
        ", ".join(token.scopes),
        f"{token.created_at:%Y-%m-%d %H:%M}",
        token.created_by,
        f"{token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never",
        refused.removeprefix("this token ") if refused else ends,
    )


def _create(asked: _Asked) -> None:
    scopes = service.scopes_of(asked.scopes)
    with database(asked.settings) as store:
        token, text = service.create(store, asked.name, scopes, asked.whom, lasts=asked.lasts)
    typer.echo(text)
    ends = f"on {token.expires_at:%Y-%m-%d}" if token.expires_at else "when it is revoked"
    typer.echo(f"Keep it now: it is shown this once. It ends {ends}.", err=True)


def _revoke(asked: _Asked) -> None:
    with database(asked.settings) as store:
        is_news = service.revoke(store, asked.name, asked.whom, why=asked.reason)
    typer.echo(f"{asked.name} is revoked{'' if is_news else ' already'}.")


_LIST: Final = "list"
_CREATE: Final = "create"
_DEEDS: Final[Mapping[str, Callable[[_Asked], None]]] = {_LIST: _list, _CREATE: _create, "revoke": _revoke}
