"""When the rounds of something that is done again and again are due."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nurture.timing.calendar import WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.wait import Wait
from nurture.timing.walltime import moment, require_utc, wall
from nurture.timing.window import SendWindow

MOST_DROPPED: Final = 10_000
"""More slots than this, one after the other, that are all to be dropped: then no round comes at all."""

_A_WEEK: Final = 8
"""Days within which each day of the week comes at each time of day."""


def first_slot(
    every: Wait,
    earliest: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar | None = None,
    window: SendWindow | None = None,
) -> datetime:
    """When the first round is due that may not come before `earliest`.

    It keeps the days of the week and the time of day that `every` states. A time of day without days goes on to a day
    on which the window is open, as a wait does; a rhythm of named days keeps to them, holidays or not.
    """
    earliest = require_utc(earliest)
    if every.at is None and not every.days:
        return earliest
    local = wall(earliest, zone)
    clock = every.at or local.time().replace(fold=0)
    days = (local.date() + timedelta(days=distance) for distance in range(_A_WEEK))
    slots = (moment(day, clock, zone) for day in days if not every.days or day.weekday() in every.days)
    slot = next(each for each in slots if each >= earliest)
    if every.days or window is None:
        return slot
    return window.next_open_at_clock(wall(slot, zone).date(), clock, zone, calendar) or slot


def skip_slots(
    slot: datetime, following: Callable[[datetime], datetime], is_dropped: Callable[[datetime], bool]
) -> tuple[datetime, int]:
    """The first slot from `slot` on that is not dropped, and how many came before it. Raises TimingError if none is."""
    for dropped in range(MOST_DROPPED):
        if not is_dropped(slot):
            return slot, dropped
        slot = following(slot)
    raise TimingError(
        "no round falls on a day and an hour at which it could be read",
        "shorten `closed`, widen the hours, or choose another day",
    )
