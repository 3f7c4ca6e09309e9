"""`nurture retention`."""

import asyncio
from typing import Annotated

import typer

from nurture.cli.operate import By
from nurture.cli.session import database, settings_from_environment, telling_of_the_database, user
from nurture.cli.tables import local, people, screen, table
from nurture.errors import NotSetUp
from nurture.service.parts import Parts, parts_from
from nurture.service.retention import Due, due, forget_due
from nurture.service.waking import start_and_wake
from nurture.timing.zones import zone_of


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list who would be forgotten.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    by: By = None,
) -> None:
    """Forget everybody who has been on record as long as `retention` in company.yaml says. It is done every day, too.

    Whoever has an open application or run, is hired, on hold, or agreed to nurture mail stays.

    Example: nurture retention --dry-run
    """
    settings = settings_from_environment()
    with database(settings):
        parts = parts_from(settings)
    try:
        with telling_of_the_database():
            found = tuple(due(parts))
            _show(parts, found)
            if dry_run or not found:
                return
            if not yes:
                typer.confirm("Erase them? There is no way back", abort=True, err=True)
            _forget(parts, found, by or user())
    finally:
        parts.close()


def _show(parts: Parts, found: tuple[Due, ...]) -> None:
    if not found:
        typer.echo("Nobody is to be forgotten.", err=True)
        return
    with parts.store.read() as conn:
        zone = zone_of(parts.plans.company(conn).zone)
    rows = ((each.candidate_id, local(each.since, zone), each.rule) for each in found)
    screen().print(table(("who", "since", "rule"), rows))


def _forget(parts: Parts, found: tuple[Due, ...], by: str) -> None:
    count = 0
    for each in found:
        taken = forget_due(parts, each, by=by)
        if taken is None:
            continue
        count += 1
        try:
            asyncio.run(start_and_wake(parts, taken))
        except NotSetUp as away:
            typer.echo(f"{away.message}: it is on record; whom it concerns hears of it when next awake.", err=True)
    typer.echo(f"{people(count)} forgotten.")
