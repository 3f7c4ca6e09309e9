"""A time of day at which something is done once a day: "daily at 09:00"; "daily" means at 09:00."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nurture.timing.errors import TimingError
from nurture.timing.walltime import moment, parse_clock, wall

_FORM = re.compile(r"daily(?: at (?P<clock>\d{1,2}:\d{2}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at this time of day. Build it with `parse`."""

    at: time

    @classmethod
    def parse(cls, text: str) -> "Daily":
        """Reads the forms above. Raises TimingError."""
        words = " ".join(text.split())
        found = _FORM.fullmatch(words)
        if found is None:
            raise TimingError(f"“{words}” does not say at what time of day", "write daily, or daily at 09:00")
        return cls(parse_clock(found["clock"]) if found["clock"] else time(9))

    def __str__(self) -> str:
        return f"daily at {self.at:%H:%M}"

    def last(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The latest of these moments that has come by `now`, in UTC."""
        today = wall(now, zone).date()
        days = (today - timedelta(days=distance) for distance in range(3))
        return next(at for at in (moment(day, self.at, zone) for day in days) if at <= now)

    def from_(self, start: datetime, zone: ZoneInfo) -> datetime:
        """The first of these moments that is not before `start`, in UTC."""
        today = wall(start, zone).date()
        days = (today + timedelta(days=distance) for distance in range(3))
        return next(at for at in (moment(day, self.at, zone) for day in days) if at >= start)
