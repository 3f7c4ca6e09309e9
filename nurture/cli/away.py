"""`nurture away`."""

from datetime import date, datetime
from typing import Annotated

import typer

from nurture.cli.session import database, settings_from_environment, user
from nurture.store import absences, audit
from nurture.store.absences import Absence
from nurture.store.audit import Deed


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
    settings, who = settings_from_environment(), user()
    now = settings.clock().now()
    absence = _absence(now.date(), since, until, deputy, gone=gone, back=back)
    with database(settings) as store, store.write() as conn:
        name = absences.note(conn, email, absence)
        audit.record(conn, Deed(at=now, who=who, what=f"said that {email} is {_said(absence)}", why=""))
    typer.echo(f"{name} is {_said(absence)}.")


def _absence(
    today: date, since: datetime | None, until: datetime | None, deputy: str | None, *, gone: bool, back: bool
) -> Absence:
    """What the options say. Raises BadParameter for those that don't go together."""
    if back:
        if since or until or deputy or gone:
            raise typer.BadParameter("Whoever is there again is not away.", param_hint="--back")
        return Absence()
    if gone:
        if since or until:
            raise typer.BadParameter("Whoever has left does not come back on a day.", param_hint="--gone")
        return Absence(is_gone=True, deputy=deputy)
    first, last = since.date() if since else today, until.date() if until else None
    if last is not None and last < first:
        raise typer.BadParameter("The last day lies before the first.", param_hint="--until")
    return Absence(first=first, last=last, deputy=deputy)


def _said(absence: Absence) -> str:
    instead = f"; {absence.deputy} stands in" if absence.deputy else ""
    if absence.is_gone:
        return f"gone{instead}"
    if absence.first is None:
        return "there"
    end = f"until {absence.last}" if absence.last else "until further notice"
    return f"away from {absence.first} {end}{instead}"
