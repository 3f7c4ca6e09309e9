from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import Lead, TimingError

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("text", ["2 days of hire.start_date", "6 hours of application.next_interview on entry"])
def test_a_lead_is_written_back_as_it_was_read(text: str) -> None:
    assert str(Lead.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["2 days", "of hire.start_date", "2 days of tomorrow", "0 days of hire.start_date", "2 moons of hire.start_date"],
)
def test_what_is_no_lead_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(TimingError) as told:
        Lead.parse(text)
    assert told.value.hint


@pytest.mark.parametrize(
    ("at", "is_too_near"),
    [
        (datetime(2026, 3, 7, 23, 0, tzinfo=UTC), False),  # midnight in Berlin, two days before
        (datetime(2026, 3, 7, 23, 1, tzinfo=UTC), True),
        (datetime(2026, 4, 1, tzinfo=UTC), True),
    ],
)
def test_a_day_counts_from_its_midnight_and_once_past_it_stays_too_near(at: datetime, is_too_near: bool) -> None:
    lead = Lead.parse("2 days of hire.start_date")
    assert lead.is_too_near(at, date(2026, 3, 10), BERLIN) is is_too_near
