"""Working days: the public calendars of the `holidays` library, and a company's own closed days."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from nurture.timing.errors import TimingError, closest
from nurture.timing.zones import country_codes

if TYPE_CHECKING:
    from holidays import HolidayBase

    from nurture.timing.window import SendWindow  # which knows calendars itself

SEARCH_DAYS = 400
"""How far a search for an open day looks before it gives up: more than a year of patterns."""

_SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """The working days of one place.

    `country` is an ISO 3166 code ("GB") and `subdivision` a part of it as the `holidays` library names
    it ("ENG"); without a country only Saturdays and Sundays are free. `closed` adds the company's own
    free days. The library also knows each country's weekend (Friday and Saturday in Saudi Arabia) and
    weekend days that are worked in exchange for a long holiday (China). `hours` are those of the office on its working
    days, by which working hours are counted; without them it is open from 09:00 to 17:00 on weekdays.

    A place that doesn't exist raises TimingError at the first question about a day, or from `check()`.
    """

    country: str | None = None
    subdivision: str | None = None
    closed: tuple[date, ...] = ()
    hours: "SendWindow | None" = None

    @classmethod
    def parse(cls, place: str, closed: tuple[date, ...] = ()) -> "WorkCalendar":
        """The calendar of "GB" or "GB-ENG". Raises TimingError for a place without one."""
        country, _, subdivision = place.strip().upper().partition("-")
        calendar = cls(country, subdivision or None, closed)
        calendar.check()
        return calendar

    def check(self) -> None:
        """Raises TimingError when there is no such country or subdivision."""
        if self.country is not None:
            _public_calendar(self.country, self.subdivision, 2000)

    def is_working_day(self, day: date) -> bool:
        """True on a day that is neither weekend, public holiday nor one of `closed`."""
        if day in self.closed:
            return False
        if self.country is None:
            return day.weekday() < _SATURDAY
        return _is_worked(self.country, self.subdivision, day)

    def name_of_holiday(self, day: date) -> str | None:
        """Its English name; "Company holiday" for one of `closed`; None on weekends and other days."""
        public = None
        if self.country is not None:
            public = _name_of_public_holiday(self.country, self.subdivision, day)
        return public or ("Company holiday" if day in self.closed else None)

    def is_holiday(self, day: date) -> bool:
        """True on a public or company holiday, whatever day of the week it falls on."""
        return self.name_of_holiday(day) is not None

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, or before it when n is negative; `day` itself for 0.

        `day` need not be a working day and is never counted. Raises TimingError when there is no
        working day within 400 days.
        """
        step = timedelta(days=1 if n > 0 else -1)
        for _ in range(abs(n)):
            day = self._next_working_day(day, step)
        return day

    def _next_working_day(self, day: date, step: timedelta) -> date:
        for distance in range(1, SEARCH_DAYS + 1):
            if self.is_working_day(day + distance * step):
                return day + distance * step
        raise TimingError(
            f"there is no working day within {SEARCH_DAYS} days of {day}",
            "check the closed days of this calendar",
        )


@lru_cache(maxsize=1024)
def _public_calendar(country: str, subdivision: str | None, year: int) -> "HolidayBase":
    """One year of a place's calendar. Never mutated: it is shared between threads."""
    import holidays  # here, because it takes longer to import than checking a sequence does

    code, part = country.upper(), subdivision.upper() if subdivision else None
    parts = holidays.list_supported_countries()
    if len(code) != 2 or code not in parts:
        raise TimingError(f"there is no holiday calendar for “{country}”", _country_hint(country))
    try:
        # expand=False: asked about another year, the calendar must not fill itself in.
        return holidays.country_holidays(code, subdiv=part, years=year, expand=False, language="en_US")
    # The library's own word for a subdivision that it does not know. It knows more of them than it lists (other names,
    # former codes), so that it alone can say.
    except NotImplementedError:
        raise TimingError(
            f"{code} has no holiday calendar for “{subdivision}”", _subdivision_hint(code, parts[code])
        ) from None


@lru_cache(maxsize=8192)
def _is_worked(country: str, subdivision: str | None, day: date) -> bool:
    return _public_calendar(country, subdivision, day.year).is_working_day(day)


@lru_cache(maxsize=8192)
def _name_of_public_holiday(country: str, subdivision: str | None, day: date) -> str | None:
    return _public_calendar(country, subdivision, day.year).get(day)


def _country_hint(country: str) -> str:
    codes = {name.lower(): code for code, name in country_codes().items()}
    near = closest(country, codes)
    return f"did you mean {codes[near]}?" if near else "write its two-letter ISO 3166 code, as in GB or DE"


def _subdivision_hint(country: str, parts: list[str]) -> str:
    return f"use one of {', '.join(parts)}" if parts else f"write {country} alone: its calendar has no parts"
