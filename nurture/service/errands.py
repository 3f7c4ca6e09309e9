"""What a move is to do about a task, and the task on record."""

from typing import Final

from nurture.contracts import CREATE_TASK, ESCALATE_TASK, HAND_OVER_TASK
from nurture.domain.moves import Move, Place
from nurture.domain.tasks import Task, notice_step, numbered
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.moves.task import due_at, next_rung
from nurture.language.functions import LANGUAGE, ZONE
from nurture.language.steps import EmailStep, TaskStep
from nurture.language.steps.task import Escalation
from nurture.messages.render import render_line
from nurture.service.composing import office_of
from nurture.service.views import View
from nurture.store import tasks
from nurture.values import frozen

_NOTICES: Final = {CREATE_TASK: "given", ESCALATE_TASK: "escalated", HAND_OVER_TASK: "handed-over"}


@frozen
class Errand:
    """What a move is to do about a task, under a key of its own in the ledger; `number` counts those of its kind."""

    task_id: str
    ledger_key: str
    ledger_step: str
    action: str
    number: int
    place: Place

    @property
    def is_new(self) -> bool:
        """Whether the task is given, and not its being overdue told."""
        return self.action == CREATE_TASK

    def to(self, step: TaskStep, task: Task | None) -> tuple[str, ...]:
        """Who is to be told; `task` is None before it is given."""
        rung = self.rung(step)
        return (rung.to if rung else None) or (task.whose if task else step.assign)

    def rung(self, step: TaskStep) -> Escalation | None:
        """How somebody is told that it is overdue, where that is what is to be done."""
        return next_rung(step, self.place) if self.action == ESCALATE_TASK else None


def errand_of(enrollment_id: str, move: Move) -> Errand:
    """What that move is to do."""
    step, visit = move.step or "", move.visit
    before = Place(step=step, since=move.progress.places[0].since)  # nothing is done yet: it stands in a wait
    place = next((place for place in move.progress.places if place.step == step), before)
    number = place.did.count(move.action) + 1
    ledger_step = notice_step(step, numbered(_NOTICES[move.action], number))
    return Errand(
        task_id=touchpoint_key(enrollment_id, step, visit),
        ledger_key=touchpoint_key(enrollment_id, ledger_step, visit),
        ledger_step=ledger_step,
        action=move.action,
        number=number,
        place=place,
    )


def task_step(journey: Journey, name: str) -> TaskStep:
    """The task that a step gives: its own, a question whether a mail may go, or what is to be done in place of one."""
    asked_by = journey.plan.steps[name]
    step = asked_by.approval() or asked_by.late_task() if isinstance(asked_by, EmailStep) else asked_by
    assert isinstance(step, TaskStep), "only tasks are given"
    return step


def on_record(view: View, journey: Journey, step: TaskStep, errand: Errand) -> Task:
    """The task, given now if it was not before; that somebody else is told of it is noted."""
    enrollment, application = view.situation.enrollment, view.situation.records.application
    if errand.is_new:
        # A run that comes a little after the others has the same time as they have, or it would miss the next digest.
        given = step.digest.last(view.now, journey.office_zone) if step.digest else view.now
        names = {**journey.names, LANGUAGE: journey.facts.company.language, ZONE: journey.office_zone}
        task = Task(
            id=errand.task_id,
            candidate_id=enrollment.candidate_id,
            application_id=application.id if application else None,
            enrollment_id=enrollment.id,
            step=step.id,
            visit=view.progress.next_visit(step.id),
            title=render_line(step.task.text, names),
            kind=step.kind,
            assign=tuple(office_of(journey, view.company).lasting(name) for name in step.assign),
            outcomes=step.names,
            asks=step.asks,
            snooze=str(step.snooze) if step.snooze else None,
            hand_over=step.hand_over,
            created_at=given,
            due_at=due_at(step, given, journey),
        )
        tasks.create(view.conn, task)
    elif errand.action == ESCALATE_TASK:
        tasks.note_escalated(view.conn, errand.task_id, at=view.now)
    return tasks.get(view.conn, errand.task_id)
