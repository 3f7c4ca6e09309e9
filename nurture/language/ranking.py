"""Which of many comes first, and how many of them count."""

from typing import Final

from nurture.language import codes
from nurture.language.expressions import Expression
from nurture.language.faults import fault

MOST_OPENINGS: Final = 50
"""How many jobs one mail may be told to name."""


def check_openings(openings: Expression | None, rank: Expression | None, best: int | None) -> None:
    """Raises a fault for a mail that puts jobs in order and tells of none."""
    check_best(rank, best)
    if rank is not None and openings is None:
        said = "`rank` says which of several jobs comes first, and this mail tells of none"
        raise fault(codes.CONTRADICTION, said, "add `openings`, or leave `rank` out", key="rank")


def check_best(rank: Expression | None, best: int | None) -> None:
    """Raises a fault where the best are wanted and nothing says who they are."""
    if best is not None and rank is None:
        said = "`best` takes the first by `rank`, and there is none"
        raise fault(codes.CONTRADICTION, said, "add `rank`, a number of which the highest comes first", key="best")
