"""The next free moment of a mailbox: both limits kept, in hours that are open."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from nurture.engine.slots import Book, goes_at, is_good, next_slot
from nurture.language.mailboxes import MailboxLimits
from nurture.timing.window import SendWindow

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
HOURS = SendWindow.parse("mon-fri 09:00-17:00")


class Taken:
    """A mailbox's slots, kept in memory."""

    def __init__(self, limits: MailboxLimits, *taken: datetime) -> None:
        self.limits = limits
        self.moments = sorted(taken)
        self.days = Counter(each.astimezone(BERLIN).date() for each in taken)

    def next(self, earliest: datetime, hours: SendWindow = HOURS) -> datetime:
        """Reserves the next one."""
        full = {day for day, count in self.days.items() if self.limits.per_day and count >= self.limits.per_day}

        def between(start: datetime, end: datetime) -> list[datetime]:
            return self.moments[bisect_right(self.moments, start) : bisect_left(self.moments, end)]

        def opens(at: datetime) -> datetime:
            return hours.opens_at_or_after(at, BERLIN)

        at = next_slot(Book(full=full, between=between), self.limits, earliest=earliest, opens=opens, zone=BERLIN)
        insort(self.moments, at)
        self.days[at.astimezone(BERLIN).date()] += 1
        return at


def limits(**given: object) -> MailboxLimits:
    return MailboxLimits.model_validate(given)


def after(*, minutes: float = 0, days: int = 0) -> datetime:
    return MONDAY + timedelta(days=days, minutes=minutes)


@pytest.mark.parametrize(
    ("given", "taken", "slot", "why"),
    [
        ({"apart": "10 minutes"}, [], after(), "nothing is taken"),
        ({"apart": "10 minutes"}, [after()], after(minutes=10), "exactly as far apart as it says is far enough"),
        ({"apart": "10 minutes"}, [after(minutes=-4)], after(minutes=6), "what left before counts too"),
        ({"apart": "10 minutes"}, [after(minutes=4)], after(minutes=14), "so does what leaves after it"),
        ({"apart": "10 minutes"}, [after(), after(minutes=20)], after(minutes=10), "between two others"),
        ({"apart": "10 minutes"}, [after(), after(minutes=19)], after(minutes=29), "too little between two others"),
        ({"apart": "60 minutes"}, [after(minutes=60 * n) for n in range(8)], after(days=1), "the office closes"),
        ({"per_day": 2}, [after(), after()], after(days=1), "the day is full"),
        ({"per_day": 2}, [after()], after(), "and now it is not"),
        ({"per_day": 1}, [after(days=n) for n in range(5)], after(days=7), "a full week and a weekend"),
    ],
)
def test_a_mail_gets_the_first_moment_that_keeps_both_limits(
    given: dict[str, object], taken: list[datetime], slot: datetime, why: str
) -> None:
    assert Taken(limits(**given), *taken).next(MONDAY) == slot, why


def test_the_first_mail_of_a_day_is_far_enough_from_the_last_of_the_day_before() -> None:
    midnight = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    book = Taken(limits(apart="10 minutes", per_day=1), midnight - timedelta(minutes=1))
    assert book.next(midnight - timedelta(minutes=1), SendWindow.parse("always")) == midnight + timedelta(minutes=9)


def test_ten_thousand_at_one_moment_spread_over_days_in_the_order_in_which_they_asked() -> None:
    book = Taken(limits(per_day=200, apart="100 seconds"))
    slots = [book.next(MONDAY) for _ in range(10_000)]
    assert slots == sorted(slots)
    assert all(later - earlier >= timedelta(seconds=100) for earlier, later in pairwise(slots))
    assert set(book.days.values()) == {200}
    assert len(book.days) == 50
    assert all(HOURS.is_open(slot, BERLIN) for slot in slots)
    assert max(book.days) == date(2026, 5, 8)


def test_a_slot_that_has_come_waits_only_for_the_mail_before_it_that_was_late() -> None:
    apart = limits(apart="100 seconds")
    late = MONDAY + timedelta(seconds=30)
    assert goes_at(MONDAY, None, apart, now=late) == late
    assert goes_at(MONDAY, MONDAY - timedelta(seconds=100), apart, now=late) == late
    assert goes_at(MONDAY, MONDAY - timedelta(seconds=60), apart, now=late) == MONDAY + timedelta(seconds=40)
    assert goes_at(MONDAY, late, limits(per_day=3), now=late) == late


def test_a_slot_is_good_for_an_hour_of_its_day() -> None:
    assert is_good(MONDAY, now=after(minutes=59), zone=BERLIN)
    assert not is_good(MONDAY, now=after(minutes=60), zone=BERLIN)
    assert not is_good(MONDAY, now=after(minutes=-1), zone=BERLIN)
    before_midnight = datetime(2026, 3, 2, 22, 59, tzinfo=UTC)
    assert not is_good(before_midnight, now=before_midnight + timedelta(minutes=1), zone=BERLIN)
