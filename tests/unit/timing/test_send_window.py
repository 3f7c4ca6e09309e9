from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import SendWindow, TimingError, WorkCalendar

BERLIN = ZoneInfo("Europe/Berlin")
LONDON = ZoneInfo("Europe/London")
ENGLAND = WorkCalendar("GB", "ENG")
OFFICE = SendWindow.parse("mon-fri 09:00-17:00")


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("mon-fri 09:00-17:00", "mon-fri 09:00-17:00"),
        ("Mon-Fri 9:00 - 17:00", "mon-fri 09:00-17:00"),
        ("mon–fri 09:00–17:00", "mon-fri 09:00-17:00"),
        ("monday-thursday 09:00-17:00 and friday 09:00-12:00", "mon-thu 09:00-17:00, fri 09:00-12:00"),
        ("mon-thu 09:00-17:00, fri 09:00-12:00", "mon-thu 09:00-17:00, fri 09:00-12:00"),
        ("mon, wed and fri 09:00-12:00", "mon,wed,fri 09:00-12:00"),
        ("mon-fri 09:00-12:00, 13:00-17:00", "mon-fri 09:00-12:00, mon-fri 13:00-17:00"),
        ("sat-mon 10:00-12:00", "mon,sat-sun 10:00-12:00"),
        ("Every  Day 08:00-20:00", "every day 08:00-20:00"),
        ("mon-sun 00:00-24:00", "every day 00:00-24:00"),
        ("ALWAYS", "always"),
    ],
)
def test_a_window_is_read_and_said_in_one_form(text, canonical):
    window = SendWindow.parse(text)
    assert str(window) == canonical
    assert SendWindow.parse(canonical) == window


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("mon-fri 22:00-06:00", "runs past midnight", "two spans: mon-fri 22:00-24:00, tue-sat 00:00-06:00"),
        ("sun 18:00-00:00", "runs past midnight", "write sun 18:00-24:00"),
        ("mon 09:00-09:00", "never opens", "later than the start"),
        ("mon-fri", "has no hours", "mon-fri 09:00-17:00"),
        ("09:00-17:00", "names no days", "mon-fri 09:00-17:00"),
        ("mon-fri 9-17", "not a span of hours", "mon-fri 09:00-17:00"),
        ("mon-fri 09:00-25:00", "not a clock time", "00:00 to 23:59"),
        ("mon-fri 09:75-17:00", "not a clock time", "00:00 to 23:59"),
        ("mnday 09:00-17:00", "“mnday” is not a day", "did you mean “monday”"),
        ("mon-fri 09:00-17:00,", "not a span of hours", "mon-fri 09:00-17:00"),
        ("mon-fri 09:00-17:00, sat", "“sat” has no hours", "mon-fri 09:00-17:00"),
        ("", "not a span of hours", "always"),
    ],
)
def test_an_unreadable_window_says_what_to_write_instead(text, message, hint):
    with pytest.raises(TimingError) as caught:
        SendWindow.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-09 08:59:59", False),
        ("2026-03-09 09:00", True),
        ("2026-03-09 16:59:59", True),
        ("2026-03-09 17:00", False),
        ("2026-03-14 12:00", False),
    ],
)
def test_a_window_includes_its_start_and_excludes_its_end(moment, is_open):
    assert OFFICE.is_open(at(moment), BERLIN) is is_open


@pytest.mark.parametrize(
    ("reason", "window", "moment", "opens"),
    [
        ("open already", "mon-fri 09:00-17:00", "2026-03-09 12:34:56", "2026-03-09 12:34:56"),
        ("too early", "mon-fri 09:00-17:00", "2026-03-09 06:00", "2026-03-09 09:00"),
        ("too late", "mon-fri 09:00-17:00", "2026-03-09 17:00", "2026-03-10 09:00"),
        ("Friday evening", "mon-fri 09:00-17:00", "2026-03-13 17:00", "2026-03-16 09:00"),
        ("Friday afternoon", "mon-thu 09:00-17:00, fri 09:00-12:00", "2026-03-13 13:00", "2026-03-16 09:00"),
        ("the lunch break", "mon-fri 09:00-12:00, 13:00-17:00", "2026-03-09 12:10", "2026-03-09 13:00"),
        ("spans in any order", "mon 13:00-17:00, mon 09:00-12:00", "2026-03-09 06:00", "2026-03-09 09:00"),
        ("next week's only day", "tue 10:00-11:00", "2026-03-10 11:00", "2026-03-17 10:00"),
        ("over the clock change", "mon-fri 09:00-17:00", "2026-03-27 18:00", "2026-03-30 09:00"),
        ("a span that the clocks skip", "every day 02:00-03:00", "2026-03-28 12:00", "2026-03-30 02:00"),
        ("a start that they skip", "every day 02:30-05:00", "2026-03-28 12:00", "2026-03-29 03:00"),
        ("always", "always", "2026-03-14 03:00", "2026-03-14 03:00"),
    ],
)
def test_when_a_window_opens(reason, window, moment, opens):
    assert SendWindow.parse(window).opens_at_or_after(at(moment), BERLIN) == at(opens), reason


@pytest.mark.parametrize(
    ("reason", "window", "moment", "last"),
    [
        ("open already", "mon-fri 09:00-17:00", "2026-03-09 12:34:56", "2026-03-09 12:34:56"),
        ("too late", "mon-fri 09:00-17:00", "2026-03-09 20:00", "2026-03-09 16:59"),
        ("just closed", "mon-fri 09:00-17:00", "2026-03-09 17:00", "2026-03-09 16:59"),
        ("too early", "mon-fri 09:00-17:00", "2026-03-10 07:00", "2026-03-09 16:59"),
        ("Monday before dawn", "mon-fri 09:00-17:00", "2026-03-16 07:00", "2026-03-13 16:59"),
        ("the lunch break", "mon-fri 09:00-12:00, 13:00-17:00", "2026-03-09 12:10", "2026-03-09 11:59"),
        (
            "a short span inside a longer one",
            "mon 09:00-17:00, 10:00-11:00",
            "2026-03-09 18:00",
            "2026-03-09 16:59",
        ),
        ("over the clock change", "mon-fri 09:00-17:00", "2026-03-30 08:00", "2026-03-27 16:59"),
    ],
)
def test_when_a_window_was_last_open(reason, window, moment, last):
    assert SendWindow.parse(window).last_open_before(at(moment), BERLIN) == at(last), reason


def test_easter_in_england_waits_until_tuesday():
    window = SendWindow.parse("mon-fri 09:00-18:00")
    good_friday = at("2026-04-03 15:00", LONDON)
    assert window.opens_at_or_after(good_friday, LONDON, ENGLAND) == at("2026-04-07 09:00", LONDON)
    assert window.last_open_before(good_friday, LONDON, ENGLAND) == at("2026-04-02 17:59", LONDON)
    assert window.opens_at_or_after(good_friday, LONDON) == good_friday


def test_every_day_opens_on_sundays_but_not_on_holidays():
    window = SendWindow.parse("every day 08:00-20:00")
    assert window.is_open(at("2026-04-12 12:00", LONDON), LONDON, ENGLAND)
    assert not window.is_open(at("2026-04-06 12:00", LONDON), LONDON, ENGLAND)


def test_always_knows_no_holidays_but_every_day_around_the_clock_does():
    easter_monday = at("2026-04-06 12:00", LONDON)
    assert SendWindow.parse("always").is_open(easter_monday, LONDON, ENGLAND)
    assert not SendWindow.parse("every day 00:00-24:00").is_open(easter_monday, LONDON, ENGLAND)


def test_a_span_that_ends_at_midnight_meets_the_next_day_without_a_gap():
    window = SendWindow.parse("fri 20:00-24:00, sat 00:00-06:00")
    saturday = at("2026-03-14 00:00")
    assert window.is_open(saturday - timedelta(microseconds=1), BERLIN)
    assert window.is_open(saturday, BERLIN)


def test_a_night_with_a_repeated_hour_stays_open_through_both():
    window = SendWindow.parse("sun 01:00-04:00")
    for hour in (0, 1):
        assert window.is_open(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), BERLIN)


def test_the_zone_decides_what_is_open():
    moment = datetime(2026, 3, 9, 23, 0, tzinfo=UTC)
    assert not OFFICE.is_open(moment, BERLIN)
    assert OFFICE.is_open(moment, ZoneInfo("America/Los_Angeles"))


@pytest.mark.parametrize(
    ("window", "day", "opening"),
    [
        ("mon-fri 09:00-17:00", date(2026, 3, 9), "2026-03-09 09:00"),
        ("mon-fri 13:00-17:00, 09:00-12:00", date(2026, 3, 9), "2026-03-09 09:00"),
        ("mon-fri 09:00-17:00", date(2026, 3, 14), None),
        ("always", date(2026, 3, 14), "2026-03-14 00:00"),
    ],
)
def test_the_opening_on_a_day(window, day, opening):
    assert SendWindow.parse(window).opening_on(day, BERLIN) == (at(opening) if opening else None)


def test_a_window_that_holidays_keep_closed_is_an_error_and_not_an_endless_search():
    closed = tuple(date(2025, 1, 1) + timedelta(days=n) for n in range(1000))
    calendar = WorkCalendar(closed=closed)
    with pytest.raises(TimingError, match="does not open within 400 days after"):
        OFFICE.opens_at_or_after(at("2026-03-14 09:00"), BERLIN, calendar)
    with pytest.raises(TimingError, match="does not open within 400 days before"):
        OFFICE.last_open_before(at("2026-03-14 09:00"), BERLIN, calendar)
