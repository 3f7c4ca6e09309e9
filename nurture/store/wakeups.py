"""Whose workflows an event concerns: those to be started, and those to be poked."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, or_, select

from nurture.domain.events import EVENTS, EventScope
from nurture.store.tables import candidates, enrollments
from nurture.store.words import EnrollmentStatus

ANY_EVENT = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
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
    named = tuple(streams)
    if not named:
        return ()
    return _read(conn, or_(enrollments.c.stream_id.in_(named), enrollments.c.candidate_id.in_(named)))


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


def newest_event(conn: Connection, candidate_id: str) -> int:
    """The number of the newest event in a candidate's stream; 0 when there is none."""
    number: int = conn.execute(select(candidates.c.last_event).where(candidates.c.id == candidate_id)).scalar_one()
    return number
