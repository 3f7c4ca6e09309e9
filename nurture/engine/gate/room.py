"""Room under a cap: when there is some, and whom a message would take it from."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from nurture.engine.journey import Journey
from nurture.engine.turns import Line, Waiting
from nurture.language.cap import Cap

LOOK_AGAIN: Final = timedelta(minutes=1)
"""How long after its moment somebody asks again who lets another one go first."""


def full_until(cap: Cap, times: Sequence[datetime], at: datetime, journey: Journey) -> tuple[int, datetime] | None:
    """How many of these count at that moment, where that is too many, and when there is room again; None: there is."""
    if len(times) < cap.count:
        return None
    since = cap.per.subtract_from(at, journey.zone, journey.calendar)
    counted = sorted((each for each in times if each > since), reverse=True)
    if len(counted) < cap.count:
        return None
    opens = cap.per.add_to(counted[cap.count - 1], journey.zone, journey.calendar)
    return len(counted), max(opens, at + LOOK_AGAIN)


def who_would_wait(cap: Cap, times: tuple[datetime, ...], line: Line, journey: Journey) -> Waiting | None:
    """Who of those ahead would have to leave later if this message left now; None: it is in nobody's way."""
    now = journey.now
    without = _leave(cap, times, line.ahead, journey)
    with_it = _leave(cap, (*times, now), line.ahead, journey)
    later = (each for each, alone, then in zip(line.ahead, without, with_it, strict=True) if then > alone)
    return next(later, None)


def _leave(cap: Cap, times: tuple[datetime, ...], ahead: tuple[Waiting, ...], journey: Journey) -> Iterator[datetime]:
    """When each of them could leave, one after the other, with these messages behind them."""
    taken = list(times)
    for each in ahead:
        at = max(each.at, journey.now)
        while full := full_until(cap, taken, at, journey):
            at = full[1]
        taken.append(at)
        yield at
