"""What a journey's moves mean for the tasks it has given, and the news that one is done."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.events import Event, EventType
from nurture.domain.moves import FINISH, Move
from nurture.domain.tasks import NOTICES, Task, notice_step
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.moves.email import APPROVAL_LATE
from nurture.engine.moves.task import due_at, following_dates
from nurture.language.plan import Plan
from nurture.language.steps import EmailStep, TaskStep
from nurture.language.steps.email import TASK
from nurture.store import ledger, tasks

AT_ITS_END = frozenset({"completed", "exit-step"})
"""The rules by which a journey ends where its author wanted: what is still to be done by then stays to be done."""


def has_tasks(plan: Plan) -> bool:
    """Whether this sequence gives anybody tasks."""
    return any(
        step.approve is not None or step.if_late == TASK if isinstance(step, EmailStep) else isinstance(step, TaskStep)
        for step in plan.steps.values()
    )


def follow(conn: Connection, journey: Journey, move: Move) -> None:
    """Cancels the open tasks of a run that ends by an exit, and questions that it is too late to answer; moves those
    whose time counts from a date that moved.

    A task that somebody was to do after its run came to its own end stays open.
    """
    enrollment = journey.facts.enrollment.id
    if move.action == FINISH:
        why = move.because[-1] if move.because else None
        if why is not None and why.rule not in AT_ITS_END:
            sentence = f"the run ended, {move.outcome}: {why.sentence}"
            tasks.cancel(conn, enrollment, why=sentence, at=journey.now)
            drop_notices(conn, enrollment, journey.plan.steps, why=sentence, at=journey.now)
        return
    for because in move.because:
        if because.rule == APPROVAL_LATE and because.step is not None and because.visit is not None:
            key = touchpoint_key(enrollment, because.step, because.visit)
            tasks.cancel_one(conn, key, why=because.sentence, at=journey.now)
            drop_notices(conn, enrollment, (because.step,), why=because.sentence, at=journey.now)
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
