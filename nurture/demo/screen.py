"""What a run shows: lines while it plays, then each person's timeline. A pipe gets the same, without colors."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from nurture.demo.telling import Line, say

WIDE: Final = 140
"""Columns where nobody looks at a terminal."""


class Screen:
    """Standard output. On a terminal a last line shows what day it is in the story."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else WIDE
        self.console = Console(width=width, markup=False, highlight=False, emoji=False)
        self._status: Status | None = None

    def say(self, sentence: str) -> None:
        """One sentence."""
        self.console.print(sentence, soft_wrap=True)

    def head(self, title: str) -> None:
        """The title of what follows."""
        self.console.print()
        self.console.print(Text(title, style="bold"))

    def table(self, table: Table) -> None:
        """A table."""
        self.console.print(table)

    def line(self, line: Line) -> None:
        """Something that happened to a person, or, further to the right, what Nurture did about it."""
        when, who = (f"{line.when}  ", "dim"), (f"{line.who.first_name:<6} ", "bold")
        what = ("    → ", (line.what, "green")) if line.is_ours else ((line.what, "bold"),)
        self.console.print(Text.assemble(when, who, *what), soft_wrap=True)

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Shows the day, on a terminal, for as long as the block lasts."""
        with self.console.status("") as self._status:
            yield
        self._status = None

    def show_time(self, now: datetime) -> None:
        """Sets the day that is shown."""
        if self._status and self.console.is_terminal:
            self._status.update(say(now))
