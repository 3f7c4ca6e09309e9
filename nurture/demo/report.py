"""What a run comes to: each person's timeline, what lies ahead of them, and whether it all came out right."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.table import Table

from nurture.demo.cast import BERLIN
from nurture.demo.screen import Screen
from nurture.demo.story import STRANDS
from nurture.devserver.stack import Stack
from nurture.service.lives import Life, life_of
from nurture.store import Store


def report(screen: Screen, store: Store) -> None:
    """Everybody's timeline on their own clock, as `nurture show` tells it."""
    with store.read() as conn:
        lives = [life_of(conn, strand.who.candidate_id, company_zone=BERLIN.key) for strand in STRANDS]
    for strand, life in zip(STRANDS, lives, strict=True):
        screen.head(f"{life.called}, {strand.who.opening.title}; times in {life.zone.key}")
        screen.table(_timeline(life))
        for line in _ahead(life):
            screen.say(line)


def tell_verdict(screen: Screen, faults: Iterable[str]) -> None:
    """Whether it came out right, and if not, what is wrong."""
    found = tuple(faults)
    screen.head("What came of it")
    if not found:
        mails = sum(len(strand.contacts) for strand in STRANDS)
        screen.say(f"As it must be: all {mails} contacts, each of them once, and nothing after an end.")
    for fault in found:
        screen.say(f"Wrong: {fault}.")


def tell_where_to_look(screen: Screen, stack: Stack, *, keep: bool) -> None:
    """What else there is to see: pages while everything runs, commands also afterwards."""
    screen.head("Where to look")
    if keep:
        screen.say(f"Temporal    {stack.temporal.ui_url}/namespaces/default/workflows")
        for strand in STRANDS:
            screen.say(f"{strand.who.first_name:<11} {stack.console_url}/candidates/{strand.who.candidate_id}")
    else:
        screen.say("Pages       of each person and mail, and Temporal's UI: make demo KEEP=1 leaves everything running")
    database = f"NURTURE_DATABASE_URL={stack.settings.database_url}"
    screen.say(f"Why         {database} {_command()} why {STRANDS[0].who.email}")
    if keep:
        screen.say("All of it stays up until you press Ctrl-C.")


def _command() -> str:
    """`nurture` as it can be typed here: by its place, where it is not on the path."""
    beside = Path(sys.executable).with_name("nurture")
    is_on_path = shutil.which("nurture") is not None or not beside.exists()
    return "nurture" if is_on_path else os.path.relpath(beside)


def _timeline(life: Life) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for entry in life.entries:
        at = entry.at.astimezone(life.zone)
        table.add_row(f"{at:%a} {at.day:>2} {at:%b %H:%M}", entry.said_kind, entry.title, entry.state or "")
    return table


def _ahead(life: Life) -> list[str]:
    return [f"Next: {each.summary}" for each in life.open if each.summary]
