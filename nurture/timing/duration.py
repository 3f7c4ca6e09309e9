"""Lengths of time as people write them: "45 minutes", "3 business days", "1 month", "80% of 7 days"."""

import calendar as months
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from nurture.timing.calendar import SEARCH_DAYS, WorkCalendar
from nurture.timing.errors import TimingError, closest
from nurture.timing.walltime import moment, require_utc, wall
from nurture.timing.working_hours import add_working_hours, subtract_working_hours

_A_DAY = timedelta(days=1)
LONGEST = timedelta(days=3660)
"""Ten years: anything longer is taken for a slip of the pen."""


class Unit(StrEnum):
    """What a duration counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    BUSINESS_DAYS = "business days"
    WORKING_HOURS = "working hours"

    @property
    def is_absolute(self) -> bool:
        """True for units of elapsed time, which daylight saving doesn't stretch and no time of day outlasts."""
        return self in (Unit.MINUTES, Unit.HOURS, Unit.WORKING_HOURS)

    def counted(self, amount: int) -> str:
        """The unit's name in the number that goes with `amount`."""
        return self.value.removesuffix("s") if amount == 1 else self.value


# The rough length of one of each; a business day as a day, for it is the shortest that it can take.
# A working hour likewise is an hour.
_ROUGH = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
    Unit.MONTHS: timedelta(days=30),
    Unit.BUSINESS_DAYS: timedelta(days=1),
    Unit.WORKING_HOURS: timedelta(hours=1),
}
_BY_WORD = {word: unit for unit in Unit for word in (unit.value, unit.counted(1))}
_INSTEAD = {
    "m": "minutes or months",
    "min": "minutes",
    "mins": "minutes",
    "h": "hours",
    "hr": "hours",
    "hrs": "hours",
    "d": "days",
    "w": "weeks",
    "mo": "months",
    "bd": "business days",
    "wh": "working hours",
    "business hour": "working hours",
    "business hours": "working hours",
    "office hour": "working hours",
    "office hours": "working hours",
    "working day": "business days",
    "working days": "business days",
    "workday": "business days",
    "workdays": "business days",
    "weekday": "business days",
    "weekdays": "business days",
    "year": "12 months for one year",
    "years": "12 months for one year",
    "second": "minutes, the shortest unit",
    "seconds": "minutes, the shortest unit",
}
_EXAMPLES = "write a whole number and a unit, as in 3 business days, 2 weeks or 45 minutes"


# Positional, unlike most values here: Duration(3, Unit.DAYS) reads as the text does.
@dataclass(frozen=True)
class Duration:
    """A whole number of one unit, 0 or more and at most about ten years. Raises TimingError beyond these.

    `words` are how it was written where it is a share of another one, which comes to the same.
    """

    amount: int
    unit: Unit
    words: str | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise TimingError(f"a duration of {self} runs backwards", "write a whole number from 0 up")
        # Compared as numbers: a timedelta overflows on what a slip of the pen can ask for.
        if self.amount > LONGEST // _ROUGH[self.unit]:
            raise TimingError(f"{self} is longer than ten years", "write a shorter time")

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Reads "3 business days", "1 day" or "80% of 7 days", in any case. Raises TimingError."""
        words = " ".join(text.split()).lower()
        if (share := re.fullmatch(r"(\d+) ?% of (.+)", words, re.ASCII)) is not None:
            return cls.parse(share[2]).share(int(share[1][:4]))
        found = re.fullmatch(r"(\d+) ?([a-z][a-z ]*)", words, re.ASCII)
        if not found:
            raise TimingError(f"“{text}” is not a duration", _EXAMPLES)
        amount, word = int(found[1][:9]), found[2]
        if word not in _BY_WORD:
            raise TimingError(f"“{word}” is not a unit of time", _unit_hint(word))
        return cls(amount, _BY_WORD[word])

    @property
    def least(self) -> timedelta:
        """The shortest time that it can take: a month has 28 days, and the clock may go forward by an hour."""
        if self.unit.is_absolute:
            return self.rough
        days = 28 * self.amount if self.unit is Unit.MONTHS else self.rough.days
        return timedelta(days=days) - timedelta(hours=1)

    def share(self, percent: int) -> "Duration":
        """So much of it: as many of its unit where they are whole, else elapsed time, rounded down.

        That is whole hours where it is more than a day, and else whole minutes. Months, business days and working hours
        have no parts that are the same everywhere. Raises TimingError.
        """
        words = f"{percent}% of {self}"
        if self.words or not 0 < percent < 100:
            said = "is a share of a share" if self.words else "is no part of it"
            raise TimingError(f"{words} {said}", "write from 1% to 99% of a length, as in 80% of 7 days")
        amount, rest = divmod(self.amount * percent, 100)
        if not rest and amount:
            return Duration(amount, self.unit, words)
        if self.unit not in (Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS):
            whole = self.unit.counted(1)
            said = f"{words} is no whole number of {self.unit}, and a {whole} has no parts that are alike everywhere"
            raise TimingError(said, "count in days or hours, or write the length itself")
        elapsed = self.rough * percent / 100
        unit = Unit.HOURS if elapsed > _A_DAY else Unit.MINUTES
        if not (counted := elapsed // _ROUGH[unit]):
            raise TimingError(f"{words} is less than a minute", "write at least 1 minute")
        return Duration(counted, unit, words)

    def __str__(self) -> str:
        return self.words or f"{self.amount} {self.unit.counted(self.amount)}"

    @property
    def rough(self) -> timedelta:
        """About how long this is, to compare durations: a month is 30 days, a business day one day."""
        return self.amount * _ROUGH[self.unit]

    @property
    def span(self) -> tuple[timedelta, timedelta]:
        """The least and the most that it can take, whatever calendar and zone it is counted in."""
        if self.unit in (Unit.BUSINESS_DAYS, Unit.WORKING_HOURS):
            return self.rough - _A_DAY, self.amount * timedelta(weeks=1) + timedelta(days=SEARCH_DAYS)
        if self.unit is Unit.MONTHS:
            return self.amount * timedelta(days=28) - _A_DAY, self.amount * timedelta(days=31) + _A_DAY
        return self.rough - _A_DAY, self.rough + _A_DAY

    def add_to(self, start: datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None) -> datetime:
        """The moment this long after `start`.

        Minutes and hours are elapsed time. The other units keep the local clock time in `zone`, whatever
        daylight saving does in between (see `walltime` for times that don't exist or come twice). A month
        that is too short ends on its last day: 31 January and 1 month is 28 February. Business days are the
        working days of `calendar` (Monday to Friday without one), counted from the day after `start`. Working hours
        are elapsed time while the calendar's office is open.
        """
        return self._shifted(start, zone, calendar, 1)

    def subtract_from(self, start: datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None) -> datetime:
        """The moment this long before `start`, by the rules of `add_to`, counted from the day before."""
        return self._shifted(start, zone, calendar, -1)

    def is_elapsed(
        self, since: datetime, *, now: datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None
    ) -> bool:
        """True when at `now` at least this much has gone by since `since`."""
        return now >= self.add_to(since, zone, calendar)

    def _shifted(self, start: datetime, zone: ZoneInfo, calendar: WorkCalendar | None, sign: int) -> datetime:
        start = require_utc(start)
        if self.unit is Unit.WORKING_HOURS:
            shift = add_working_hours if sign > 0 else subtract_working_hours
            return shift(start, self.rough, zone, calendar or WorkCalendar())
        if self.unit.is_absolute or not self.amount:
            return start + sign * self.rough
        local = wall(start, zone)
        day = self._shifted_day(local.date(), calendar or WorkCalendar(), sign * self.amount)
        return moment(day, _clock(local), zone)

    def _shifted_day(self, day: date, calendar: WorkCalendar, amount: int) -> date:
        if self.unit is Unit.BUSINESS_DAYS:
            return calendar.add(day, amount)
        if self.unit is Unit.MONTHS:
            return _add_months(day, amount)
        return day + amount * _ROUGH[self.unit]


def _clock(local: datetime) -> time:
    """The clock time alone: which of two equal times `local` was says nothing about another day."""
    clock = local.time()
    return clock.replace(fold=0) if clock.fold else clock


def _add_months(day: date, amount: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _unit_hint(word: str) -> str:
    if word in _INSTEAD:
        return f"write {_INSTEAD[word]}"
    near = closest(word, _BY_WORD)
    return f"did you mean “{near}”?" if near else f"the units are {', '.join(Unit)}"
