import pickle
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import AnchorMissing, SendWindow, TimingError, Wait, WorkCalendar

US = WorkCalendar("US")
GERMANY = WorkCalendar("DE")
ENGLAND = WorkCalendar("GB", "ENG")
OFFICE = SendWindow.parse("mon-fri 09:00-18:00")
REJECTIONS = SendWindow.parse("mon-thu 09:00-17:00, fri 09:00-12:00")


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("reason", "wait", "start", "end", "zone"),
    [
        (
            "the same Friday",
            "until mon-fri 17:00",
            "2026-03-06 10:00",
            "2026-03-06 17:00",
            "America/Los_Angeles",
        ),
        ("Friday evening", "until mon-fri 08:00", "2026-03-06 21:00", "2026-03-09 08:00", "Asia/Tokyo"),
        ("clocks change", "until mon-fri 09:00", "2026-03-06 10:00", "2026-03-09 09:00", "America/New_York"),
        ("now is soon enough", "until 10:00", "2026-03-06 10:00", "2026-03-06 10:00", "Europe/Berlin"),
        ("a moment too late", "until 10:00", "2026-03-06 10:00:01", "2026-03-07 10:00", "Europe/Berlin"),
        ("any day", "until 09:00", "2026-03-06 10:00", "2026-03-07 09:00", "Europe/Berlin"),
        ("next week", "until wednesday 10:00", "2026-03-11 10:01", "2026-03-18 10:00", "Europe/Berlin"),
        ("clocks skip it", "until 02:30", "2026-03-28 12:00", "2026-03-29 03:00", "Europe/Berlin"),
    ],
)
def test_a_wait_for_a_clock_time(reason, wait, start, end, zone):
    assert Wait.parse(wait).ends(start=at(start, zone), zone=ZoneInfo(zone)) == at(end, zone), reason


def test_a_clock_time_that_comes_twice_is_over_at_the_first():
    berlin = ZoneInfo("Europe/Berlin")
    start = at("2026-10-24 12:00", "Europe/Berlin")
    assert Wait.parse("until 02:30").ends(start=start, zone=berlin) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reason", "wait", "start", "end"),
    [
        ("named days skip Easter", "until mon-fri 09:00", "2026-04-02 10:00", "2026-04-07 09:00"),
        ("a clock time alone skips nothing", "until 09:00", "2026-04-02 10:00", "2026-04-03 09:00"),
        (
            "the working day after",
            "until the next working day at 09:00",
            "2026-04-02 07:00",
            "2026-04-07 09:00",
        ),
        ("from a holiday", "until the next working day at 09:00", "2026-04-06 07:00", "2026-04-07 09:00"),
    ],
)
def test_which_waits_for_a_clock_time_pass_over_holidays(reason, wait, start, end):
    london = "Europe/London"
    ends = Wait.parse(wait).ends(start=at(start, london), zone=ZoneInfo(london), calendar=ENGLAND)
    assert ends == at(end, london), reason


@pytest.mark.parametrize(
    ("reason", "wait", "start", "end", "zone", "calendar", "window"),
    [
        (
            "closed at 18:30, so the opening of that day; Memorial Day is skipped",
            "2 business days", "2026-05-21 18:30", "2026-05-26 09:00", "America/New_York", US, REJECTIONS,
        ),
        (
            "open then, so the same clock time",
            "2 business days", "2026-05-21 15:30", "2026-05-26 15:30", "America/New_York", US, REJECTIONS,
        ),
        (
            "without a window the clock time stays",
            "2 business days", "2026-05-21 18:30", "2026-05-26 18:30", "America/New_York", US, None,
        ),
        (
            "a working day without hours goes on to the next opening",
            "1 business day", "2026-03-12 10:00", "2026-03-16 09:00", "Europe/Berlin", GERMANY,
            SendWindow.parse("mon-thu 09:00-17:00"),
        ),
        (
            "plain days end in closed hours all the same",
            "7 days", "2026-03-27 15:00", "2026-04-03 15:00", "Europe/London", ENGLAND, OFFICE,
        ),
        (
            "Sunday becomes Monday at the stated time, after the clocks changed",
            "30 days at 10:00", "2026-02-27 16:00", "2026-03-30 10:00", "Europe/Berlin", GERMANY, OFFICE,
        ),
        (
            "Friday afternoon is closed, Monday is not",
            "1 day at 15:00", "2026-03-12 10:00", "2026-03-16 15:00", "Europe/Berlin", GERMANY, REJECTIONS,
        ),
        (
            "never open at 20:00: left to the rule that slides messages",
            "1 day at 20:00", "2026-03-13 10:00", "2026-03-14 20:00", "Europe/Berlin", GERMANY, OFFICE,
        ),
        (
            "without a window Sunday it is",
            "30 days at 10:00", "2026-02-27 16:00", "2026-03-29 10:00", "Europe/Berlin", GERMANY, None,
        ),
        (
            "any day will do for always",
            "30 days at 10:00", "2026-02-27 16:00", "2026-03-29 10:00", "Europe/Berlin", GERMANY,
            SendWindow.parse("always"),
        ),
    ],
)  # fmt: skip
def test_a_wait_that_counts_from_its_start(reason, wait, start, end, zone, calendar, window):
    ends = Wait.parse(wait).ends(start=at(start, zone), zone=ZoneInfo(zone), calendar=calendar, window=window)
    assert ends == at(end, zone), reason


def test_the_window_slides_a_week_that_lands_on_good_friday_to_tuesday():
    london = ZoneInfo("Europe/London")
    ends = Wait.parse("7 days").ends(start=at("2026-03-27 15:00", "Europe/London"), zone=london)
    assert OFFICE.opens_at_or_after(ends, london, ENGLAND) == at("2026-04-07 09:00", "Europe/London")


INTERVIEW = at("2026-03-16 14:00", "Europe/Berlin")  # a Monday
FIRST_DAY = date(2026, 6, 1)  # a Monday; 25 May is Whit Monday


@pytest.mark.parametrize(
    ("reason", "wait", "anchor", "end", "window"),
    [
        ("a date is its midnight", "until hire.start_date", FIRST_DAY, "2026-06-01 00:00", None),
        ("or the stated time", "until hire.start_date at 09:00", FIRST_DAY, "2026-06-01 09:00", None),
        (
            "counted twice",
            "until 3 days before 6 months after hire.start_date at 09:00", FIRST_DAY, "2026-11-28 09:00", OFFICE,
        ),
        (
            "business days count back over the holiday",
            "until 5 business days before hire.start_date at 09:00", FIRST_DAY, "2026-05-22 09:00", OFFICE,
        ),
        (
            "midnight is closed, so the opening of that day",
            "until 2 business days after hire.start_date", FIRST_DAY, "2026-06-03 09:00", OFFICE,
        ),
        (
            "before an interview: elapsed hours",
            "until application.next_interview - 24 hours", INTERVIEW, "2026-03-15 14:00", OFFICE,
        ),
        (
            "a Sunday evening before stays there: Monday 17:00 would be too late",
            "until 1 day before application.next_interview at 17:00", INTERVIEW, "2026-03-15 17:00", OFFICE,
        ),
        (
            "after its anchor a stated time may move on",
            "until 6 days after application.next_interview at 17:00", INTERVIEW, "2026-03-23 17:00", OFFICE,
        ),
        (
            "a stated time on the anchor's own day",
            "until application.next_interview at 08:00", INTERVIEW, "2026-03-16 08:00", None,
        ),
        (
            "a working day without hours before an anchor is not moved towards it",
            "until 1 business day before application.next_interview", INTERVIEW, "2026-03-13 14:00",
            SendWindow.parse("mon-thu 09:00-17:00"),
        ),
        (
            "summer time begins in between",
            "until 2 weeks after application.next_interview", INTERVIEW, "2026-03-30 14:00", None,
        ),
    ],
)  # fmt: skip
def test_a_wait_that_counts_from_a_fact(reason, wait, anchor, end, window):
    ends = Wait.parse(wait).ends(
        start=at("2026-03-01 12:00", "Europe/Berlin"),
        anchor=anchor,
        zone=ZoneInfo("Europe/Berlin"),
        calendar=GERMANY,
        window=window,
    )
    assert ends == at(end, "Europe/Berlin"), reason


def test_a_fact_whose_time_has_passed_gives_an_end_before_the_start():
    start = INTERVIEW + timedelta(hours=1)
    wait = Wait.parse("until 1 hour before application.next_interview")
    assert wait.ends(start=start, anchor=INTERVIEW, zone=ZoneInfo("UTC")) == INTERVIEW - timedelta(hours=1)


def test_a_fact_that_is_not_known_is_named():
    with pytest.raises(AnchorMissing, match=r"hire\.start_date is not known") as caught:
        Wait.parse("until hire.start_date").ends(start=INTERVIEW, anchor=None, zone=ZoneInfo("UTC"))
    assert caught.value.anchor == "hire.start_date"
    assert pickle.loads(pickle.dumps(caught.value)).anchor == "hire.start_date"


def test_a_day_that_is_always_a_holiday_is_an_error_and_not_an_endless_search():
    closed = tuple(date(2026, 3, 1) + timedelta(days=n) for n in range(500))
    with pytest.raises(TimingError, match="does not come within 400 days"):
        Wait.parse("until monday 09:00").ends(
            start=INTERVIEW, zone=ZoneInfo("UTC"), calendar=WorkCalendar(closed=closed)
        )
