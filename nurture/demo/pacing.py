"""How fast the story's time runs: slowly in scenes, where things are to happen on time, and quickly between them."""

from datetime import datetime, timedelta
from typing import Final

from nurture.clock import Pace
from nurture.demo.play import GIVES_UP_AT
from nurture.demo.story import march

DAY: Final = timedelta(days=1).total_seconds()
SLOW: Final = DAY / 8
"""An hour takes a third of a second: twenty times as long as a mail takes from its timer to the ledger."""
QUICK: Final = DAY / 0.7
REAL: Final = 1.0
"""Once the story is told, what lies ahead stays ahead, to be looked at."""

SCENES: Final = (
    (march(2, 9), march(2, 13)),
    (march(3, 8), march(3, 11)),
    (march(4, 8, 30), march(4, 12)),
    (march(4, 15, 30), march(4, 18)),
    (march(5, 9, 30), march(5, 12)),
    (march(6, 4), march(6, 7)),  # nine in the morning where Priya is
    (march(9, 9, 30), march(9, 12)),
    (march(10, 10, 30), march(10, 14)),
    (march(16, 9, 30), march(16, 13)),
    (march(23, 9, 30), march(23, 13)),
    (march(25, 16, 30), march(25, 21)),
    (march(26, 7), march(26, 13)),
    (march(31, 8, 30), march(31, 12)),
)
"""From when to when something is to happen, with some hours to spare."""


def paces() -> tuple[Pace, ...]:
    """The speeds of the whole story."""
    changes: list[tuple[datetime, float]] = []
    for begins, ends in SCENES:
        changes += [(begins, SLOW), (ends, QUICK)]
    return (*changes, (GIVES_UP_AT, REAL))
