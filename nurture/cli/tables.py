"""Tables on a terminal, and the same text in a pipe."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

WIDE: Final = 160
"""Columns where nobody looks at a terminal: long enough that ids stay whole."""


def screen(*, errors: bool = False) -> Console:
    """Where output goes; colors and the window's width on a terminal only. Square brackets mean themselves."""
    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() else WIDE
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A plain table; what is too long goes on below."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


def local(at: datetime, zone: ZoneInfo) -> str:
    """A moment on that zone's clock, to the minute: "2026-03-12 10:00"."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def people(count: int) -> str:
    """ "1 person", "12 people"."""
    return f"{count} person" if count == 1 else f"{count} people"
