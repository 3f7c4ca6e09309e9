"""Whose workflows an event concerns: those to be started, and those to be poked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, update

from nurture.domain.events import EVENTS, EventScope
from nurture.store.tables import candidates, enrollments, events
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen

ANY_EVENT = "*"


@frozen
class Wakeup:
    """An open enrollment, whether its workflow was started, the newest event in its stream, and what it listens for."""

    enrollment_id: str
    candidate_id: str
    sequence: str
    is_started: bool
    newest_event: int
    listen: frozenset[str]

    def hears(self, types: Iterable[str]) -> bool:
        """Whether events of these types could change what it does next."""
        return ANY_EVENT in self.listen or not self.listen.isdisjoint(types)


_NAMES_AT_ONCE: Final = 5_000
"""How many ids one statement names, each up to twice: databases take some ten thousand parameters."""

_streams = candidates.alias("streams")
_WAKEUPS = (
    select(
        enrollments.c.id,
        enrollments.c.candidate_id,
        enrollments.c.sequence,
        enrollments.c.started_at,
        _streams.c.last_event,
        enrollments.c.listen,
    )
    .select_from(enrollments.join(_streams, _streams.c.id == enrollments.c.stream_id))
    .where(enrollments.c.status != EnrollmentStatus.ENDED)
    .order_by(enrollments.c.entered_at, enrollments.c.id)
)


def of_streams(conn: Connection, streams: Iterable[str]) -> tuple[Wakeup, ...]:
    """The open enrollments of these candidates, or that read these streams."""
    named = sorted(set(streams))
    found: dict[str, Wakeup] = {}
    for start in range(0, len(named), _NAMES_AT_ONCE):
        some = named[start : start + _NAMES_AT_ONCE]
        theirs = _read(conn, or_(enrollments.c.stream_id.in_(some), enrollments.c.candidate_id.in_(some)))
        found |= {each.enrollment_id: each for each in theirs}
    return tuple(found.values())


def listening_for_jobs(conn: Connection) -> tuple[Wakeup, ...]:
    """The open enrollments that listen for any news about jobs, whomever they are about."""
    names = [kind for kind, spec in EVENTS.items() if spec.scope is EventScope.JOB]
    return _read(conn, or_(*(enrollments.c.listen.contains(f" {name} ", autoescape=True) for name in names)))


def _read(conn: Connection, where: ColumnElement[bool]) -> tuple[Wakeup, ...]:
    return tuple(
        Wakeup(
            enrollment_id=found.id,
            candidate_id=found.candidate_id,
            sequence=found.sequence,
            is_started=found.started_at is not None,
            newest_event=found.last_event,
            listen=frozenset(found.listen.split()),
        )
        for found in conn.execute(_WAKEUPS.where(where))
    )


@frozen
class Behind:
    """A running enrollment whose stream has gone on; whether any of that could change what it does next."""

    enrollment_id: str
    newest_event: int
    is_concerned: bool


def behind(conn: Connection, *, before: datetime, limit: int) -> tuple[Behind, ...]:
    """Enrollments that have not looked at the newest event of their stream, which is from before that moment."""
    newest = and_(events.c.candidate_id == _streams.c.id, events.c.number == _streams.c.last_event)
    statement = (
        select(
            enrollments.c.id,
            enrollments.c.stream_id,
            enrollments.c.heard_event,
            enrollments.c.listen,
            _streams.c.last_event,
        )
        .select_from(enrollments.join(_streams, _streams.c.id == enrollments.c.stream_id).join(events, newest))
        .where(
            enrollments.c.status != EnrollmentStatus.ENDED,
            enrollments.c.started_at.is_not(None),
            enrollments.c.heard_event < _streams.c.last_event,
            events.c.recorded_at < before,
        )
        .order_by(enrollments.c.id)
        .limit(limit)
    )
    found = conn.execute(statement).all()
    if not found:
        return ()
    news = select(events.c.candidate_id, events.c.number, events.c.type).where(
        events.c.candidate_id.in_([stream for _, stream, *_ in found]),
        events.c.number > min(heard for _, _, heard, *_ in found),
        events.c.acted,
    )
    told = [(stream, number, kind) for stream, number, kind in conn.execute(news)]
    return tuple(
        Behind(
            enrollment_id=run,
            newest_event=newest_number,
            is_concerned=any(
                ANY_EVENT in listen.split() or kind in listen.split()
                for stream, number, kind in told
                if stream == own and number > heard
            ),
        )
        for run, own, heard, listen, newest_number in found
    )


def note_heard(conn: Connection, heard: Iterable[Behind]) -> None:
    """Notes that these were woken by, or have no need of, what is in their streams."""
    rows = [{"run": each.enrollment_id, "newest": each.newest_event} for each in heard]
    if rows:
        conn.execute(_NOTE_HEARD, rows)


_NOTE_HEARD = (
    update(enrollments)
    .where(enrollments.c.id == bindparam("run"), enrollments.c.heard_event < bindparam("newest"))
    .values(heard_event=bindparam("newest"))
)


def newest_event(conn: Connection, candidate_id: str) -> int:
    """The number of the newest event in a candidate's stream; 0 when there is none."""
    number: int = conn.execute(select(candidates.c.last_event).where(candidates.c.id == candidate_id)).scalar_one()
    return number
