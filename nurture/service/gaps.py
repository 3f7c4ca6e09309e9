"""What falls through, in one list: idle applications, people in no sequence, deliveries of which nothing came."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from nurture.service.idleness import Lying, lying_now
from nurture.service.mail.keeping import CONNECTION as MAIL
from nurture.store import gaps
from nurture.store.gaps import Stray, Uncared
from nurture.store.sequences import PlanCache
from nurture.values import frozen

MOST_LISTED: Final = 200
"""How many of each kind are listed."""


class Kind(StrEnum):
    """What falls through."""

    IDLE = "idle"
    NO_SEQUENCE = "in no sequence"
    DELIVERY = "delivery"
    MAIL = "mail"


@frozen
class Gap:
    """One that falls through: which by id, whom or what that is about, why it is listed, and what to do.

    `candidate_id` is the person, where one is known, and `called` their name; `stands` is for which job, at which
    stage.
    """

    kind: Kind
    id: str
    about: str
    why: str
    do: str
    candidate_id: str | None = None
    called: str | None = None
    stands: str = ""


class List(StrEnum):
    """What falls through is found in three lists, each in an order of its own."""

    IDLE = "idle"
    NO_SEQUENCE = "no-sequence"
    DELIVERIES = "deliveries"


@frozen
class Page:
    """A part of a list; `after` is where the next one begins (None: there is none)."""

    gaps: tuple[Gap, ...]
    after: str | None


def gaps_of(conn: Connection, now: datetime, *, most: int = MOST_LISTED) -> Iterator[Gap]:
    """All that falls through at this moment, up to `most` of each list."""
    for each in List:
        yield from page_of(conn, now, each, limit=most).gaps


def page_of(conn: Connection, now: datetime, which: List, *, after: str = "", limit: int) -> Page:
    """What stands next in a list, behind the one called `after`."""
    match which:
        case List.IDLE:
            found = tuple(map(_idle, islice(lying_now(PlanCache(), conn, now, after=after), limit + 1)))
        case List.NO_SEQUENCE:
            found = tuple(map(_uncared, gaps.uncared(conn, after=after, limit=limit + 1)))
        case List.DELIVERIES:
            number = int(after) if after.isdecimal() else 0
            found = tuple(map(_stray, gaps.strays(conn, after=number, limit=limit + 1)))
    return Page(gaps=found[:limit], after=found[limit - 1].id if len(found) > limit else None)


def next_of_all(
    conn: Connection, now: datetime, *, after: tuple[List, str] | None, limit: int
) -> tuple[tuple[List, Gap], ...]:
    """What stands next in all lists, one list after the other, behind a gap of one of them."""
    order = tuple(List)
    begin, behind = after or (order[0], "")
    found: list[tuple[List, Gap]] = []
    for each in order[order.index(begin) :]:
        page = page_of(conn, now, each, after=behind if each is begin else "", limit=limit - len(found))
        found += [(each, gap) for gap in page.gaps]
        if len(found) == limit:
            break
    return tuple(found)


@frozen
class Counts:
    """How many of each fall through, all of them."""

    idle: int
    in_no_sequence: int
    strays: int

    def of(self, which: List) -> int:
        """How long a list is."""
        return {List.IDLE: self.idle, List.NO_SEQUENCE: self.in_no_sequence, List.DELIVERIES: self.strays}[which]


def counts_of(conn: Connection, now: datetime) -> Counts:
    """How many fall through at this moment."""
    return Counts(
        idle=sum(1 for _ in lying_now(PlanCache(), conn, now)),
        in_no_sequence=gaps.count_uncared(conn),
        strays=gaps.count_strays(conn),
    )


def _idle(lying: Lying) -> Gap:
    each = lying.application
    return Gap(
        kind=Kind.IDLE,
        id=each.id,
        about=_in_words(each.called, each.job, lying.stage),
        why=f"nobody has touched it for {lying.days} days",
        do=f"see what there was, and get in touch: nurture show {each.candidate_id}",
        candidate_id=each.candidate_id,
        called=each.called,
        stands=_in_words(each.job, lying.stage),
    )


def _uncared(each: Uncared) -> Gap:
    return Gap(
        kind=Kind.NO_SEQUENCE,
        id=each.application_id,
        about=_in_words(each.called, each.job, each.stage),
        why="the application is open, and no sequence takes care of the person",
        do=f"nurture why {each.candidate_id} says who stayed out and why; nurture enroll lets them in",
        candidate_id=each.candidate_id,
        called=each.called,
        stands=_in_words(each.job, each.stage),
    )


def _stray(each: Stray) -> Gap:
    is_mail = each.connection == MAIL
    do = f"mend the cause, then: nurture ats again {each.id}"
    if is_mail:
        do = f"say what it is: nurture inbound {each.id}"
    elif each.is_about_nobody:
        do = "see in the ATS whom it means; what the ATS tells of them next puts them on record"
    return Gap(
        kind=Kind.MAIL if is_mail else Kind.DELIVERY,
        id=str(each.id),
        about=each.connection,
        why=each.note,
        do=do,
    )


def _in_words(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
