"""`nurture facts`."""

import json
from typing import Annotated, Final

import typer
from rich.table import Table

from nurture.cli.tables import screen, table
from nurture.domain.events import EVENTS, EventType
from nurture.domain.subject import SubjectKind
from nurture.language.kinds import Sort
from nurture.language.published import Call, Fact, published

_SHORT: Final = 6
"""Words that a fact can be, which are listed in its row."""


def facts(
    subject: Annotated[SubjectKind, typer.Option("--for", help="What the run is about.")] = SubjectKind.APPLICATION,
    event: Annotated[
        EventType | None, typer.Option(help="Only what can be named while `event` is this one.", metavar="TYPE")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for machines.")] = False,
) -> None:
    """List what conditions and templates may name: facts, what events carry, filters and functions.

    Each with its type, and whether it may be missing: then a template needs a fallback.

    Example: nurture facts --for hire --event hire.start_date_changed
    """
    known = published(subject, event)
    if as_json:
        typer.echo(json.dumps(known.as_data(), indent=2, ensure_ascii=False))
        return
    out = screen()
    out.print(f"In a run about one {subject}:\n", _facts(known.names))
    for record, found in known.records.items():
        out.print(f"\nOf a record ({record}):\n", _facts(found))
    for type_, found in known.events.items():
        out.print(f"\nWith {type_}, when {EVENTS[EventType(type_)].means}:\n", _facts(found))
    out.print("\nFunctions and filters:\n", _calls((*known.functions, *known.filters)))


def _facts(found: tuple[Fact, ...]) -> Table:
    heads = ("NAME", "TYPE", "MAY BE MISSING", *(("MEANS",) if any(fact.means for fact in found) else ()))
    return table(heads, (_row(fact)[: len(heads)] for fact in found))


def _row(fact: Fact) -> tuple[str, ...]:
    said = ", ".join(fact.choices) if 0 < len(fact.choices) <= _SHORT else fact.said
    return fact.name, said, "yes" if fact.may_be_missing else "", fact.means


def _calls(found: tuple[Call, ...]) -> Table:
    rows = (
        (
            call.written,
            ", ".join(call.takes) if len(call.takes) < len(Sort) else "anything",
            call.gives or "the same kind",
            call.means,
        )
        for call in found
    )
    return table(("WRITTEN", "TAKES", "GIVES", "MEANS"), rows)
