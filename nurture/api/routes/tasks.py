"""What sequences have given our people to do."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import ByMoments, at_moment, moment_of
from nurture.api.problems import responses
from nurture.api.shapes.work import ChangedTask, Done, DoneTask, DueBy, HandOver, Snooze, Task, Tasks
from nurture.api.words import NO_NUL, TaskId
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.answering import say_done
from nurture.service.parts import Parts
from nurture.service.roster import Duty, duties_of, duty_of
from nurture.service.task_terms import Changed, hand_over_task, length_of, reschedule_task, snooze_task
from nurture.store import records
from nurture.store.audit import Deed
from nurture.store.tasks import Place, place_of

router = APIRouter(tags=["tasks"])


@router.get("/tasks", responses=responses(404))
def list_tasks(
    desk: TheDesk,
    part: ByMoments,
    _: Annotated[Token, needs(Scope.TASKS_READ)],
    candidate: Annotated[
        str | None, Query(max_length=300, pattern=NO_NUL, description="Only those about this person, by our id.")
    ] = None,
    every: Annotated[bool, Query(alias="all", description="Those that are done or cancelled, too.")] = False,
) -> Tasks:
    """List tasks with whose they are today: what is due first before the others."""
    with desk.parts.store.read() as conn:
        whose = records.surviving_id(conn, candidate) if candidate is not None else None
        found = duties_of(
            conn,
            now=desk.parts.clock.now(),
            candidate_id=whose,
            only_open=not every,
            after=_after(part.after),
            limit=part.one_more,
        )
    return part.page(Tasks, found, Task.of, _place)


@router.get("/tasks/{task_id:whole}", responses=responses(404))
def read_task(task_id: TaskId, desk: TheDesk, _: Annotated[Token, needs(Scope.TASKS_READ)]) -> Task:
    """Read one task, open or not."""
    with desk.parts.store.read() as conn:
        return Task.of(duty_of(conn, task_id, now=desk.parts.clock.now()))


@router.post("/tasks/{task_id:whole}/done", responses=responses(404, 409))
async def do_task(
    task_id: TaskId, asked: Done, once: TheOnce, token: Annotated[Token, needs(Scope.TASKS_WRITE)]
) -> DoneTask:
    """Say what came of a task. The sequence that waits for it goes on. Said once more, it changes nothing."""

    def deed(parts: Parts) -> tuple[DoneTask, TakenIn]:
        pokes = say_done(
            parts.store,
            task_id,
            asked.outcome,
            by=token.who,
            now=parts.clock.now(),
            answer=asked.answer,
            note=asked.note,
        )
        return DoneTask(task=task_id, outcome=asked.outcome), TakenIn(pokes=pokes)

    return await once.carry_out(DoneTask, deed)


@router.post("/tasks/{task_id:whole}/snooze", responses=responses(404, 409))
async def put_task_off(
    task_id: TaskId, asked: Snooze, once: TheOnce, token: Annotated[Token, needs(Scope.TASKS_WRITE)]
) -> ChangedTask:
    """Put a task off, as far as its step allows: its time stands still, and it is due that much later.

    Send an `Idempotency-Key`: asked twice, it is put off twice.
    """

    def deed(parts: Parts) -> tuple[ChangedTask, TakenIn]:
        length, now = length_of(asked.length), parts.clock.now()
        said = _said(token, task_id, f"put off by {length}", now)
        return _changed(snooze_task(parts.store, task_id, length, now=now, deed=said))

    return await once.carry_out(ChangedTask, deed)


@router.post("/tasks/{task_id:whole}/hand-over", responses=responses(404, 409))
async def hand_task_over(
    task_id: TaskId, asked: HandOver, once: TheOnce, token: Annotated[Token, needs(Scope.TASKS_WRITE)]
) -> ChangedTask:
    """Pass a task on, where its step allows that. Whose it is then gets a mail, and all the time that it takes.

    Send an `Idempotency-Key`: asked twice, it is passed on twice.
    """

    def deed(parts: Parts) -> tuple[ChangedTask, TakenIn]:
        now = parts.clock.now()
        said = _said(token, task_id, f"handed over to {asked.to}", now)
        return _changed(hand_over_task(parts.store, task_id, asked.to, now=now, deed=said))

    return await once.carry_out(ChangedTask, deed)


@router.post("/tasks/{task_id:whole}/due", responses=responses(404, 409))
async def reschedule(
    task_id: TaskId, asked: DueBy, once: TheOnce, token: Annotated[Token, needs(Scope.TASKS_WRITE)]
) -> ChangedTask:
    """Say by when a task is to be done. From then on no date that moves moves it."""

    def deed(parts: Parts) -> tuple[ChangedTask, TakenIn]:
        now = parts.clock.now()
        said = _said(token, task_id, f"due {asked.at:%Y-%m-%d %H:%M} UTC", now)
        return _changed(reschedule_task(parts.store, task_id, asked.at, now=now, deed=said))

    return await once.carry_out(ChangedTask, deed)


def _said(token: Token, task_id: str, did: str, now: datetime) -> Deed:
    return Deed(at=now, who=token.who, what=f"{did}: {task_id}", why="")


def _changed(changed: Changed) -> tuple[ChangedTask, TakenIn]:
    return ChangedTask(task=changed.task.id, due_at=changed.task.due_at), TakenIn(pokes=changed.pokes)


def _place(duty: Duty) -> str:
    due, given, task_id = place_of(duty.task)
    return at_moment(due, at_moment(given, task_id))


def _after(place: str | None) -> Place | None:
    if place is None:
        return None
    due, rest = moment_of(place)
    return due, *moment_of(rest)
