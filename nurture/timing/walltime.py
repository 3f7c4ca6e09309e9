"""Between moments (aware UTC) and what a clock on the wall shows in a zone.

Daylight saving, once for the whole package: a local time that the clocks skip becomes the first
moment that exists after it (02:30 in Berlin on 29 March 2026 is 03:00); a local time that comes
twice is the first of the two.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from nurture.timing.errors import TimingError

MINUTES_A_DAY = 24 * 60
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def require_utc(at: datetime) -> datetime:
    """`at` in UTC. Raises ValueError for a naive datetime, which would silently take the server's zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone; moments are aware UTC")
    return at if at.tzinfo is UTC else at.astimezone(UTC)


@lru_cache(maxsize=8192)
def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """The date and time that a clock in `zone` shows at the moment `at`."""
    return require_utc(at).astimezone(zone)


@lru_cache(maxsize=8192)
def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which clocks in `zone` show `clock` on `day`."""
    local = datetime.combine(day, clock, tzinfo=zone)
    at = local.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return at
    # In a gap, PEP 495 reads fold=1 with the offset after the change: a moment just before it.
    return _change_of_offset(local.replace(fold=1).astimezone(UTC), at, zone)


def moment_of_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Like `moment`, for a minute of the day from 0 to 1440, which is the midnight that ends it."""
    days, minute = divmod(minute, MINUTES_A_DAY)
    return moment(day + timedelta(days=days), time(minute // 60, minute % 60), zone)


def parse_minute(text: str) -> int:
    """Minutes since midnight of "HH:MM", up to "24:00". Raises TimingError."""
    found = _CLOCK.fullmatch(text.strip())
    if found:
        hours, minutes = int(found[1]), int(found[2])
        if minutes < 60 and hours * 60 + minutes <= MINUTES_A_DAY:
            return hours * 60 + minutes
    raise TimingError(
        f"“{text}” is not a clock time", "write hours and minutes from 00:00 to 23:59, as in 09:00 or 17:30"
    )


def parse_clock(text: str) -> time:
    """The time of day of "HH:MM". Raises TimingError."""
    minute = parse_minute(text)
    if minute == MINUTES_A_DAY:
        raise TimingError("24:00 can only end a span", "write 00:00, which is the start of the next day")
    return time(minute // 60, minute % 60)


def show_minute(minute: int) -> str:
    """ "09:00" for 540; "24:00" for 1440."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _change_of_offset(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second, after `before` and up to `after`, in which `zone` takes on the offset it has at `after`."""
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return (before + timedelta(seconds=high)).replace(microsecond=0)
