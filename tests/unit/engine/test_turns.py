"""Who goes first where not all that wait can go."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from nurture.engine.turns import GOOD_FOR, Waiting, line_of, rank_of
from nurture.language.sequence import Priority

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def waiting(name: str, rank: int = 1, *, days: float = 0, at: datetime = NOW) -> Waiting:
    """A message that has waited for so many days."""
    return Waiting(enrollment_id=name, called=f"{name}/first", rank=rank, since=NOW - timedelta(days=days), at=at)


@pytest.mark.parametrize(
    ("priority", "weeks", "rank"),
    [
        (Priority.LOW, 0, 0),
        (Priority.LOW, 0.9, 0),
        (Priority.LOW, 1, 1),
        (Priority.LOW, 2, 2),
        (Priority.NORMAL, 1, 2),
        (Priority.NORMAL, 9, 2),
        (Priority.HIGH, 0, 2),
    ],
)
def test_who_waits_rises_until_nobody_goes_earlier(priority: Priority, weeks: float, rank: int) -> None:
    assert rank_of(priority, since=NOW - weeks * WEEK, now=NOW, patience=WEEK) == rank


def test_whatever_the_order_in_which_they_are_looked_at_one_goes_first_and_nobody_waits_for_each_other() -> None:
    four = (waiting("a", 0, days=9), waiting("b", 2), waiting("c", 2, days=1), waiting("d", 2, days=1))
    for order in permutations(four):
        ahead = {each.enrollment_id: {other.enrollment_id for other in line_of(each, order).ahead} for each in order}
        assert ahead == {"c": set(), "d": {"c"}, "b": {"c", "d"}, "a": {"b", "c", "d"}}


def test_who_has_let_the_turn_pass_is_not_waited_for() -> None:
    late = waiting("late", 2, at=NOW - GOOD_FOR)
    almost = waiting("almost", 2, at=NOW - GOOD_FOR + timedelta(minutes=1))
    assert line_of(waiting("own"), (late, almost)).ahead == (almost,)
