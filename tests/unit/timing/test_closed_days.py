from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import Closure, SendWindow, TimingError, WorkCalendar
from nurture.timing.closed import is_closed, last_open_outside, leaves_no_day, opens_outside

OFFICE, ALWAYS = SendWindow.parse("mon-fri 09:00-17:00"), SendWindow.parse("always")
WINTER = (Closure.parse("15 dec - 5 jan"),)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("15 dec - 5 jan", "15 dec - 5 jan"),
        ("15 December – 5 January", "15 dec - 5 jan"),
        ("24 Dec", "24 dec"),
        ("29 feb", "29 feb"),
        ("2026-12-01 - 2026-12-12", "2026-12-01 - 2026-12-12"),
        ("2026-12-24", "2026-12-24"),
    ],
)
def test_closed_days_are_read_and_written_back(text, canonical):
    assert str(Closure.parse(text)) == canonical
    assert Closure.parse(canonical) == Closure.parse(text)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("christmas", "does not say which days", "15 dec - 5 jan"),
        ("15 dez", "not a month", "did you mean “dec”"),
        ("31 june", "there is no 31 june", "24 dec"),
        ("2026-02-30", "there is no 2026-02-30", "24 dec"),
        ("2026-12-15 - 5 jan", "begins in one year", "both with the year"),
        ("2026-12-15 - 2026-01-05", "ends before it begins", "earlier day first"),
    ],
)
def test_closed_days_that_cannot_be_read_say_what_to_write(text, message, hint):
    with pytest.raises(TimingError) as caught:
        Closure.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("closed", "day", "expected"),
    [
        ("15 dec - 5 jan", date(2026, 12, 14), False),
        ("15 dec - 5 jan", date(2026, 12, 15), True),
        ("15 dec - 5 jan", date(2031, 1, 5), True),
        ("15 dec - 5 jan", date(2031, 1, 6), False),
        ("1 aug - 15 aug", date(2026, 8, 15), True),
        ("1 aug - 15 aug", date(2026, 8, 16), False),
        ("2026-12-01 - 2026-12-12", date(2026, 12, 12), True),
        ("2026-12-01 - 2026-12-12", date(2027, 12, 12), False),
    ],
)
def test_the_first_and_the_last_day_are_closed_and_those_around_them_are_not(closed, day, expected):
    assert (day in Closure.parse(closed)) is expected


def test_a_day_is_closed_on_the_clock_of_the_place():
    new_year = (Closure.parse("1 jan"),)
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert is_closed(moment, ZoneInfo("Europe/Berlin"), new_year)
    assert not is_closed(moment, ZoneInfo("Europe/London"), new_year)
    assert not is_closed(moment, ZoneInfo("America/New_York"), new_year)


@pytest.mark.parametrize(
    ("closed", "none"),
    [
        (["1 jan - 31 dec"], True),
        (["1 jan - 30 jun", "1 jul - 31 dec"], True),
        (["1 jan - 30 dec"], False),
        (["1 jan - 28 feb", "1 mar - 31 dec"], False),
        (["2026-01-01 - 2026-12-31"], False),
    ],
)
def test_it_is_known_whether_a_day_is_left(closed, none):
    assert leaves_no_day(map(Closure.parse, closed)) is none


@pytest.mark.parametrize(
    ("reason", "window", "start", "end", "zone"),
    [
        ("open", OFFICE, "2026-12-14 10:00", "2026-12-14 10:00", "Europe/Berlin"),
        ("the closing of the last day leads on", OFFICE, "2026-12-14 17:00", "2027-01-06 09:00", "Europe/London"),
        ("a holiday after it, too", OFFICE, "2026-12-20 10:00", "2027-01-07 09:00", "Europe/Berlin"),
        ("always knows closed days", ALWAYS, "2026-12-20 10:00", "2027-01-06 00:00", "America/New_York"),
    ],
)
def test_the_next_opening_lies_outside_the_closed_days(reason, window, start, end, zone):
    calendar = WorkCalendar("DE", "BW") if zone == "Europe/Berlin" else WorkCalendar("GB")  # Epiphany is free in BW
    assert opens_outside(window, at(start, zone), ZoneInfo(zone), calendar, WINTER) == at(end, zone), reason


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        (OFFICE, "2026-12-20 10:00", "2026-12-14 16:59"),
        (ALWAYS, "2026-12-20 10:00", "2026-12-14 23:59"),
        (OFFICE, "2026-12-14 10:00", "2026-12-14 10:00"),
    ],
)
def test_the_last_opening_lies_outside_the_closed_days(window, start, end):
    found = last_open_outside(window, at(start, "Europe/Berlin"), ZoneInfo("Europe/Berlin"), None, WINTER)
    assert found == at(end, "Europe/Berlin")


def test_a_window_that_opens_on_closed_days_alone_is_told():
    only = (Closure.parse("2026-01-01 - 2029-12-31"),)
    with pytest.raises(TimingError, match="outside the closed days"):
        opens_outside(OFFICE, at("2026-03-02 10:00", "Europe/Berlin"), ZoneInfo("Europe/Berlin"), None, only)
