from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import say, say_span


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", "Thu 12 Mar 10:00 Europe/Berlin"),
        ("Pacific/Auckland", "Thu 12 Mar 22:00 Pacific/Auckland"),
        ("Pacific/Honolulu", "Wed 11 Mar 23:00 Pacific/Honolulu"),
    ],
)
def test_a_moment_is_said_on_the_clock_of_its_zone(zone, words):
    assert say(datetime(2026, 3, 12, 9, 0, tzinfo=UTC), ZoneInfo(zone)) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=3), "3 days"),
        (timedelta(days=1, hours=4, minutes=59), "1 day 4 hours"),
        (timedelta(days=2, minutes=5), "2 days"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=2, minutes=30), "2 hours 30 minutes"),
        (timedelta(minutes=45, seconds=59), "45 minutes"),
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(0), "less than a minute"),
        (-timedelta(days=3), "3 days"),
    ],
)
def test_a_span_is_said_by_its_two_largest_units(span, words):
    assert say_span(span) == words
