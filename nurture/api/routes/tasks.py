"""What sequences have given our people to do."""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import USUAL, AfterPlace, Limit, part_of
from nurture.api.problems import responses
from nurture.api.shapes.work import Done, DoneTask, Task, Tasks
from nurture.api.words import NO_NUL, TaskId
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.answering import say_done
from nurture.service.parts import Parts
from nurture.service.roster import duties_of
from nurture.store import records

router = APIRouter(tags=["tasks"])


@router.get("/tasks", responses=responses(404))
def list_tasks(
    desk: TheDesk,
    _: Annotated[Token, needs(Scope.TASKS_READ)],
    candidate: Annotated[
        str | None, Query(max_length=300, pattern=NO_NUL, description="Only those about this person, by our id.")
    ] = None,
    every: Annotated[bool, Query(alias="all", description="Those that are done or cancelled, too.")] = False,
    limit: Limit = USUAL,
    after: AfterPlace = None,
) -> Tasks:
    """List tasks with whose they are today: what is due first before the others."""
    with desk.parts.store.read() as conn:
        whose = records.surviving_id(conn, candidate) if candidate is not None else None
        found = duties_of(conn, now=desk.parts.clock.now(), candidate_id=whose, only_open=not every)
    shown, following = part_of(found, limit, after)
    return Tasks(items=tuple(map(Task.of, shown)), next=following)


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
