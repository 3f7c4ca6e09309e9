"""Arms of a split that compete among those whom one occasion let in."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from nurture.values import frozen


@frozen
class Tally:
    """How many people were drawn for an arm, and how many of them did what counts."""

    drawn: int
    did: int


@frozen
class Contest:
    """Since when arms compete, and what came of it: the winner, and what was counted of each arm; None: open."""

    opened_at: datetime
    winner: str | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)


def winner_of(tallies: Mapping[str, Tally]) -> str:
    """The arm of which most people did it; of equals the first."""
    return max(tallies, key=lambda arm: tallies[arm].did)
