from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import Duration, TimingError, Unit, WorkCalendar

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45 minutes", Duration(45, Unit.MINUTES)),
        ("1 hour", Duration(1, Unit.HOURS)),
        ("1 day", Duration(1, Unit.DAYS)),
        ("1 days", Duration(1, Unit.DAYS)),
        ("2 Weeks", Duration(2, Unit.WEEKS)),
        ("  6   MONTHS ", Duration(6, Unit.MONTHS)),
        ("3 Business  Days", Duration(3, Unit.BUSINESS_DAYS)),
        ("1 business day", Duration(1, Unit.BUSINESS_DAYS)),
        ("0 minutes", Duration(0, Unit.MINUTES)),
    ],
)
def test_a_duration_is_read_in_any_case_singular_or_plural(text, expected):
    assert Duration.parse(text) == expected


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (Duration(1, Unit.DAYS), "1 day"),
        (Duration(3, Unit.BUSINESS_DAYS), "3 business days"),
        (Duration(1, Unit.BUSINESS_DAYS), "1 business day"),
        (Duration(0, Unit.HOURS), "0 hours"),
    ],
)
def test_a_duration_is_said_in_plain_english(duration, text):
    assert str(duration) == text


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("3 h", "not a unit", "write hours"),
        ("3 d", "not a unit", "write days"),
        ("5 bd", "not a unit", "write business days"),
        ("2 m", "not a unit", "minutes or months"),
        ("2 working days", "not a unit", "business days"),
        ("1 year", "not a unit", "12 months"),
        ("2 dyas", "not a unit", "did you mean “days”"),
        ("3 buisness days", "not a unit", "did you mean “business days”"),
        ("2 fortnights", "not a unit", "the units are minutes, hours"),
        ("3", "not a duration", "3 business days"),
        ("days", "not a duration", "whole number"),
        ("1.5 days", "not a duration", "whole number"),
        ("-3 days", "not a duration", "whole number"),
        ("", "not a duration", "whole number"),
        ("11 years", "not a unit", "12 months"),
        ("300 months", "longer than ten years", "shorter"),
        ("99999999999999999999 minutes", "longer than ten years", "shorter"),
    ],
)
def test_an_unreadable_duration_says_what_to_write_instead(text, message, hint):
    with pytest.raises(TimingError) as caught:
        Duration.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_duration_never_runs_backwards():
    with pytest.raises(TimingError, match="runs backwards"):
        Duration(-1, Unit.DAYS)


@pytest.mark.parametrize(
    ("reason", "duration", "start", "end", "zone"),
    [
        ("days keep 10:00 when clocks go forward", "1 day", "2026-03-28 10:00", "2026-03-29 10:00", BERLIN),
        ("days keep 10:00 when clocks go back", "1 day", "2026-10-24 10:00", "2026-10-25 10:00", BERLIN),
        ("24 hours are elapsed time", "24 hours", "2026-03-28 10:00", "2026-03-29 11:00", BERLIN),
        ("24 hours are elapsed time", "24 hours", "2026-10-24 10:00", "2026-10-25 09:00", BERLIN),
        ("weeks keep it too", "1 week", "2026-03-04 10:00", "2026-03-11 10:00", NEW_YORK),
        ("minutes cross the gap", "60 minutes", "2026-03-08 01:30", "2026-03-08 03:30", NEW_YORK),
        ("02:30 doesn't exist: 03:00", "1 day", "2026-03-28 02:30", "2026-03-29 03:00", BERLIN),
        ("02:30 doesn't exist: 03:00", "1 day", "2026-03-07 02:30", "2026-03-08 03:00", NEW_YORK),
        ("a month too short ends on its last day", "1 month", "2026-01-31 09:00", "2026-02-28 09:00", BERLIN),
        ("a leap year's February has 29", "1 month", "2028-01-31 09:00", "2028-02-29 09:00", BERLIN),
        ("months run over the year's end", "2 months", "2026-12-31 09:00", "2027-02-28 09:00", BERLIN),
        ("six months, clocks changed", "6 months", "2026-01-15 09:00", "2026-07-15 09:00", BERLIN),
        ("a midnight that the clocks skip", "1 day", "2026-03-28 00:30", "2026-03-29 01:00", "Asia/Beirut"),
        ("a whole day that was skipped", "1 day", "2011-12-29 15:00", "2011-12-31 00:00", "Pacific/Apia"),
    ],
)
def test_a_duration_later(reason, duration, start, end, zone):
    assert Duration.parse(duration).add_to(at(start, zone), ZoneInfo(zone)) == at(end, zone), reason


def test_a_local_time_that_comes_twice_is_the_first_of_the_two():
    end = Duration.parse("1 day").add_to(at("2026-10-24 02:30", BERLIN), ZoneInfo(BERLIN))
    assert end == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_starting_in_the_second_of_two_equal_times_changes_nothing_for_the_next_day():
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert Duration.parse("1 day").add_to(second, ZoneInfo(BERLIN)) == at("2026-10-26 02:30", BERLIN)


@pytest.mark.parametrize(
    ("reason", "duration", "start", "end"),
    [
        ("a month back is clamped too", "1 month", "2026-03-31 09:00", "2026-02-28 09:00"),
        ("days keep the clock time", "2 days", "2026-03-30 10:00", "2026-03-28 10:00"),
        ("hours don't", "24 hours", "2026-03-29 10:00", "2026-03-28 09:00"),
        ("over the year's start", "2 months", "2026-01-31 09:00", "2025-11-30 09:00"),
    ],
)
def test_a_duration_earlier(reason, duration, start, end):
    assert Duration.parse(duration).subtract_from(at(start, BERLIN), ZoneInfo(BERLIN)) == at(end, BERLIN), reason


US = WorkCalendar("US")
ENGLAND = WorkCalendar("GB", "ENG")


@pytest.mark.parametrize(
    ("reason", "amount", "start", "end", "zone", "calendar"),
    [
        ("over a weekend", 3, "2026-03-13 10:00", "2026-03-18 10:00", BERLIN, WorkCalendar("DE")),
        ("over Memorial Day", 2, "2026-05-21 18:30", "2026-05-26 18:30", NEW_YORK, US),
        ("Berlin goes to summer time", 3, "2026-03-26 10:00", "2026-03-31 10:00", BERLIN, WorkCalendar("DE")),
        ("Berlin goes to winter time", 3, "2026-10-22 10:00", "2026-10-27 10:00", BERLIN, WorkCalendar("DE")),
        ("New York goes to summer time", 3, "2026-03-05 10:00", "2026-03-10 10:00", NEW_YORK, US),
        ("New York goes to winter time", 3, "2026-10-29 10:00", "2026-11-03 10:00", NEW_YORK, US),
        ("from a Saturday, Monday is the first", 1, "2026-03-14 10:00", "2026-03-16 10:00", BERLIN, US),
        ("over Easter in England", 1, "2026-04-02 10:00", "2026-04-07 10:00", "Europe/London", ENGLAND),
        ("without a calendar only weekends", 2, "2026-05-21 18:30", "2026-05-25 18:30", NEW_YORK, None),
        ("a day that is Friday only in Tokyo", 1, "2026-03-13 08:00", "2026-03-16 08:00", "Asia/Tokyo", None),
    ],
)
def test_business_days_later(reason, amount, start, end, zone, calendar):
    duration = Duration(amount, Unit.BUSINESS_DAYS)
    assert duration.add_to(at(start, zone), ZoneInfo(zone), calendar) == at(end, zone), reason


def test_three_business_days_before_a_monday_after_easter():
    end = Duration.parse("3 business days").subtract_from(
        at("2026-04-07 09:00", "Europe/London"), ZoneInfo("Europe/London"), ENGLAND
    )
    assert end == at("2026-03-31 09:00", "Europe/London")


def test_two_business_days_again_and_again_pass_over_the_bank_holiday():
    london = ZoneInfo("Europe/London")
    moment = at("2026-05-18 09:00", "Europe/London")
    days = []
    for _ in range(5):
        moment = Duration.parse("2 business days").add_to(moment, london, ENGLAND)
        days.append(moment.date())
    assert days == [
        date(2026, 5, 20),
        date(2026, 5, 22),
        date(2026, 5, 27),
        date(2026, 5, 29),
        date(2026, 6, 2),
    ]


@pytest.mark.parametrize(
    ("now", "elapsed"), [("2026-03-18 09:59", False), ("2026-03-18 10:00", True), ("2026-03-19 10:00", True)]
)
def test_a_duration_is_elapsed_from_its_last_moment_on(now, elapsed):
    since = at("2026-03-13 10:00", BERLIN)
    duration = Duration.parse("3 business days")
    assert duration.is_elapsed(since, now=at(now, BERLIN), zone=ZoneInfo(BERLIN)) is elapsed


def test_durations_compare_roughly():
    texts = ["45 minutes", "2 hours", "1 business day", "5 days", "1 week", "1 month"]
    lengths = [Duration.parse(text).rough for text in texts]
    assert lengths == sorted(lengths)
    assert Duration.parse("1 month").rough == timedelta(days=30)


def test_a_start_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        Duration.parse("1 day").add_to(datetime(2026, 3, 9), ZoneInfo(BERLIN))
