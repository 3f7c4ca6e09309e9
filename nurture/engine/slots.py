"""Slots of a mailbox: the moments at which its mails leave, so that its provider's limits are kept."""

from collections.abc import Callable, Container, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nurture.engine.turns import GOOD_FOR
from nurture.language.mailboxes import MailboxLimits
from nurture.timing.walltime import moment, wall
from nurture.values import frozen

_ONE_DAY = timedelta(days=1)
_NOTHING = timedelta()


@frozen
class Book:
    """What is taken in a mailbox: the days that are full, and the moments between two others, in order."""

    full: Container[date]
    between: Callable[[datetime, datetime], Sequence[datetime]]


def next_slot(
    book: Book,
    limits: MailboxLimits,
    *,
    earliest: datetime,
    opens: Callable[[datetime], datetime],
    zone: ZoneInfo,
) -> datetime:
    """The first moment that keeps all limits; `opens` gives the first from a moment on at which the mail may leave.

    `zone` says where a day begins. Raises TimingError where no hour is open.
    """
    apart = limits.apart or _NOTHING
    at = opens(earliest)
    while True:
        day = wall(at, zone).date()
        if day in book.full:
            while day in book.full:
                day += _ONE_DAY
            at = opens(max(at, _begins(day, zone)))
            continue
        free = _apart(book.between(at - apart, _begins(day + _ONE_DAY, zone) + apart), at, apart)
        then = at if free == at else opens(free)
        if then == at:
            return at
        at = then


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return moment(day, time(), zone)


def _apart(taken: Sequence[datetime], at: datetime, apart: timedelta) -> datetime:
    """The first moment from `at` on that is far enough from all others."""
    for each in taken:
        if each - at >= apart:
            break
        if at - each < apart:
            at = each + apart
    return at


def goes_at(slot: datetime, last: datetime | None, limits: MailboxLimits, *, now: datetime) -> datetime:
    """When the mail of a slot that has come goes: now, or as soon as the mail before it, which was late, is long enough
    ago. `last` is when that one left.
    """
    return max(now, slot, last + limits.apart) if last and limits.apart else max(now, slot)


def is_good(slot: datetime, *, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a slot whose moment has come can still be used: not after its day, whose mails it is one of."""
    return slot <= now < slot + GOOD_FOR and wall(slot, zone).date() == wall(now, zone).date()
