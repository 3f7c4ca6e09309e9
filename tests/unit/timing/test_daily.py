"""A time of day at which something is done once a day."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.timing.daily import Daily
from nurture.timing.errors import TimingError

BERLIN = ZoneInfo("Europe/Berlin")


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026; Berlin's clocks go forward on the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "written"), [("daily", "daily at 09:00"), ("Daily  at 7:30", "daily at 07:30")], ids=["alone", "clock"]
)
def test_what_is_written_is_read_and_written_back(text: str, written: str) -> None:
    assert str(Daily.parse(text)) == written
    assert Daily.parse(written) == Daily.parse(text)


@pytest.mark.parametrize("text", ["weekly", "daily at 9", "at 09:00", "daily at 25:00", ""])
def test_what_names_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(TimingError):
        Daily.parse(text)


@pytest.mark.parametrize(
    ("start", "comes"),
    [
        (utc(2, 8), utc(2, 8)),
        (utc(2, 8, 1), utc(3, 8)),
        (utc(2, 7, 59), utc(2, 8)),
        (utc(28, 8, 1), utc(29, 7)),
        (utc(2, 23, 30), utc(3, 8)),
    ],
)
def test_it_comes_at_once_if_it_is_time_and_else_on_the_next_day(start: datetime, comes: datetime) -> None:
    assert Daily.parse("daily").from_(start, BERLIN) == comes


def test_the_last_one_came_today_or_yesterday() -> None:
    daily = Daily.parse("daily")
    assert daily.last(utc(2, 8), BERLIN) == utc(2, 8)
    assert daily.last(utc(3, 7, 59), BERLIN) == utc(2, 8)
    assert daily.last(utc(29, 7), BERLIN) == utc(29, 7)
