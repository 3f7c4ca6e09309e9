"""Somebody says what came of their task: kept on record, and told to the journey that waits for it."""

from datetime import date, datetime

from sqlalchemy import Connection

from nurture.contracts import Poke
from nurture.domain.events import Event
from nurture.domain.tasks import Asks, Task, TaskState
from nurture.errors import Conflict
from nurture.language.faults import one_of
from nurture.service.duties import done_event, drop_notices
from nurture.store import Store, audit, events, standings, tasks, wakeups
from nurture.store.audit import Deed
from nurture.store.events import News
from nurture.store.situations import lock_candidate_of
from nurture.store.standings import Standing
from nurture.store.words import EnrollmentStatus
from nurture.values import replace


def complete_task(
    store: Store,
    task_id: str,
    outcome: str,
    *,
    by: str,
    now: datetime,
    answer: str | None = None,
    note: str | None = None,
) -> tuple[Poke, ...]:
    """Puts an open task's outcome on record, and names the enrollment to wake, if it has not ended.

    `answer` is what that outcome asks for. Said once more, it changes nothing and names the enrollment again: the first
    time nobody may have been woken. Raises NotFound; Conflict for an outcome that the task doesn't have, an answer that
    doesn't fit, and a task that is not open any more.
    """
    with store.write() as conn:
        return _complete(conn, task_id, outcome, answer, by=by, now=now, note=note)


def say_done(
    store: Store,
    task_id: str,
    outcome: str,
    *,
    by: str,
    now: datetime,
    answer: str | None = None,
    note: str | None = None,
) -> tuple[Poke, ...]:
    """The same, kept as somebody's deed."""
    with store.write() as conn:
        pokes = _complete(conn, task_id, outcome, answer, by=by, now=now, note=note)
        about = tasks.get(conn, task_id).candidate_id
        audit.record(conn, Deed(at=now, who=by, what=f"did {task_id}: {outcome}", why=note or "", about=about))
    return pokes


def _complete(
    conn: Connection, task_id: str, outcome: str, answer: str | None, *, by: str, now: datetime, note: str | None
) -> tuple[Poke, ...]:
    lock_candidate_of(conn, tasks.get(conn, task_id).enrollment_id)
    task = tasks.get(conn, task_id)
    standing = standings.get(conn, task.enrollment_id)
    if task.state is TaskState.DONE and (task.outcome, task.answer) == (outcome, answer):
        return _poke(standing, wakeups.newest_event(conn, standing.stream_id))
    if task.state is not TaskState.OPEN:
        raise Conflict(f"the task is not open any more: {said_of(task)}")
    if outcome not in task.outcomes:
        raise Conflict(f"“{outcome}” can't come of this task", hint=one_of(outcome, task.outcomes))
    _check_answer(task.asks.get(outcome), outcome, answer)
    done = done_event(replace(task, state=TaskState.DONE, outcome=outcome, ended_at=now))
    pokes = announce(conn, task, done, now=now)
    tasks.finish(conn, task_id, outcome=outcome, answer=answer, by=by, note=note, at=now)
    drop_notices(conn, task.enrollment_id, (task.step,), why="done before the notice could leave", at=now)
    return pokes


def announce(conn: Connection, task: Task, event: Event, *, now: datetime) -> tuple[Poke, ...]:
    """Puts news of a task into the stream of its candidate, and names the enrollment to wake, if it has not ended."""
    standing = standings.get(conn, task.enrollment_id)
    appended = events.append(conn, task.candidate_id, (News(event=event),), now=now)
    heard = {task.candidate_id: appended.own[0].number} | {stream: each.number for stream, each in appended.copies}
    return _poke(standing, heard.get(standing.stream_id, 0))


def _check_answer(asked: Asks | None, outcome: str, answer: str | None) -> None:
    if asked is None:
        if answer is not None:
            raise Conflict(f"“{outcome}” asks for nothing besides", hint="put it in a note")
        return
    if not answer or not answer.strip():
        raise Conflict(f"“{outcome}” asks for a {asked}", hint="say it after the outcome")
    if asked is Asks.DATE:
        try:
            date.fromisoformat(answer)
        except ValueError:
            raise Conflict(f"“{answer}” is not a date", hint="write it as in 2026-03-27") from None


def _poke(standing: Standing, event: int) -> tuple[Poke, ...]:
    is_over = standing.status is EnrollmentStatus.ENDED
    return () if is_over else (Poke(enrollment_id=standing.enrollment.id, event=event),)


def said_of(task: Task) -> str:
    """Why a task is not open any more."""
    if task.state is TaskState.DONE:
        return f"{task.by} said “{task.outcome}”"
    return task.note or "it was cancelled"
