"""Times in words, for summaries that people read."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from nurture.timing.walltime import wall
from nurture.timing.weekdays import NAMES

# Not strftime: its names depend on the locale of the server.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=8192)
def say(at: datetime, zone: ZoneInfo) -> str:
    """ "Thu 12 Mar 10:00 Europe/Berlin"."""
    local = wall(at, zone)
    day = f"{NAMES[local.weekday()].capitalize()} {local.day} {_MONTHS[local.month - 1]}"
    return f"{day} {local.hour:02}:{local.minute:02} {zone.key}"


def say_span(span: timedelta) -> str:
    """ "3 days", "1 day 4 hours", "45 minutes": the largest unit and the one below it, rounded down.

    A negative span is said by its length; which way it runs is for the sentence around it to say.
    """
    minutes = int(abs(span).total_seconds()) // 60
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    counts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    while counts and not counts[0][0]:
        counts.pop(0)
    words = [_count(amount, unit) for amount, unit in counts[:2] if amount]
    return " ".join(words) or "less than a minute"


def _count(amount: int, unit: str) -> str:
    return f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"
