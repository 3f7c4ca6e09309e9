"""Tasks of our people: given once for each visit of a step, done once, cancelled when their run ends by an exit."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, func, literal, select, update

from nurture.domain.records import Records
from nurture.domain.tasks import Asks, Task, TaskState
from nurture.errors import NotFound
from nurture.store.keyset import WHOLE, Cut, beyond
from nurture.store.records import RECORD_COLUMNS, read_records, with_records
from nurture.store.rows import Values
from nurture.store.tables import candidates, enrollments, tasks
from nurture.store.upserts import insert_unless_there
from nurture.values import frozen

_NAMES: Final = tuple(field.name for field in fields(Task))
_COLUMNS: Final = tuple(tasks.c[name] for name in _NAMES)
_AROUND: Final = with_records(
    tasks.join(candidates, candidates.c.id == tasks.c.candidate_id).join(
        enrollments, enrollments.c.id == tasks.c.enrollment_id
    ),
    tasks.c.application_id,
    enrollments.c.job_id,
)
_is_open = tasks.c.state == TaskState.OPEN
_NEVER: Final = datetime(3000, 1, 1, tzinfo=UTC)
_DUE: Final = func.coalesce(tasks.c.due_at, literal(_NEVER, type_=tasks.c.due_at.type))
_ORDER: Final = (_DUE, tasks.c.created_at, tasks.c.id)
Place: TypeAlias = tuple[datetime, datetime, str]
"""Where a task stands among the others: when it is due, and when it was given under which id."""


@frozen
class Assignment:
    """A task with the records around it as they are now: whom it is about, and who holds which role."""

    task: Task
    records: Records


def create(conn: Connection, task: Task) -> bool:
    """Puts a task on record. False when it is there already."""
    return insert_unless_there(conn, tasks, {name: getattr(task, name) for name in _NAMES})


def get(conn: Connection, task_id: str) -> Task:
    """One task. Raises `NotFound`."""
    found = find(conn, task_id)
    if found is None:
        raise NotFound(f"there is no task {task_id}", hint="`nurture tasks` lists the open ones.")
    return found


def find(conn: Connection, task_id: str) -> Task | None:
    """One task, if there is one."""
    found = conn.execute(select(*_COLUMNS).where(tasks.c.id == task_id)).one_or_none()
    return _read(found) if found else None


def of_candidate(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Task, ...]:
    """All tasks about a candidate, in the order in which they were given."""
    return _cut(conn, cut, tasks.c.created_at, tasks.c.candidate_id == candidate_id)


def missed(conn: Connection, candidate_id: str, *, now: datetime | None, cut: Cut = WHOLE) -> tuple[Task, ...]:
    """Those about a candidate that were not done in time, by when they were due; without `now`, of those that ended."""
    until = func.coalesce(tasks.c.ended_at, literal(now, type_=tasks.c.ended_at.type))
    return _cut(conn, cut, tasks.c.due_at, tasks.c.candidate_id == candidate_id, tasks.c.due_at < until)


def ended(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Task, ...]:
    """Those about a candidate that are done or cancelled, by when that was."""
    return _cut(conn, cut, tasks.c.ended_at, tasks.c.candidate_id == candidate_id, tasks.c.ended_at.is_not(None))


def _cut(conn: Connection, cut: Cut, at: ColumnElement[datetime], *where: ColumnElement[bool]) -> tuple[Task, ...]:
    return tuple(_read(values) for values in conn.execute(cut.of(select(*_COLUMNS).where(*where), at, tasks.c.id)))


def place_of(task: Task) -> Place:
    """Where it stands among the others."""
    return task.due_at or _NEVER, task.created_at, task.id


def listed(
    conn: Connection,
    *,
    candidate_id: str | None = None,
    only_open: bool = True,
    task_id: str | None = None,
    after: Place | None = None,
    limit: int | None = None,
) -> tuple[Assignment, ...]:
    """Tasks with what is around them: what is due first before the others, and what is not due at all last; behind a
    place, or the one with that id alone.
    """
    where: list[ColumnElement[bool]] = [_is_open] if only_open else []
    where += [tasks.c.candidate_id == candidate_id] if candidate_id else []
    where += [tasks.c.id == task_id] if task_id is not None else []
    where += [beyond(_ORDER, after)] if after is not None else []
    query = select(*_COLUMNS, *RECORD_COLUMNS).select_from(_AROUND).where(*where).order_by(*_ORDER).limit(limit)
    width = len(_COLUMNS)
    return tuple(
        Assignment(task=_read(values[:width]), records=read_records(conn, values[width:]))
        for values in conn.execute(query).all()
    )


def around(conn: Connection, task: Task) -> Records:
    """The records around a task as they are now."""
    return read_records(
        conn, conn.execute(select(*RECORD_COLUMNS).select_from(_AROUND).where(tasks.c.id == task.id)).one()
    )


def of_enrollment(conn: Connection, enrollment_id: str) -> dict[str, Task]:
    """All tasks that a run has given, by id."""
    found = conn.execute(select(*_COLUMNS).where(tasks.c.enrollment_id == enrollment_id))
    return {task.id: task for task in map(_read, found)}


def finish(
    conn: Connection, task_id: str, *, outcome: str, answer: str | None, by: str, note: str | None, at: datetime
) -> bool:
    """Keeps what came of an open task. False when it was not open any more."""
    said = {"outcome": outcome, "answer": answer, "by": by, "note": note}
    return _end(conn, tasks.c.id == task_id, TaskState.DONE, at, **said) == 1


def cancel(conn: Connection, enrollment_id: str, *, why: str, at: datetime) -> int:
    """Cancels the open tasks of a run, and says how many there were."""
    return _end(conn, tasks.c.enrollment_id == enrollment_id, TaskState.CANCELLED, at, note=why)


def cancel_one(conn: Connection, task_id: str, *, why: str, at: datetime) -> bool:
    """Cancels an open task. False when it was not open."""
    return _end(conn, tasks.c.id == task_id, TaskState.CANCELLED, at, note=why) == 1


def set_due(conn: Connection, task_id: str, due_at: datetime | None) -> None:
    """Moves the time by which an open task is to be done."""
    conn.execute(update(tasks).where(tasks.c.id == task_id, _is_open).values(due_at=due_at))


def change(conn: Connection, task_id: str, terms: Mapping[str, object]) -> None:
    """Keeps new terms of an open task, by the names that `Task` has for them."""
    conn.execute(update(tasks).where(tasks.c.id == task_id, _is_open).values(**terms))


def note_escalated(conn: Connection, task_id: str, *, at: datetime) -> None:
    """Keeps that somebody else was told of an open task."""
    conn.execute(update(tasks).where(tasks.c.id == task_id, _is_open).values(escalated_at=at))


def _end(conn: Connection, which: ColumnElement[bool], state: TaskState, at: datetime, **values: object) -> int:
    return conn.execute(update(tasks).where(which, _is_open).values(state=state, ended_at=at, **values)).rowcount


def _read(values: Values) -> Task:
    found = dict(zip(_NAMES, values, strict=True))
    return Task(**{**found, "asks": {outcome: Asks(kind) for outcome, kind in found["asks"].items()}})
