"""The moments at which an office opens on its working days, and which of them comes after a length of days."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nurture.timing.calendar import SEARCH_DAYS, WorkCalendar
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError
from nurture.timing.walltime import wall
from nurture.timing.working_hours import OFFICE_HOURS, hours_of

_ONE_DAY: Final = timedelta(days=1)


def opening_after(start: datetime, length: Duration, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """The first opening on the day that is `length` after `start`, or on a later one: days count, and no clock times.

    Three days after Saturday 16:00 are on Tuesday at nine; where that is a holiday, on Wednesday at nine. Raises
    TimingError where nothing opens for a long time.
    """
    return _opening(wall(length.add_to(start, zone, calendar), zone).date(), _ONE_DAY, zone, calendar)


def last_opening(now: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """The latest opening that has come at `now`. Raises TimingError as above."""
    today = wall(now, zone).date()
    latest = _opening(today, -_ONE_DAY, zone, calendar)
    return latest if latest <= now else _opening(today - _ONE_DAY, -_ONE_DAY, zone, calendar)


def next_opening(now: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """The first opening after `now`. Raises TimingError as above."""
    today = wall(now, zone).date()
    ahead = _opening(today, _ONE_DAY, zone, calendar)
    return ahead if ahead > now else _opening(today + _ONE_DAY, _ONE_DAY, zone, calendar)


def _opening(day: date, step: timedelta, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    hours = calendar.hours or hours_of(OFFICE_HOURS)
    for _ in range(SEARCH_DAYS):
        spans = hours.open_on(day, zone) if calendar.is_working_day(day) else ()
        if spans:
            return spans[0][0]
        day += step
    raise TimingError(
        f"the office hours “{hours}” know no working day within {SEARCH_DAYS} days",
        "check them against the holidays and the closed days",
    )
