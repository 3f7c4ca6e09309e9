"""Hours of work: time that counts only while the office is open, on the working days of a calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from nurture.timing.calendar import SEARCH_DAYS, WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.walltime import require_utc, wall
from nurture.timing.window import SendWindow

OFFICE_HOURS: Final = "mon-fri 09:00-17:00"
"""Where nobody states any."""

_ONE_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=64)
def hours_of(text: str) -> SendWindow:
    """The window that a text says, read once. Raises TimingError."""
    return SendWindow.parse(text)


def add_working_hours(start: datetime, amount: timedelta, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """The moment by which the office, from `start` on, has been open for `amount`; `start` itself for none.

    Hours end with the span that they fill: two from 15:00 end at 17:00, when the office closes, and not on the morning
    after. A span through which the clocks change is as long as it lasts. Raises TimingError after 400 closed days.
    """
    at, left = require_utc(start), amount
    if not left:
        return at
    for opens, closes in _spans(at, zone, calendar, _ONE_DAY):
        at = max(at, opens)
        if closes - at >= left:
            return at + left
        if closes > at:
            left -= closes - at
            at = closes
    raise AssertionError("the spans of an office have no end")


def subtract_working_hours(start: datetime, amount: timedelta, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """The latest moment from which up to `start` the office is open for `amount`. Raises TimingError as above."""
    at, left = require_utc(start), amount
    if not left:
        return at
    for opens, closes in _spans(at, zone, calendar, -_ONE_DAY):
        at = min(at, closes)
        if at - opens >= left:
            return at - left
        if at > opens:
            left -= at - opens
            at = opens
    raise AssertionError("the spans of an office have no end")


def working_time_between(start: datetime, end: datetime, zone: ZoneInfo, calendar: WorkCalendar) -> timedelta:
    """How long the office is open from `start` to `end`; none if that is earlier."""
    at, total = require_utc(start), timedelta()
    for opens, closes in _spans(at, zone, calendar, _ONE_DAY):
        at = max(at, opens)
        if at >= end:
            return total
        if closes > at:
            total += min(closes, end) - at
            at = closes
    raise AssertionError("the spans of an office have no end")


def _spans(
    start: datetime, zone: ZoneInfo, calendar: WorkCalendar, step: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """The [opens, closes) moments of the office's days from that of `start` on, later or earlier."""
    hours = calendar.hours or hours_of(OFFICE_HOURS)
    day, closed = wall(start, zone).date(), 0
    while closed <= SEARCH_DAYS:
        spans = _of_day(day, hours, zone, calendar)
        closed = 0 if spans else closed + 1
        yield from spans if step > timedelta() else reversed(spans)
        day += step
    raise TimingError(
        f"the office hours “{hours}” know no working day within {SEARCH_DAYS} days of {wall(start, zone).date()}",
        "check them against the holidays and the closed days",
    )


def _of_day(
    day: date, hours: SendWindow, zone: ZoneInfo, calendar: WorkCalendar
) -> tuple[tuple[datetime, datetime], ...]:
    return hours.open_on(day, zone) if calendar.is_working_day(day) else ()
