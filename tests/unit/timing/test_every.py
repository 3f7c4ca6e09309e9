"""Times that come again, and moments that count from a date."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.timing.errors import TimingError
from nurture.timing.every import Every
from nurture.timing.on_date import OnDate

BERLIN = ZoneInfo("Europe/Berlin")


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, when Monday is the 2nd; Berlin's clocks go forward on the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("day at 06:00", "day at 06:00"),
        ("every Day at 6:00", "day at 06:00"),
        ("monday at 09:00", "mon at 09:00"),
        ("mon, wed and fri at 08:30", "mon,wed,fri at 08:30"),
        ("mon-fri at 08:00", "mon-fri at 08:00"),
    ],
)
def test_what_is_written_is_read_and_written_back(text: str, written: str) -> None:
    assert str(Every.parse(text)) == written
    assert Every.parse(written) == Every.parse(text)


@pytest.mark.parametrize("text", ["30 days", "monday", "at 09:00", "someday at 09:00", "day at 24:00", "day at 9"])
def test_what_names_no_time_that_comes_again_is_refused(text: str) -> None:
    with pytest.raises(TimingError):
        Every.parse(text)


@pytest.mark.parametrize(
    ("text", "now", "last", "following"),
    [
        ("day at 06:00", utc(3, 5), utc(3, 5), utc(4, 5)),
        ("day at 06:00", utc(3, 4, 59), utc(2, 5), utc(3, 5)),
        ("mon at 09:00", utc(3, 0), utc(2, 8), utc(9, 8)),
        ("sun at 09:00", utc(27, 0), utc(22, 8), utc(29, 7)),
    ],
    ids=["it has just come", "it is about to come", "the day after", "the clocks have changed"],
)
def test_the_moments_before_and_after_are_on_the_companys_clock(
    text: str, now: datetime, last: datetime, following: datetime
) -> None:
    every = Every.parse(text)
    assert (every.last(now, BERLIN), every.next(now, BERLIN)) == (last, following)


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("60 days before hire.start_date at 09:00", "hire.start_date"),
        ("application.next_interview - 24 hours", "application.next_interview"),
        ("hire.start_date at 07:30", "hire.start_date"),
    ],
)
def test_a_moment_that_counts_from_a_date_is_written_as_a_wait_without_until(text: str, anchor: str) -> None:
    found = OnDate.parse(text)
    assert found.anchor == anchor
    assert OnDate.parse(str(found)) == found


@pytest.mark.parametrize("text", ["mon-fri 09:00", "3 days", "60 days before the end", "until hire.start_date"])
def test_what_counts_from_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(TimingError) as refused:
        OnDate.parse(text)
    assert refused.value.hint == (
        "write a length and a date, as in 60 days before hire.start_date at 09:00, or hire.start_date at 09:00"
    )
