from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.timing import SendWindow, TimingError, Wait, WorkCalendar
from nurture.timing.rhythm import first_slot, skip_slots

OFFICE = SendWindow.parse("mon-fri 09:00-17:00")
GERMANY = WorkCalendar("DE")


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("reason", "every", "earliest", "slot", "zone"),
    [
        ("nothing stated", "2 weeks", "2026-11-27 10:30", "2026-11-27 10:30", "Europe/Berlin"),
        ("a day", "2 weeks on wed at 16:00", "2026-11-27 10:30", "2026-12-02 16:00", "America/New_York"),
        ("the same day", "2 weeks on wed at 16:00", "2026-12-02 16:00", "2026-12-02 16:00", "America/New_York"),
        ("too late that day", "2 weeks on wed at 16:00", "2026-12-02 16:01", "2026-12-09 16:00", "America/New_York"),
        ("no time of day", "1 week on tue", "2026-11-27 10:30", "2026-12-01 10:30", "Europe/London"),
        ("over the clocks' change", "1 week on sun at 09:00", "2026-03-26 10:00", "2026-03-29 09:00", "Europe/London"),
        ("a skipped hour", "1 week on sun at 02:30", "2026-03-26 10:00", "2026-03-29 03:00", "Europe/Berlin"),
        (
            "a clock time goes on to an open day",
            "1 week at 10:00",
            "2026-04-03 08:00",
            "2026-04-07 10:00",
            "Europe/Berlin",
        ),
        ("a named day does not", "1 week on fri at 10:00", "2026-04-03 08:00", "2026-04-03 10:00", "Europe/Berlin"),
        ("a clock time that has passed", "1 week at 10:00", "2026-03-05 11:00", "2026-03-06 10:00", "Europe/Berlin"),
    ],
)
def test_the_first_slot_keeps_day_and_time_of_the_rhythm(reason, every, earliest, slot, zone):
    found = first_slot(Wait.parse(every), at(earliest, zone), ZoneInfo(zone), GERMANY, OFFICE)
    assert found == at(slot, zone), reason


def test_slots_are_skipped_and_counted_until_one_is_good():
    start = datetime(2026, 3, 2, tzinfo=UTC)
    good = start + timedelta(days=3)
    assert skip_slots(start, lambda slot: slot + timedelta(days=1), lambda slot: slot < good) == (good, 3)


def test_a_rhythm_without_a_good_slot_is_told():
    with pytest.raises(TimingError, match="no round falls on a day"):
        skip_slots(datetime(2026, 3, 2, tzinfo=UTC), lambda slot: slot + timedelta(days=1), lambda _: True)
