"""What a journey's moves mean for the tasks it has given, and the news that one is done."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.domain.events import Event, EventType
from nurture.domain.moves import FINISH, Move, Progress
from nurture.domain.tasks import NOTICES, Task, notice_step
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.moves.email import APPROVAL_LATE
from nurture.engine.moves.task import WITHDRAWN, due_at, following_dates
from nurture.engine.next_move import CANCELLED
from nurture.language.plan import Plan
from nurture.language.steps import EmailStep, TaskStep
from nurture.language.steps.email import TASK
from nurture.store import ledger, tasks

AT_ITS_END = frozenset({"completed", "exit-step"})
"""The rules by which a journey ends where its author wanted: what is still to be done by then stays to be done."""
_TAKES_BACK: Final[Mapping[str, str]] = {CANCELLED: "its track ended: ", WITHDRAWN: "", APPROVAL_LATE: ""}
"""The rules by which one task alone is taken back, and what stands before the reason."""


def has_tasks(plan: Plan) -> bool:
    """Whether this sequence gives anybody tasks."""
    return any(
        step.approve is not None or step.if_late == TASK if isinstance(step, EmailStep) else isinstance(step, TaskStep)
        for step in plan.steps.values()
    )


def follow(conn: Connection, journey: Journey, move: Move) -> None:
    """Cancels the open tasks of a run, or a track, that ends by an exit, and those that it is too late to do; moves
    those whose time counts from a date that moved.

    A task that somebody was to do after its run came to its own end stays open.
    """
    enrollment = journey.facts.enrollment.id
    for each in move.because:
        if each.rule in _TAKES_BACK and each.step is not None and each.visit is not None:
            key = touchpoint_key(enrollment, each.step, each.visit)
            tasks.cancel_one(conn, key, why=f"{_TAKES_BACK[each.rule]}{each.sentence}", at=journey.now)
            drop_notices(conn, enrollment, (each.step,), why=each.sentence, at=journey.now)
    if move.action == FINISH:
        why = move.because[-1] if move.because else None
        if why is not None and why.rule not in AT_ITS_END:
            sentence = f"the run ended, {move.outcome}: {why.sentence}"
            tasks.cancel(conn, enrollment, why=sentence, at=journey.now)
            drop_notices(conn, enrollment, _named(journey.plan, move.progress), why=sentence, at=journey.now)
        return
    for task, step in following_dates(journey):
        due = due_at(step, task.created_at, journey)
        if due != task.due_at:
            tasks.set_due(conn, task.id, due)


def drop_notices(conn: Connection, enrollment_id: str, steps: Iterable[str], *, why: str, at: datetime) -> None:
    """Gives up the notices about tasks of these steps that have not left."""
    named = [notice_step(step, notice) for step in steps for notice in NOTICES]
    ledger.drop(conn, enrollment_id, named, why=why, at=at)


def done_event(task: Task) -> Event:
    """The news that a task is done."""
    assert task.ended_at is not None, "what is done has a time"
    return Event(
        type=EventType.TASK_DONE,
        at=task.ended_at,
        application_id=task.application_id,
        data={"step": task.step, "outcome": task.outcome, "task": task.id, "enrollment": task.enrollment_id},
    )


def _named(plan: Plan, progress: Progress) -> Iterator[str]:
    """The steps of a run, those that are done for an item by each name that they have."""
    yield from {*plan.steps, *progress.outcomes, *(place.step for place in progress.places if place.step)}
