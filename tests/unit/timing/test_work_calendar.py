import subprocess
import sys
from datetime import date, timedelta

import pytest

from nurture.timing import TimingError, WorkCalendar


@pytest.mark.parametrize(
    ("reason", "calendar", "day", "works"),
    [
        ("a plain Monday", WorkCalendar(), date(2026, 3, 9), True),
        ("Saturday", WorkCalendar(), date(2026, 3, 14), False),
        ("no country, no holidays", WorkCalendar(), date(2026, 12, 25), True),
        ("Memorial Day", WorkCalendar("US"), date(2026, 5, 25), False),
        ("a lower-case code is the same country", WorkCalendar("us"), date(2026, 5, 25), False),
        ("New Year observed in the old year", WorkCalendar("US"), date(2021, 12, 31), False),
        ("Good Friday in England", WorkCalendar("GB", "ENG"), date(2026, 4, 3), False),
        ("2 January is a holiday in Scotland", WorkCalendar("GB", "SCT"), date(2026, 1, 2), False),
        ("but not in England", WorkCalendar("GB", "ENG"), date(2026, 1, 2), True),
        ("Epiphany in Bavaria", WorkCalendar("DE", "BY"), date(2026, 1, 6), False),
        ("but not in Berlin", WorkCalendar("DE", "BE"), date(2026, 1, 6), True),
        ("Saudi Arabia works on Sundays", WorkCalendar("SA"), date(2026, 6, 7), True),
        ("and rests on Fridays", WorkCalendar("SA"), date(2026, 6, 5), False),
        ("the Emirates rested on Fridays until 2021", WorkCalendar("AE"), date(2021, 6, 4), False),
        ("and work on them since 2022", WorkCalendar("AE"), date(2026, 6, 5), True),
        ("China works some Sundays", WorkCalendar("CN"), date(2025, 1, 26), True),
        ("a closed day", WorkCalendar("US", closed=(date(2026, 7, 6),)), date(2026, 7, 6), False),
    ],
)
def test_which_days_are_working_days(reason, calendar, day, works):
    assert calendar.is_working_day(day) is works, reason


@pytest.mark.parametrize(
    ("calendar", "day", "name"),
    [
        (WorkCalendar("US"), date(2026, 5, 25), "Memorial Day"),
        (WorkCalendar("DE"), date(2026, 10, 3), "German Unity Day"),
        (WorkCalendar("US"), date(2026, 5, 23), None),
        (WorkCalendar(), date(2026, 12, 25), None),
        (WorkCalendar("GB", closed=(date(2026, 12, 29),)), date(2026, 12, 29), "Company holiday"),
        (WorkCalendar("GB", closed=(date(2026, 12, 25),)), date(2026, 12, 25), "Christmas Day"),
    ],
)
def test_holidays_have_english_names(calendar, day, name):
    assert calendar.name_of_holiday(day) == name
    assert calendar.is_holiday(day) is (name is not None)


def test_working_days_are_counted_from_the_day_after_whatever_it_is():
    calendar = WorkCalendar("US")
    saturday = date(2026, 5, 23)
    assert calendar.add(saturday, 1) == date(2026, 5, 26)
    assert calendar.add(saturday, -1) == date(2026, 5, 22)
    assert calendar.add(saturday, 0) == saturday


def test_a_calendar_without_a_working_day_says_so_instead_of_searching_for_ever():
    closed = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(500))
    with pytest.raises(TimingError, match="no working day within 400 days"):
        WorkCalendar(closed=closed).add(date(2026, 1, 1), 1)


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("Germany", "did you mean DE?"),
        ("Germny", "did you mean DE?"),
        ("DEU", "two-letter"),
        ("XX", "two-letter"),
        ("GB-ENGLAND", "ENG, NIR, SCT, WLS"),
        ("CZ-10", "write CZ alone"),
    ],
)
def test_a_place_without_a_calendar_says_what_to_write_instead(place, hint):
    with pytest.raises(TimingError) as caught:
        WorkCalendar.parse(place)
    assert hint in caught.value.hint


def test_a_place_is_read_from_its_code():
    closed = (date(2026, 12, 24),)
    assert WorkCalendar.parse("gb-eng", closed) == WorkCalendar("GB", "ENG", closed)
    assert WorkCalendar.parse("DE") == WorkCalendar("DE")


def test_an_unknown_country_is_noticed_at_the_first_question():
    with pytest.raises(TimingError, match="no holiday calendar for “XX”"):
        WorkCalendar("XX").is_working_day(date(2026, 3, 9))


def test_importing_timing_does_not_load_the_holiday_library():
    code = "import sys, nurture.timing; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
