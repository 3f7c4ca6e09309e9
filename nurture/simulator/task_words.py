"""What a log can say of tasks, and how it is done: by the same functions as the commands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from nurture.contracts import Poke
from nurture.domain.instances import instance, parts_of
from nurture.domain.tasks import Task, TaskState
from nurture.errors import Conflict
from nurture.language.fields import Length, check_name
from nurture.language.model import Model
from nurture.service.answering import complete_task
from nurture.service.task_terms import hand_over_task, reschedule_task, snooze_task
from nurture.simulator.values import Moment
from nurture.store import Store, tasks
from nurture.timing.format import say
from nurture.timing.walltime import moment
from nurture.values import frozen


def _of_an_item_too(name: str) -> str:
    step, item = parts_of(name)
    return check_name(name) if item is None else instance(check_name(step), item)


TaskName: TypeAlias = Annotated[str, AfterValidator(_of_an_item_too)]
"""The step that gave a task, as a timeline names it: of those that are done for each item, `ask[log:sam]`."""


class Done(Model):
    """Somebody of ours said what came of a task."""

    task: TaskName = Field(description="The step that gave it.")
    outcome: str = Field(description="What came of it.")
    answer: str | None = Field(None, description="What that outcome asks for.")


class Snoozed(Model):
    """Whose task it is put it off."""

    task: TaskName = Field(description="The step that gave it.")
    for_: Length = Field(alias="for", description="For how long.")


class HandedOver(Model):
    """Whose task it was passed it on."""

    task: TaskName = Field(description="The step that gave it.")
    to: str = Field(description="To whom: a role, a sender of company.yaml, or a mail address.")


class Rescheduled(Model):
    """Somebody said until when it is to be done."""

    task: TaskName = Field(description="The step that gave it.")
    due: Moment = Field(description="Until when.")


TaskWord: TypeAlias = Done | Snoozed | HandedOver | Rescheduled


@frozen
class TaskNews:
    """What somebody said of a task about that candidate, on the clock of `zone`."""

    candidate_id: str
    word: TaskWord
    zone: ZoneInfo


def said_of(word: TaskWord) -> str:
    """It in words, for the timeline."""
    match word:
        case Done():
            answer = f", {word.answer}" if word.answer else ""
            return f"{word.task} is done: {word.outcome}{answer}"
        case Snoozed():
            return f"{word.task} is put off by {word.for_}"
        case HandedOver():
            return f"{word.task} is handed over to {word.to}"
        case Rescheduled():
            return f"{word.task} is to be done by {word.due:%Y-%m-%d %H:%M}"


def carry_out(store: Store, news: TaskNews, *, now: datetime) -> tuple[Poke, ...]:
    """Does what was said, and names the enrollments to wake. Raises Conflict where there is no such task to do."""
    task, word = _open_task(store, news, now), news.word
    match word:
        case Done():
            return complete_task(store, task.id, word.outcome, by="the log", now=now, answer=word.answer)
        case Snoozed():
            return snooze_task(store, task.id, word.for_, now=now).pokes
        case HandedOver():
            return hand_over_task(store, task.id, word.to, now=now).pokes
        case Rescheduled():
            due = moment(word.due.date(), word.due.time(), news.zone)
            return reschedule_task(store, task.id, due, now=now).pokes


def _open_task(store: Store, news: TaskNews, now: datetime) -> Task:
    with store.read() as conn:
        given = tasks.of_candidate(conn, news.candidate_id)
    for task in reversed(given):
        if task.step == news.word.task and task.state is TaskState.OPEN:
            return task
    raise no_such_task(news, now, sorted({task.step for task in given if task.state is TaskState.OPEN}))


def no_such_task(news: TaskNews, now: datetime, is_open: Sequence[str] = ()) -> Conflict:
    """What is told of a task that is not open at that moment; `is_open` names the steps whose tasks are."""
    who = news.candidate_id.partition(":")[2]
    said = f"{who} has no open task `{news.word.task}` on {say(now, news.zone)}"
    return Conflict(said, hint=f"open then: {', '.join(is_open)}" if is_open else "log it after the task was given")
