"""Moments that come again and again: "day at 06:00", "monday at 09:00", "mon-fri at 08:00"."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nurture.timing.errors import TimingError
from nurture.timing.walltime import moment, parse_clock, wall
from nurture.timing.weekdays import EVERY_DAY, parse_days, show_days

_FORM = re.compile(r"(?P<days>.+?) at (?P<clock>\d{1,2}:\d{2})", re.IGNORECASE)
_HOW = "write days and a time, as in day at 06:00, monday at 09:00, or mon-fri at 08:00"


@dataclass(frozen=True, slots=True)
class Every:
    """At a time of day, on these days of the week (Monday = 0). Build it with `parse`."""

    days: frozenset[int]
    at: time

    @classmethod
    def parse(cls, text: str) -> "Every":
        """Reads the forms above, also with “every” in front. Raises TimingError."""
        words = re.sub(r"^every ", "", " ".join(text.split()), flags=re.IGNORECASE)
        found = _FORM.fullmatch(words)
        if found is None:
            raise TimingError(f"“{text}” does not say when it comes again", _HOW)
        days = EVERY_DAY if found["days"].lower() == "day" else parse_days(found["days"])
        return cls(days, parse_clock(found["clock"]))

    def __str__(self) -> str:
        days = "day" if self.days == EVERY_DAY else show_days(self.days)
        return f"{days} at {self.at:%H:%M}"

    def last(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The latest of these moments that has come by `now`, in UTC."""
        return next(at for at in self._around(now, zone, range(0, -9, -1)) if at <= now)

    def next(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The first of these moments after `now`, in UTC."""
        return next(at for at in self._around(now, zone, range(9)) if at > now)

    def _around(self, now: datetime, zone: ZoneInfo, distances: range) -> list[datetime]:
        today = wall(now, zone).date()
        days = (today + timedelta(days=distance) for distance in distances)
        return [moment(day, self.at, zone) for day in days if day.weekday() in self.days]
