"""Days on which something is closed, as people write them: "15 dec - 5 jan", "24 dec", "2026-12-01 - 2026-12-12"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from nurture.timing.calendar import SEARCH_DAYS, WorkCalendar
from nurture.timing.errors import TimingError, closest
from nurture.timing.walltime import moment, wall
from nurture.timing.window import SendWindow

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_RANGE: Final = re.compile(
    r"(?P<first>\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]+)(?:\s*[-–]\s*(?P<last>\d{4}-\d{2}-\d{2}|\d{1,2} [a-z]+))?"
)
_HOW: Final = "write days as in 15 dec - 5 jan, 24 dec, or 2026-12-01 - 2026-12-12"
_A_LEAP_YEAR: Final = 2024

DayOfYear: TypeAlias = tuple[int, int]
"""Month and day, of any year."""


@dataclass(frozen=True, kw_only=True)
class Closure:
    """The days from `first` to `last`, both of them included: dates, or days of every year.

    A time of every year may run over its end.
    """

    first: date | DayOfYear
    last: date | DayOfYear

    @classmethod
    def parse(cls, text: str) -> "Closure":
        """Reads the forms above, in any case. Raises TimingError."""
        words = " ".join(text.lower().split())
        found = _RANGE.fullmatch(words)
        if found is None:
            raise TimingError(f"“{text}” does not say which days", _HOW)
        first, last = _day(found["first"]), _day(found["last"] or found["first"])
        if isinstance(first, date) != isinstance(last, date):
            raise TimingError(f"“{words}” begins in one year and ends in any", "write both with the year, or neither")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise TimingError(f"“{words}” ends before it begins", "write the earlier day first")
        return cls(first=first, last=last)

    def __str__(self) -> str:
        first, last = _say(self.first), _say(self.last)
        return first if first == last else f"{first} - {last}"

    def __contains__(self, day: date) -> bool:
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        first, last, this = _of_year(self.first), _of_year(self.last), (day.month, day.day)
        return first <= this <= last if first <= last else this >= first or this <= last


Closures: TypeAlias = tuple[Closure, ...]


def is_closed(at: datetime, zone: ZoneInfo, closed: Closures) -> bool:
    """Whether the moment falls, on a clock in `zone`, on one of the closed days."""
    return any(wall(at, zone).date() in each for each in closed)


def leaves_no_day(closed: Iterable[Closure]) -> bool:
    """Whether every day of every year is closed."""
    yearly = [each for each in closed if not isinstance(each.first, date)]
    days = (date(_A_LEAP_YEAR, 1, 1) + timedelta(days=number) for number in range(366))
    return all(any(day in each for each in yearly) for day in days)


def opens_outside(
    window: SendWindow, at: datetime, zone: ZoneInfo, calendar: WorkCalendar | None, closed: Closures
) -> datetime:
    """`window.opens_at_or_after`, outside the closed days. Raises TimingError when nothing opens for a long time."""
    for _ in range(SEARCH_DAYS):
        at = window.opens_at_or_after(at, zone, calendar)
        if not is_closed(at, zone, closed):
            return at
        at = _midnight(at, zone, days=1)
    raise _stays_closed(window)


def last_open_outside(
    window: SendWindow, at: datetime, zone: ZoneInfo, calendar: WorkCalendar | None, closed: Closures
) -> datetime:
    """`window.last_open_before`, outside the closed days. Raises TimingError when it was not open for a long time."""
    for _ in range(SEARCH_DAYS):
        at = window.last_open_before(at, zone, calendar)
        if not is_closed(at, zone, closed):
            return at
        at = _midnight(at, zone, days=0) - timedelta(minutes=1)
    raise _stays_closed(window)


def _midnight(at: datetime, zone: ZoneInfo, *, days: int) -> datetime:
    return moment(wall(at, zone).date() + timedelta(days=days), time(0), zone)


def _stays_closed(window: SendWindow) -> TimingError:
    return TimingError(
        f"the window “{window}” does not open outside the closed days for {SEARCH_DAYS} days", "shorten `closed`"
    )


def _day(words: str) -> date | DayOfYear:
    if "-" in words:
        try:
            return date.fromisoformat(words)
        except ValueError:
            raise TimingError(f"there is no {words}", _HOW) from None
    number, name = words.split()
    month = next((names.index(name) + 1 for names in (_MONTHS, _LONG) if name in names), None)
    if month is None:
        near = closest(name, _MONTHS + _LONG)
        raise TimingError(f"“{name}” is not a month", f"did you mean “{near}”?" if near else _HOW)
    try:
        date(_A_LEAP_YEAR, month, int(number))
    except ValueError:
        raise TimingError(f"there is no {words}", _HOW) from None
    return month, int(number)


def _of_year(day: date | DayOfYear) -> DayOfYear:
    return (day.month, day.day) if isinstance(day, date) else day


def _say(day: date | DayOfYear) -> str:
    return day.isoformat() if isinstance(day, date) else f"{day[1]} {_MONTHS[day[0] - 1]}"
