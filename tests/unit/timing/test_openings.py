"""The openings of an office, and which of them comes so many days after a moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import TimingError
from nurture.timing.openings import last_opening, next_opening, opening_after
from nurture.timing.working_hours import hours_of

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = WorkCalendar("DE", hours=hours_of("mon-fri 08:30-12:00, mon-thu 13:00-17:00"), closed=(date(2026, 3, 9),))


def at(text: str) -> datetime:
    """A moment on the clock in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "length", "opens", "why"),
    [
        ("2026-03-02T16:00", "3 days", "2026-03-05T08:30", "days count, and no clock times"),
        ("2026-03-02T00:30", "3 days", "2026-03-05T08:30", "from whichever hour of the day"),
        ("2026-03-04T16:00", "3 days", "2026-03-10T08:30", "Saturday is free, and the office is closed on Monday"),
        ("2026-03-04T16:00", "3 business days", "2026-03-10T08:30", "Thursday, Friday, and not the closed Monday"),
        ("2026-03-27T16:00", "1 week", "2026-04-07T08:30", "Good Friday and Easter Monday are free in Germany"),
        ("2026-03-27T16:00", "2 days", "2026-03-30T08:30", "the clocks have changed in between"),
    ],
)
def test_a_length_of_days_is_over_at_an_opening(start: str, length: str, opens: str, why: str) -> None:
    assert opening_after(at(start), Duration.parse(length), BERLIN, OFFICE) == at(opens), why


@pytest.mark.parametrize(
    ("now", "last", "ahead", "why"),
    [
        ("2026-03-03T08:29", "2026-03-02T08:30", "2026-03-03T08:30", "a minute before it opens"),
        ("2026-03-03T08:30", "2026-03-03T08:30", "2026-03-04T08:30", "just as it opens"),
        ("2026-03-03T14:00", "2026-03-03T08:30", "2026-03-04T08:30", "after a pause it does not open anew"),
        ("2026-03-08T12:00", "2026-03-06T08:30", "2026-03-10T08:30", "on a Sunday before a closed Monday"),
    ],
)
def test_between_two_openings_there_is_none(now: str, last: str, ahead: str, why: str) -> None:
    assert (last_opening(at(now), BERLIN, OFFICE), next_opening(at(now), BERLIN, OFFICE)) == (at(last), at(ahead)), why


def test_an_office_that_never_opens_is_told() -> None:
    closed = WorkCalendar("DE", hours=hours_of("sat,sun 09:00-17:00"))
    with pytest.raises(TimingError, match="no working day"):
        next_opening(at("2026-03-03T08:29"), BERLIN, closed)


@given(
    start=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1), timezones=st.just(UTC)),
    length=st.one_of(
        st.builds(Duration, st.integers(1, 40), st.sampled_from([Unit.DAYS, Unit.BUSINESS_DAYS])),
        st.builds(Duration, st.integers(1, 8), st.sampled_from([Unit.WEEKS, Unit.MONTHS])),
    ),
    place=st.sampled_from([ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland"), ZoneInfo("America/New_York")]),
)
def test_a_length_is_never_over_before_its_least_less_a_day(start: datetime, length: Duration, place: ZoneInfo) -> None:
    assert opening_after(start, length, place, OFFICE) >= start + length.least - timedelta(days=1)
