"""Broadcasts: occasions at which many may come in, and how far the look at everybody has come."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, update

from nurture.domain.events import Event, EventType
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import RELATED
from nurture.domain.subject import Subject, SubjectKind
from nurture.errors import NotFound
from nurture.store.dates import Window, has_date_in
from nurture.store.keyset import short_of
from nurture.store.tables import applications, broadcasts, candidates, related
from nurture.store.upserts import insert_unless_there
from nurture.store.words import BroadcastState
from nurture.values import frozen, replace


@frozen
class Broadcast:
    """One occasion: of which trigger (by number, from 1) of which sequence, and how far it has come.

    `event` is the news of a job that it is about; None: a time has come. `looked_at` counts candidates. Where the best
    come first, `fit` counts who met what the trigger asks; from `ranked_at` on all are known, and come in by rank.
    """

    id: str
    sequence: str
    version: int
    trigger: int
    occasion: str
    opened_at: datetime
    event: Event | None = None
    state: BroadcastState = BroadcastState.RUNNING
    started_at: datetime | None = None
    ended_at: datetime | None = None
    cursor: str | None = None
    looked_at: int = 0
    entered: int = 0
    fit: int = 0
    ranked_at: datetime | None = None
    note: str | None = None


_NAMES: Final = tuple(Broadcast.__dataclass_fields__)
_STATEMENT = select(*(broadcasts.c[name] for name in _NAMES))
_ONE = _STATEMENT.where(broadcasts.c.id == bindparam("broadcast"))
_ONE_LOCKED = _ONE.with_for_update()


def open_new(conn: Connection, broadcast: Broadcast) -> bool:
    """Keeps a broadcast, once: False for an occasion that is on record already."""
    values: dict[str, object] = {name: getattr(broadcast, name) for name in _NAMES}
    values["event"] = _event_to_json(broadcast.event) if broadcast.event else None
    return insert_unless_there(conn, broadcasts, values)


def get(conn: Connection, broadcast_id: str, *, lock: bool = False) -> Broadcast:
    """One broadcast. Raises `NotFound`."""
    found = conn.execute(_ONE_LOCKED if lock else _ONE, {"broadcast": broadcast_id}).one_or_none()
    if found is None:
        raise NotFound(f"there is no broadcast {broadcast_id}", hint="They are listed by: nurture broadcasts")
    return _read(found)


def save(conn: Connection, broadcast: Broadcast) -> None:
    """Keeps how far it has come."""
    kept = ("state", "ended_at", "cursor", "looked_at", "entered", "fit", "ranked_at", "note")
    conn.execute(
        update(broadcasts)
        .where(broadcasts.c.id == broadcast.id)
        .values({name: getattr(broadcast, name) for name in kept})
    )


def count_entered(conn: Connection, broadcast_id: str) -> None:
    """Counts one more who has come in."""
    conn.execute(_COUNT_ENTERED, {"broadcast": broadcast_id})


_COUNT_ENTERED = (
    update(broadcasts).where(broadcasts.c.id == bindparam("broadcast")).values(entered=broadcasts.c.entered + 1)
)


def confirm_started(conn: Connection, broadcast_id: str, *, now: datetime) -> None:
    """Keeps when Temporal confirmed that its workflow runs; the first time counts."""
    conn.execute(
        update(broadcasts)
        .where(broadcasts.c.id == broadcast_id, broadcasts.c.started_at.is_(None))
        .values(started_at=now)
    )


def unstarted(conn: Connection, *, older_than: datetime, limit: int = 100) -> tuple[Broadcast, ...]:
    """Those that were opened before that moment, or at it, and whose workflow was never confirmed; oldest first."""
    statement = _STATEMENT.where(
        broadcasts.c.state != BroadcastState.DONE,
        broadcasts.c.started_at.is_(None),
        broadcasts.c.opened_at <= older_than,
    )
    return tuple(map(_read, conn.execute(statement.order_by(broadcasts.c.opened_at, broadcasts.c.id).limit(limit))))


def listed(conn: Connection, *, before: tuple[datetime, str] | None = None, limit: int) -> tuple[Broadcast, ...]:
    """The latest, newest first; those before the one that was opened at a moment and has that id."""
    newest = (broadcasts.c.opened_at.desc(), broadcasts.c.id.desc())
    statement = _STATEMENT.order_by(*newest).limit(limit)
    if before is not None:
        statement = statement.where(short_of((broadcasts.c.opened_at, broadcasts.c.id), before))
    return tuple(map(_read, conn.execute(statement)))


def people_after(conn: Connection, cursor: str | None, *, limit: int, window: Window | None = None) -> tuple[str, ...]:
    """The next candidates on record, by id: neither erased nor merged away; with a window, those alone who may have
    a date in it.
    """
    statement = select(candidates.c.id).where(candidates.c.merged_into.is_(None), ~candidates.c.is_anonymized)
    if cursor is not None:
        statement = statement.where(candidates.c.id > cursor)
    if window is not None:
        statement = statement.where(has_date_in(window))
    return tuple(conn.execute(statement.order_by(candidates.c.id).limit(limit)).scalars())


def subjects_of(conn: Connection, people: tuple[str, ...], kind: SubjectKind) -> tuple[tuple[str, Subject], ...]:
    """Of each of these candidates what a run would be about: themselves, or each record of theirs of that kind."""
    if kind is SubjectKind.CANDIDATE:
        return tuple((each, Subject(kind=kind, id=each)) for each in people)
    table = related if kind in RELATED else applications
    statement = select(table.c.candidate_id, table.c.id).where(
        table.c.candidate_id.in_(people), applications.c.deleted_at.is_(None)
    )
    if kind in RELATED:
        follows = related.outerjoin(applications, applications.c.id == related.c.application_id)
        statement = statement.select_from(follows).where(related.c.kind == kind)
    elif kind is SubjectKind.HIRE:
        statement = statement.where(applications.c.status == ApplicationStatus.HIRED)
    found = conn.execute(statement.order_by(table.c.candidate_id, table.c.id))
    return tuple((row.candidate_id, Subject(kind=kind, id=row.id)) for row in found)


def _read(row: Row[Any]) -> Broadcast:
    values = dict(row._mapping)
    document = values.pop("event")
    broadcast = Broadcast(**values)
    return replace(broadcast, event=_event_from_json(document)) if document else broadcast


def _event_to_json(event: Event) -> dict[str, object]:
    return {"type": event.type, "at": event.at.isoformat(), "job_id": event.job_id, "data": dict(event.data)}


def _event_from_json(document: dict[str, Any]) -> Event:
    return Event(
        type=EventType(document["type"]),
        at=datetime.fromisoformat(document["at"]),
        job_id=document["job_id"],
        data=document["data"],
    )
