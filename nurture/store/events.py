"""The candidates' streams of events, each numbered from 1 under that candidate's row lock.

A reader that has seen number 7 asks for what is newer and can't miss anything: the lock is held until the transaction
that took number 8 is over, so nobody can commit 9 before it. An enrollment reads one stream for ever. After a merge the
stream of the candidate that is gone goes on for its enrollments: every event of the surviving one is copied there.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Row, bindparam, exists, func, insert, select, update

from nurture.domain.events import Event, EventType
from nurture.errors import NotFound
from nurture.store import rows
from nurture.store.tables import candidates, enrollments, events
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen, replace

CREATED: Final = frozenset({EventType.APPLICATION_CREATED, EventType.PROSPECT_CREATED})
"""Events that act however late they come: nothing that came since makes it untrue that somebody applied."""


@frozen
class News:
    """An event to be kept. `stale` says why it does not act (it came late, or it is already so); None: it acts."""

    event: Event
    stale: str | None = None


@frozen
class Appended:
    """The events that act, numbered: in the candidate's own stream, and copies with the streams they went to."""

    own: tuple[Event, ...] = ()
    copies: tuple[tuple[str, Event], ...] = ()


_TAKE_NUMBERS = (
    update(candidates)
    .where(candidates.c.id == bindparam("candidate"))
    .values(last_event=candidates.c.last_event + bindparam("count"))
    .returning(candidates.c.last_event)
)

_FORMER_STREAMS = (
    select(enrollments.c.stream_id)
    .where(
        enrollments.c.candidate_id == bindparam("candidate"),
        enrollments.c.stream_id != enrollments.c.candidate_id,
        enrollments.c.status != EnrollmentStatus.ENDED,
    )
    .distinct()
    .order_by(enrollments.c.stream_id)
)


def append(conn: Connection, candidate_id: str, news: Iterable[News], *, now: datetime) -> Appended:
    """Adds to a candidate's stream, in that order. Raises `NotFound`."""
    kept = tuple(news)
    if not kept:
        return Appended()
    own = _append_to(conn, candidate_id, kept, now)
    acting = tuple(each for each in kept if each.stale is None)
    if not acting:
        return Appended()
    copies = tuple(
        (stream, event)
        for stream in conn.execute(_FORMER_STREAMS, {"candidate": candidate_id}).scalars().all()
        for event in _append_to(conn, stream, acting, now)
    )
    return Appended(own=own, copies=copies)


def _append_to(conn: Connection, stream: str, news: Sequence[News], now: datetime) -> tuple[Event, ...]:
    last = conn.execute(_TAKE_NUMBERS, {"candidate": stream, "count": len(news)}).scalar_one_or_none()
    if last is None:
        raise NotFound(f"no candidate {stream} is on record")
    numbered = [
        replace(each, event=replace(each.event, number=number))
        for number, each in enumerate(news, start=last - len(news) + 1)
    ]
    conn.execute(insert(events), [_row(stream, each, now) for each in numbered])
    return tuple(each.event for each in numbered if each.stale is None)


def _row(stream: str, news: News, now: datetime) -> dict[str, object]:
    event = news.event
    return {
        "candidate_id": stream,
        "number": event.number,
        "type": event.type,
        "at": event.at,
        "recorded_at": now,
        "application_id": event.application_id,
        "job_id": event.job_id,
        "data": dict(event.data),
        "acted": news.stale is None,
        "note": news.stale,
    }


def fan_out(conn: Connection, event: Event, *, now: datetime) -> tuple[tuple[str, Event], ...]:
    """Copies an event about a job into the streams of those whose open enrollments listen for it."""
    listening = select(enrollments.c.stream_id).where(
        enrollments.c.status != EnrollmentStatus.ENDED,
        enrollments.c.listen.contains(f" {event.type} ", autoescape=True),
    )
    numbers = conn.execute(
        update(candidates)
        .where(candidates.c.id.in_(listening))
        .values(last_event=candidates.c.last_event + 1)
        .returning(candidates.c.id, candidates.c.last_event)
    ).all()
    copies = tuple((stream, replace(event, number=number)) for stream, number in numbers)
    if copies:
        conn.execute(insert(events), [_row(stream, News(event=each), now) for stream, each in copies])
    return copies


_SINCE = (
    select(*rows.EVENT_COLUMNS)
    .where(
        events.c.candidate_id == bindparam("stream"),
        events.c.number > bindparam("number"),
        events.c.acted,
    )
    .order_by(events.c.number)
)


def since(conn: Connection, stream: str, number: int) -> tuple[Event, ...]:
    """The events of a stream after that number which act, oldest first, whatever they are about."""
    return tuple(map(rows.event, conn.execute(_SINCE, {"stream": stream, "number": number})))


_ONE = select(*rows.EVENT_COLUMNS).where(
    events.c.candidate_id == bindparam("stream"), events.c.number == bindparam("number")
)


def one(conn: Connection, stream: str, number: int) -> Event:
    """One event of a stream. Raises `NotFound`."""
    found: Row[tuple[object, ...]] | None = conn.execute(_ONE, {"stream": stream, "number": number}).one_or_none()
    if found is None:
        raise NotFound(f"{stream} has no event {number}")
    return rows.event(found)


def of_job(conn: Connection, stream: str, event: Event) -> Event | None:
    """That news of a job as it stands in a stream; None where it does not."""
    named = {"stream": stream, "type": event.type, "job": event.job_id, "at": event.at}
    found = conn.execute(_OF_JOB, named).one_or_none()
    return rows.event(found) if found else None


_OF_JOB = (
    select(*rows.EVENT_COLUMNS)
    .where(
        events.c.candidate_id == bindparam("stream"),
        events.c.type == bindparam("type"),
        events.c.job_id == bindparam("job"),
        events.c.at == bindparam("at"),
        events.c.acted,
    )
    .order_by(events.c.number)
    .limit(1)
)


def that_overtook(conn: Connection, stream: str, event: Event) -> tuple[Event, ...]:
    """What was told of an application before it was told that somebody applied, oldest first; nothing of other events.

    Vendors promise no order, so a rejection can come first.
    """
    if event.type not in CREATED:
        return ()
    before = select(*rows.EVENT_COLUMNS).where(
        events.c.candidate_id == stream,
        events.c.application_id == event.application_id,
        events.c.number < event.number,
        events.c.acted,
    )
    return tuple(map(rows.event, conn.execute(before.order_by(events.c.number))))


def has_come(conn: Connection, candidate_id: str, type_: EventType, *, since: datetime) -> bool:
    """Whether an event of that type has acted on a candidate since that moment."""
    of_theirs = (events.c.candidate_id == candidate_id, events.c.type == type_, events.c.at >= since, events.c.acted)
    return bool(conn.execute(select(exists().where(*of_theirs))).scalar_one())


def told(conn: Connection, application_ids: Iterable[str]) -> Mapping[str, datetime]:
    """When the people of these applications were last told how each ended; of those who were."""
    statement = (
        select(events.c.application_id, func.max(events.c.at).label("last"))
        .where(events.c.application_id.in_(list(application_ids)), events.c.type == EventType.APPLICATION_TOLD)
        .group_by(events.c.application_id)
    )
    return {row.application_id: row.last for row in conn.execute(statement)}


def has_acted(conn: Connection, candidate_id: str, application_id: str | None) -> bool:
    """Whether anything but a mere update of that application has acted before."""
    return bool(
        conn.execute(
            select(
                exists().where(
                    events.c.candidate_id == candidate_id,
                    events.c.application_id == application_id,
                    events.c.type != EventType.APPLICATION_UPDATED,
                    events.c.acted,
                )
            )
        ).scalar_one()
    )


def is_on_record(conn: Connection, candidate_id: str, event: Event) -> bool:
    """Whether an event of that type about that application has acted before."""
    return bool(
        conn.execute(
            select(
                exists().where(
                    events.c.candidate_id == candidate_id,
                    events.c.application_id == event.application_id,
                    events.c.type == event.type,
                    events.c.acted,
                )
            )
        ).scalar_one()
    )
