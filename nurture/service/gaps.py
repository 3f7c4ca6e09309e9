"""What falls through, in one list: idle applications, people in no sequence, deliveries of which nothing came."""

from collections.abc import Iterator
from dataclasses import dataclass
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

MOST_LISTED: Final = 200
"""How many of each kind are listed."""


class Kind(StrEnum):
    """What falls through."""

    IDLE = "idle"
    NO_SEQUENCE = "in no sequence"
    DELIVERY = "delivery"
    MAIL = "mail"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """One that falls through: which by id, whom or what that is about, why it is listed, and what to do."""

    kind: Kind
    id: str
    about: str
    why: str
    do: str


def gaps_of(conn: Connection, now: datetime, *, most: int = MOST_LISTED) -> Iterator[Gap]:
    """All that falls through at this moment, up to `most` of each kind."""
    yield from map(_idle, islice(lying_now(PlanCache(), conn, now), most))
    yield from map(_uncared, gaps.uncared(conn, limit=most))
    yield from map(_stray, gaps.strays(conn, limit=most))


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many of each fall through, all of them."""

    idle: int
    in_no_sequence: int
    strays: int


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
    )


def _uncared(each: Uncared) -> Gap:
    return Gap(
        kind=Kind.NO_SEQUENCE,
        id=each.application_id,
        about=_in_words(each.called, each.job, each.stage),
        why="the application is open, and no sequence takes care of the person",
        do=f"nurture why {each.candidate_id} says who stayed out and why; nurture enroll lets them in",
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


def _in_words(called: str, job: str | None, stage: str | None) -> str:
    return ", ".join(part for part in (called, job, stage) if part)
