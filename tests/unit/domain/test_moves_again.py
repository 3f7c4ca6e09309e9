"""When a run that is told what comes next waits a moment, so that it can't go round and round at one instant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nurture.domain.moves import LOOK, Move, Progress

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
START = Progress(version=1, places=())
FIRST = Move(action="create_task", at=AT, wake=AT, summary="a task", progress=START, step="ask-hr")


@pytest.mark.parametrize(
    ("after", "is_again"),
    [
        (FIRST, True),
        (replace(FIRST, action=LOOK), True),
        (replace(FIRST, step="ask-the-manager"), False),
        (replace(FIRST, visit=2), False),
        (replace(FIRST, action="escalate_task"), False),
        (replace(FIRST, wake=AT + timedelta(minutes=1)), False),
        (replace(FIRST, wake=None), False),
    ],
    ids=["the same", "a look", "another step", "another visit", "another action", "later", "only when told"],
)
def test_a_move_that_leads_to_the_same_one_at_the_same_instant_is_one_again(after: Move, is_again: bool) -> None:
    assert after.is_again(FIRST) is is_again


def test_what_a_look_leads_to_is_done_at_once() -> None:
    assert not FIRST.is_again(replace(FIRST, action=LOOK))
