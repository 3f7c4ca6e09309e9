from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import Duration, SendWindow, TimingError, Unit, Wait, WorkCalendar

OFFICE = SendWindow.parse("mon-fri 09:00-17:00")


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "expected", "canonical"),
    [
        (
            "2 weeks on Wednesday at 16:00",
            Wait(duration=Duration(2, Unit.WEEKS), days=frozenset({2}), at=time(16)),
            "2 weeks on wed at 16:00",
        ),
        (
            "1 month on mon and tue",
            Wait(duration=Duration(1, Unit.MONTHS), days=frozenset({0, 1})),
            "1 month on mon-tue",
        ),
        (
            "1 day on mon-fri at 9:00",
            Wait(duration=Duration(1, Unit.DAYS), days=frozenset(range(5)), at=time(9)),
            "1 day on mon-fri at 09:00",
        ),
    ],
)
def test_days_of_the_week_may_follow_a_length(text, expected, canonical):
    assert Wait.parse(text) == expected
    assert str(expected) == canonical
    assert Wait.parse(canonical) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2 weeks on wendesday", "not a day of the week", "did you mean “wednesday”"),
        ("2 weeks on wednesday 16:00", "needs “at”", "write 2 weeks on wednesday at 16:00"),
        ("4 hours on wednesday", "can't both be kept", "1 week on wednesday"),
        ("2 business days on wednesday", "can't both be kept", "1 week on wednesday"),
        ("0 days on wednesday", "no wait at all", "leave it out"),
        ("4 working hours at 10:00", "can't both be kept", "1 day at 10:00"),
    ],
)
def test_days_after_a_length_that_cannot_be_read_say_what_to_write(text, message, hint):
    with pytest.raises(TimingError) as caught:
        Wait.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("reason", "wait", "start", "end", "zone"),
    [
        ("on to the day", "7 days on wed at 16:00", "2026-11-20 10:00", "2026-12-02 16:00", "America/New_York"),
        ("the very day", "2 weeks on wed at 16:00", "2026-12-02 16:00", "2026-12-16 16:00", "America/New_York"),
        ("a later hour", "1 week on wed at 16:00", "2026-12-02 20:00", "2026-12-09 16:00", "America/New_York"),
        ("its own hour", "1 week on tue", "2026-03-05 11:30", "2026-03-17 11:30", "Europe/London"),
        ("clocks go forward", "2 weeks on wed at 16:00", "2026-03-25 16:00", "2026-04-08 16:00", "Europe/Berlin"),
        ("clocks go back", "2 weeks on wed at 16:00", "2026-10-21 16:00", "2026-11-04 16:00", "Europe/Berlin"),
        ("back in New York", "1 week on wed at 16:00", "2026-10-28 16:00", "2026-11-04 16:00", "America/New_York"),
        ("a skipped hour", "1 week on sun at 02:30", "2026-03-22 02:30", "2026-03-29 03:00", "Europe/Berlin"),
        ("an hour after it", "1 week on sun at 02:30", "2026-03-29 03:00", "2026-04-05 02:30", "Europe/Berlin"),
        ("over a month's end", "1 month on mon at 09:00", "2026-01-31 09:00", "2026-03-02 09:00", "Europe/London"),
    ],
)
def test_the_first_of_the_days_counts_from_the_day_on_which_the_length_ends(reason, wait, start, end, zone):
    assert Wait.parse(wait).ends(start=at(start, zone), zone=ZoneInfo(zone)) == at(end, zone), reason


def test_a_rhythm_of_mondays_keeps_a_monday_that_is_a_holiday():
    zone = ZoneInfo("Europe/London")
    easter_monday = Wait.parse("1 week on mon at 10:00").ends(
        start=at("2026-03-30 10:00", "Europe/London"), zone=zone, calendar=WorkCalendar("GB", "ENG"), window=OFFICE
    )
    assert easter_monday == at("2026-04-06 10:00", "Europe/London")
