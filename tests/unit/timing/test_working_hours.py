from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import Duration, SendWindow, TimingError, Unit, Wait, WorkCalendar

BERLIN, LONDON, NEW_YORK = "Europe/Berlin", "Europe/London", "America/New_York"
NINE_TO_FIVE = SendWindow.parse("mon-fri 09:00-17:00")
GERMANY, ENGLAND, US = (WorkCalendar(*place, hours=NINE_TO_FIVE) for place in (("DE",), ("GB", "ENG"), ("US",)))


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("reason", "hours", "start", "end", "zone", "calendar"),
    [
        ("within a day", 1, "2026-03-13 14:00", "2026-03-13 15:00", BERLIN, GERMANY),
        ("over a weekend", 4, "2026-03-13 15:00", "2026-03-16 11:00", BERLIN, GERMANY),
        ("a whole day of work", 8, "2026-03-13 15:00", "2026-03-16 15:00", BERLIN, GERMANY),
        ("ends as the office closes", 2, "2026-03-13 15:00", "2026-03-13 17:00", BERLIN, GERMANY),
        ("from a weekend", 1, "2026-03-14 12:00", "2026-03-16 10:00", BERLIN, GERMANY),
        ("from before the opening", 1, "2026-03-13 06:00", "2026-03-13 10:00", BERLIN, GERMANY),
        ("from after the closing", 1, "2026-03-12 17:00", "2026-03-13 10:00", BERLIN, GERMANY),
        ("no hours", 0, "2026-03-14 12:00", "2026-03-14 12:00", BERLIN, GERMANY),
        ("over Easter", 3, "2026-04-02 16:00", "2026-04-07 11:00", LONDON, ENGLAND),
        ("over a bank holiday", 9, "2026-05-01 15:00", "2026-05-05 16:00", LONDON, ENGLAND),
        ("over Thanksgiving", 2, "2026-11-25 16:00", "2026-11-27 10:00", NEW_YORK, US),
        ("clocks go forward in Berlin", 4, "2026-03-27 15:00", "2026-03-30 11:00", BERLIN, GERMANY),
        ("clocks go back in Berlin", 4, "2026-10-23 15:00", "2026-10-26 11:00", BERLIN, GERMANY),
        ("clocks go forward in London", 4, "2026-03-27 15:00", "2026-03-30 11:00", LONDON, ENGLAND),
        ("clocks go back in London", 4, "2026-10-23 15:00", "2026-10-26 11:00", LONDON, ENGLAND),
        ("clocks go forward in New York", 4, "2026-03-06 15:00", "2026-03-09 11:00", NEW_YORK, US),
        ("clocks go back in New York", 4, "2026-10-30 15:00", "2026-11-02 11:00", NEW_YORK, US),
    ],
)
def test_working_hours_count_only_while_the_office_is_open(reason, hours, start, end, zone, calendar):
    duration = Duration(hours, Unit.WORKING_HOURS)
    assert duration.add_to(at(start, zone), ZoneInfo(zone), calendar) == at(end, zone), reason


@pytest.mark.parametrize(
    ("reason", "hours", "start", "end"),
    [
        ("within a day", 1, "2026-03-13 15:00", "2026-03-13 14:00"),
        ("over a weekend", 4, "2026-03-16 11:00", "2026-03-13 15:00"),
        ("from a weekend", 1, "2026-03-15 12:00", "2026-03-13 16:00"),
        ("back to an opening", 1, "2026-03-16 10:00", "2026-03-16 09:00"),
        ("over Easter and a change of clocks", 41, "2026-04-07 10:00", "2026-03-27 09:00"),
    ],
)
def test_working_hours_count_back_the_same_way(reason, hours, start, end):
    duration = Duration(hours, Unit.WORKING_HOURS)
    assert duration.subtract_from(at(start, BERLIN), ZoneInfo(BERLIN), GERMANY) == at(end, BERLIN), reason


def test_hours_in_which_the_clocks_change_are_as_long_as_they_last():
    nights = WorkCalendar("IL", hours=SendWindow.parse("every day 00:00-06:00"))  # Sunday is a working day there
    start, ends = at("2026-03-29 01:00", BERLIN), at("2026-03-29 06:00", BERLIN)
    assert ends - start == timedelta(hours=4)
    assert Duration(4, Unit.WORKING_HOURS).add_to(start, ZoneInfo(BERLIN), nights) == ends


def test_spans_that_overlap_count_once_and_a_pause_does_not_count():
    split = WorkCalendar(hours=SendWindow.parse("mon-fri 09:00-12:00, mon-fri 11:00-13:00, mon-fri 14:00-18:00"))
    start = at("2026-03-09 10:00", BERLIN)
    assert Duration(4, Unit.WORKING_HOURS).add_to(start, ZoneInfo(BERLIN), split) == at("2026-03-09 15:00", BERLIN)


def test_a_calendar_that_states_no_hours_is_open_from_nine_to_five():
    start = at("2026-03-13 16:00", BERLIN)
    assert Wait.parse("2 working hours").ends(start=start, zone=ZoneInfo(BERLIN)) == at("2026-03-16 10:00", BERLIN)


def test_an_office_without_working_days_is_told():
    closed = WorkCalendar(hours=SendWindow.parse("sat 09:00-12:00"))
    with pytest.raises(TimingError, match="no working day"):
        Duration(1, Unit.WORKING_HOURS).add_to(at("2026-03-13 16:00", BERLIN), ZoneInfo(BERLIN), closed)


def test_closed_days_of_the_company_are_not_worked():
    closed = WorkCalendar("DE", closed=(date(2026, 3, 16),), hours=NINE_TO_FIVE)
    start = at("2026-03-13 16:00", BERLIN)
    assert Duration(2, Unit.WORKING_HOURS).add_to(start, ZoneInfo(BERLIN), closed) == at("2026-03-17 10:00", BERLIN)


@pytest.mark.parametrize(
    ("wait", "anchor", "end"),
    [
        ("until 3 months before hire.start_date at 09:00", date(2026, 5, 31), "2026-02-28 09:00"),
        ("until 1 month before hire.start_date at 09:00", date(2024, 3, 31), "2024-02-29 09:00"),
        ("until 6 months after hire.start_date at 09:00", date(2026, 8, 31), "2027-02-28 09:00"),
        ("until hire.start_date - 2 months", date(2026, 5, 29), "2026-03-29 00:00"),
        ("until hire.start_date + 1 month at 02:30", date(2026, 2, 28), "2026-03-28 02:30"),
    ],
)
def test_months_count_from_a_date_and_stop_at_the_end_of_a_short_one(wait, anchor, end):
    start = at("2026-01-02 12:00", BERLIN)
    ends = Wait.parse(wait).ends(start=start, anchor=anchor, zone=ZoneInfo(BERLIN), calendar=GERMANY)
    assert ends == at(end, BERLIN)
