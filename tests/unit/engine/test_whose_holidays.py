"""Whose public holidays a sequence keeps."""

from datetime import UTC, datetime

import pytest

from tests.rehearsal import HEAD, facts_for, plan_from, play


@pytest.mark.parametrize(
    ("holidays", "leaves"),
    [
        ("GB", datetime(2026, 8, 31, 7, tzinfo=UTC)),  # the last Monday of August is free in England, not in Scotland
        ("GB-ENG", datetime(2026, 9, 1, 7, tzinfo=UTC)),
        ("gb-sct", datetime(2026, 8, 31, 7, tzinfo=UTC)),
        ("none", datetime(2026, 8, 31, 7, tzinfo=UTC)),
    ],
)
def test_a_mail_keeps_the_holidays_of_the_place_that_is_named(holidays: str, leaves: datetime) -> None:
    head = HEAD.replace("send: {", f"send: {{holidays: {holidays}, ")
    plan = plan_from("- {id: a-day, wait: 2 days}\n- {id: hello, email: a}\n", head=head)
    friday = datetime(2026, 8, 28, 12, tzinfo=UTC)
    assert [moment.date() for _, moment in play(plan, facts_for(entered_at=friday), start=friday).sent] == [
        leaves.date()
    ]
