"""`nurture show`."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console

from nurture.cli.session import database, person, settings_from_environment
from nurture.cli.tables import local, screen, table
from nurture.service.lives import Life, life_of
from nurture.store.published import company_zone


def show(
    candidate: Annotated[str, typer.Argument(help="Mail address, our id, or the ATS's.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines, with times in UTC.")] = False,
) -> None:
    """Show a person: their applications, where each enrollment stands, and everything between us and them.

    Times are on the person's own clock.

    Example: nurture show mara@home.example
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        now = settings.clock().now()
        life = life_of(conn, person(conn, candidate).id, company_zone=company_zone(conn), now=now)
    if as_json:
        typer.echo(json.dumps(_document(life), indent=2, default=_plain))
    else:
        _print(life, screen())


def _print(life: Life, console: Console) -> None:
    console.print(life.called, style="bold")
    console.print(life.described, soft_wrap=True)
    for warning in life.warnings:
        console.print(f"! {warning}", style="yellow")
    _section(console, "Applications", ("job", "status", "stage", "applied", "id"), _applications(life))
    _section(console, "Inside", ("sequence", "status", "stands at", "next"), _open(life))
    for each in life.open:  # whole, for `nurture pause` and the like
        console.print(f"  {each.enrollment.id}", soft_wrap=True)
    if life.words:
        _section(console, "Tags, skills and interests", ("", "", "told by", "since"), _words(life))
    _section(console, f"Timeline, times in {life.zone.key}", ("when", "", "what", "state", "more"), _timeline(life))


def _section(console: Console, title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    console.print()
    console.print(title, style="bold underline")
    console.print(table(heads, rows) if rows else "nothing")


def _applications(life: Life) -> list[tuple[str, ...]]:
    return [
        (
            each.job.title if each.job else "no job",
            each.status,
            each.stage or "",
            local(each.applied_at, life.zone) if each.applied_at else "",
            each.id,
        )
        for each in life.applications
    ]


def _open(life: Life) -> list[tuple[str, ...]]:
    return [
        (
            f"{each.enrollment.sequence} version {each.enrollment.version}",
            each.status,
            each.held_reason or each.summary or each.step or "",
            local(each.next_at, life.zone) if each.next_at else "when something happens",
        )
        for each in life.open
    ]


def _words(life: Life) -> list[tuple[str, ...]]:
    return [(each.word, each.kind, each.source, local(each.since, life.zone)) for each in life.words]


def _timeline(life: Life) -> list[tuple[str, ...]]:
    return [
        (local(each.at, life.zone), each.said_kind, each.title, each.state or "", each.detail or "")
        for each in life.entries
    ]


def _document(life: Life) -> dict[str, object]:
    return {
        "candidate": asdict(life.candidate),
        "zone": life.zone.key,
        "applications": [asdict(each) for each in life.applications],
        "enrollments": [asdict(each) for each in life.enrollments],
        "words": [asdict(each) for each in life.words],
        "timeline": [asdict(each) for each in life.entries],
    }


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{value!r} can't be written as JSON")
