from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import SendWindow, Wait, WorkCalendar
from nurture.timing.put_off import put_off
from nurture.timing.working_hours import working_time_between

BERLIN, LONDON, NEW_YORK = "Europe/Berlin", "Europe/London", "America/New_York"
CALENDARS = {BERLIN: WorkCalendar("DE"), LONDON: WorkCalendar("GB", "ENG"), NEW_YORK: WorkCalendar("US")}


def at(text: str, zone: str) -> datetime:
    """A moment of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("reason", "counted", "due", "now", "until", "expected", "zone"),
    [
        ("a day is left", "7 business days", "03-16 09:00", "03-13 10:00", "03-16 10:00", "03-17 09:00", BERLIN),
        ("over Easter", "5 business days", "04-02 09:00", "03-31 12:00", "04-02 12:00", "04-08 09:00", LONDON),
        ("over Thanksgiving", "2 business days", "11-25 09:00", "11-24 12:00", "11-25 12:00", "11-27 09:00", NEW_YORK),
        ("hours are left", "1 business day", "03-13 17:00", "03-13 15:00", "03-16 15:00", "03-16 17:00", BERLIN),
        ("the clocks go forward", "3 days", "03-29 09:00", "03-28 09:00", "03-30 09:00", "03-31 09:00", BERLIN),
        ("they go back in New York", "3 days", "11-01 09:00", "10-31 09:00", "11-02 09:00", "11-03 09:00", NEW_YORK),
        ("hours are elapsed time", "12 hours", "03-28 20:00", "03-28 18:00", "03-29 18:00", "03-29 20:00", LONDON),
        (
            "working hours are left",
            "8 working hours",
            "03-13 16:00",
            "03-13 14:00",
            "03-13 16:00",
            "03-16 10:00",
            BERLIN,
        ),
        ("overdue already", "1 business day", "03-12 09:00", "03-13 09:00", "03-16 09:00", "03-16 09:00", BERLIN),
        (
            "from a date",
            "until hire.start_date - 1 day",
            "03-20 00:00",
            "03-13 09:00",
            "03-16 09:00",
            "03-20 00:00",
            BERLIN,
        ),
        (
            "a date too soon",
            "until hire.start_date",
            "03-14 00:00",
            "03-13 09:00",
            "03-16 09:00",
            "03-16 09:00",
            BERLIN,
        ),
        ("to a time of day", "until 17:00", "03-13 17:00", "03-13 09:00", "03-14 09:00", "03-14 09:00", BERLIN),
    ],
)
def test_as_much_time_is_left_afterwards_as_was_left_before(reason, counted, due, now, until, expected, zone):
    moved = put_off(
        at(due, zone),
        at=at(now, zone),
        until=at(until, zone),
        counted=Wait.parse(counted),
        zone=ZoneInfo(zone),
        calendar=CALENDARS[zone],
    )
    assert moved == at(expected, zone), reason


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("03-13 15:00", "03-16 11:00", 4),
        ("03-13 12:00", "03-13 14:30", 2.5),
        ("03-14 12:00", "03-15 12:00", 0),
        ("03-16 12:00", "03-13 12:00", 0),
        ("03-27 09:00", "03-30 17:00", 16),
    ],
)
def test_the_time_that_an_office_is_open_is_known(start, end, hours):
    calendar = WorkCalendar("DE", hours=SendWindow.parse("mon-fri 09:00-17:00"))
    counted = working_time_between(at(start, BERLIN), at(end, BERLIN), ZoneInfo(BERLIN), calendar)
    assert counted.total_seconds() == hours * 3600
