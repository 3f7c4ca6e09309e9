"""Quiet hours: when nobody is to be disturbed, as in "20:00-08:00" or "20:00-08:00, sun"."""

import re
from typing import Final

from nurture.timing.errors import TimingError
from nurture.timing.walltime import parse_minute
from nurture.timing.weekdays import EVERY_DAY, LIST_SEPARATOR, parse_days
from nurture.timing.window import SendWindow, Span

_NIGHT: Final = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")
_HOW: Final = "write the night, and days that are quiet as a whole, as in 20:00-08:00, sun"


def outside_quiet_hours(text: str) -> SendWindow:
    """The hours that quiet hours leave open. They are one night, and perhaps days. Raises TimingError."""
    words = " ".join(text.lower().replace("–", "-").split())
    parts = LIST_SEPARATOR.split(words)
    nights = [found for part in parts if (found := _NIGHT.fullmatch(part))]
    days = [part for part in parts if not _NIGHT.fullmatch(part)]
    if len(nights) != 1:
        raise TimingError(f"“{text}” is not one night", _HOW)
    begins, ends = (parse_minute(each) for each in nights[0].groups())
    if begins <= ends:
        raise TimingError(f"“{nights[0][0]}” is no night: it ends before midnight", _HOW)
    open_days = EVERY_DAY - (parse_days(", ".join(days)) if days else frozenset())
    if not open_days:
        raise TimingError(f"“{text}” leaves no day open", _HOW)
    return SendWindow(spans=(Span(days=open_days, opens=ends, closes=begins),))


def in_both(one: SendWindow, other: SendWindow) -> SendWindow | None:
    """The hours that are open in both; None if there are none."""
    if one.is_always or other.is_always:
        return other if one.is_always else one
    spans = tuple(
        Span(days=days, opens=opens, closes=closes)
        for mine in one.spans
        for theirs in other.spans
        if (days := mine.days & theirs.days)
        and (opens := max(mine.opens, theirs.opens)) < (closes := min(mine.closes, theirs.closes))
    )
    return SendWindow(spans=spans) if spans else None
