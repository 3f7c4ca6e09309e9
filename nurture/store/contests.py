"""Contests among the arms of a split: opened by who comes first, decided once for everybody of the same occasion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from nurture.domain.contests import Contest, Tally
from nurture.domain.events import Event
from nurture.domain.subject import Subject
from nurture.store import rows
from nurture.store.codec import progress_from_json
from nurture.store.tables import contests, enrollments, events
from nurture.store.upserts import insert_unless_there
from nurture.values import frozen

_MANY: Final = 500
"""So many streams are asked about in one statement."""


@frozen
class Key:
    """Which contest: of which step of which sequence, among whom. `occasion` is "" for those enrolled by hand."""

    sequence: str
    step: str
    occasion: str


@frozen
class Drawn:
    """A run that took an arm, at that moment, with what says which events are its own."""

    enrollment_id: str
    subject: Subject
    application_id: str | None
    job_id: str | None
    stream_id: str
    arm: str
    since: datetime


def occasion_of(conn: Connection, enrollment_id: str) -> str:
    """What let in a run together with others; "": somebody enrolled it by hand."""
    statement = select(func.coalesce(enrollments.c.occasion, "")).where(enrollments.c.id == enrollment_id)
    occasion: str = conn.execute(statement).scalar_one()
    return occasion


def open_new(conn: Connection, key: Key, *, at: datetime) -> None:
    """Opens a contest, once: who comes later finds it."""
    values = {"sequence": key.sequence, "step": key.step, "occasion": key.occasion, "opened_at": at}
    insert_unless_there(conn, contests, values)


def find(conn: Connection, key: Key, *, lock: bool = False) -> Contest | None:
    """How a contest stands; None while nobody has come to it."""
    statement = select(contests.c.opened_at, contests.c.winner, contests.c.tallies).where(_is(key))
    found = conn.execute(statement.with_for_update() if lock else statement).one_or_none()
    if found is None:
        return None
    told: Mapping[str, list[int]] = found.tallies or {}
    tallies = {arm: Tally(drawn=drawn, did=did) for arm, (drawn, did) in told.items()}
    return Contest(opened_at=found.opened_at, winner=found.winner, tallies=tallies)


def decide(conn: Connection, key: Key, contest: Contest, *, at: datetime) -> None:
    """Keeps what came of a contest."""
    told = {arm: [tally.drawn, tally.did] for arm, tally in contest.tallies.items()}
    conn.execute(update(contests).where(_is(key)).values(winner=contest.winner, tallies=told, decided_at=at))


def drawn(conn: Connection, key: Key) -> tuple[Drawn, ...]:
    """The runs of a contest that took an arm."""
    c = enrollments.c
    statement = select(c.id, c.subject_kind, c.subject_id, c.application_id, c.job_id, c.stream_id, c.progress).where(
        c.sequence == key.sequence, func.coalesce(c.occasion, "") == key.occasion, c.progress.is_not(None)
    )
    return tuple(
        Drawn(
            enrollment_id=row.id,
            subject=Subject(kind=row.subject_kind, id=row.subject_id),
            application_id=row.application_id,
            job_id=row.job_id,
            stream_id=row.stream_id,
            arm=took.result,
            since=took.at,
        )
        for row in conn.execute(statement)
        if (took := progress_from_json(row.progress).outcomes.get(key.step)) is not None
    )


def happened(
    conn: Connection, streams: Iterable[str], type_: str, *, since: datetime, until: datetime
) -> dict[str, list[Event]]:
    """The events of that type in these streams between two moments, both included, by stream."""
    found: dict[str, list[Event]] = {}
    for some in _batches(sorted(set(streams))):
        statement = select(events.c.candidate_id, *rows.EVENT_COLUMNS).where(
            events.c.candidate_id.in_(some),
            events.c.type == type_,
            events.c.at.between(since, until),
            events.c.acted,
        )
        for stream, *values in conn.execute(statement):
            found.setdefault(stream, []).append(rows.event(values))
    return found


def _is(key: Key) -> ColumnElement[bool]:
    return and_(contests.c.sequence == key.sequence, contests.c.step == key.step, contests.c.occasion == key.occasion)


def _batches(streams: Sequence[str]) -> Iterator[Sequence[str]]:
    return (streams[start : start + _MANY] for start in range(0, len(streams), _MANY))
