"""`task`: given at its time, whatever the hour; then the journey waits for what came of it, or until it is due."""

from collections.abc import Iterator
from datetime import datetime

from nurture.domain.events import NEWS_OF_TASKS, Event, EventType
from nurture.domain.moves import Because, Place
from nurture.domain.tasks import Task, TaskState
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.anchors import date_of
from nurture.engine.hearing import news_of
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.language.chain import in_words, is_address
from nurture.language.steps.base import Step
from nurture.language.steps.task import CONTACTS, CREATED, OVERDUE, SKIPPED, SUPPRESSED, Escalation, TaskStep
from nurture.timing.format import say

CREATE_TASK = "create_task"
ESCALATE_TASK = "escalate_task"
HAND_OVER_TASK = "hand_over_task"
WITHDRAWN = "task-withdrawn"
"""The rule by which a task is taken back, because it was not done in time."""
LISTENS = tuple(event.value for event in NEWS_OF_TASKS)


@stand.register
def task(step: TaskStep, place: Place, journey: Journey) -> Go | Stand:
    """Creates the task, waits for its outcome, and has somebody else told once it is overdue."""
    due = due_of(step, place, journey)
    done = done_by(step, place, journey)
    if done and (not step.goes_on_overdue or due is None or done.at <= due):
        return _chosen(step, done, journey)
    if CREATE_TASK not in place.did:
        at = _turn_of_digest(step, place.since, journey)
        given = Stand(
            step=step.id,
            at=at,
            action=CREATE_TASK,
            summary=f"{step.id}: a task for the {in_words(step.assign)} at {journey.say(at)}",
            listen=LISTENS,
        )
        return given if at > max(place.since, journey.now) else _why_none(step, place, journey) or given
    if not step.wait:
        because = Because(rule="task-given", step=step.id, sentence="goes on, whatever comes of the task")
        return Go(to=journey.plan.after(step.id), result=CREATED, since=place.since, because=because)
    return _standing(step, place, due, journey)


def due_of(step: TaskStep, place: Place, journey: Journey) -> datetime | None:
    """By when the task of this visit is to be done: as a person has said, else as the step says."""
    given = journey.facts.task_of(step.id, place.visit)
    return given.due_at if given is not None and given.due_by_hand else due_at(step, place.since, journey)


def due_at(step: TaskStep, since: datetime, journey: Journey) -> datetime | None:
    """By when a task that was given at `since` is to be done, by the company's days; None: at no set time."""
    if step.due is None:
        return None
    anchor = date_of(step.due.anchor, journey) if step.due.anchor else None
    if step.due.anchor and anchor is None:
        return None
    return step.due.ends(start=since, anchor=anchor, zone=journey.office_zone, calendar=journey.office_calendar)


def following_dates(journey: Journey) -> Iterator[tuple[Task, TaskStep]]:
    """The open tasks whose time counts from a date that may move, those too that the journey has left behind."""
    for given in journey.facts.tasks.values():
        step = journey.plan.steps.get(given.step)
        is_free = given.state is TaskState.OPEN and not given.due_by_hand
        if is_free and isinstance(step, TaskStep) and step.due is not None and step.due.anchor is not None:
            yield given, step


def done_by(step: Step, place: Place, journey: Journey) -> Event | None:
    """The event by which the task of this very visit was done, if it is among the news."""
    key = touchpoint_key(journey.facts.enrollment.id, step.id, place.visit)
    mine = (each for each in journey.events if each.type == EventType.TASK_DONE and each.data.get("task") == key)
    return next(mine, None)


def _turn_of_digest(step: TaskStep, at: datetime, journey: Journey) -> datetime:
    """When people are told what is to be told from then on."""
    return step.digest.from_(at, journey.office_zone) if step.digest else at


def _chosen(step: TaskStep, done: Event, journey: Journey) -> Go:
    outcome = str(done.data.get("outcome"))
    because = Because(rule="task-done", step=step.id, sentence=f"done {journey.say(done.at)}: {outcome}")
    to = journey.plan.after(step.id)
    return Go(to=to, result=outcome, since=done.at, event=done.number or None, because=because)


def _why_none(step: TaskStep, place: Place, journey: Journey) -> Go | None:
    """The step without a task: its condition is not met, or the candidate is not to be contacted."""
    if step.if_ is not None and not journey.is_true(step.if_):
        sentence, inputs = f"no task: not true when its time came: {step.if_.text}", journey.looked_at(step.if_)
        because = Because(rule="if", step=step.id, sentence=sentence, inputs=inputs)
        return _without(step, place, SKIPPED, because, journey)
    if step.kind in CONTACTS and journey.facts.candidate.do_not_contact:
        sentence = "no task: the person is marked do-not-contact"
        because = Because(rule="do-not-contact", step=step.id, sentence=sentence)
        return _without(step, place, SUPPRESSED, because, journey)
    return None


def _without(step: TaskStep, place: Place, result: str, because: Because, journey: Journey) -> Go:
    return Go(to=journey.plan.after(step.id), result=result, since=place.since, due=place.due, because=because)


def _standing(step: TaskStep, place: Place, due: datetime | None, journey: Journey) -> Go | Stand:
    listen = (*LISTENS, *sorted(news_of(step.due.anchor))) if step.due and step.due.anchor else LISTENS
    given = journey.facts.task_of(step.id, place.visit)
    waits = f"{step.id}: waits for {_holder(step, given)}"
    if given is not None and given.handed_over > place.did.count(HAND_OVER_TASK):
        summary = f"{step.id}: tells {_holder(step, given)} of the task that was handed over"
        return Stand(step=step.id, at=place.since, action=HAND_OVER_TASK, summary=summary, listen=listen)
    if due is None:
        return Stand(step=step.id, at=None, summary=waits, listen=listen)
    said = say(due, journey.office_zone)
    if step.overdue == "wait":
        rung = next_rung(step, place)
        if rung is None:
            return Stand(step=step.id, at=None, summary=f"{waits}, due {said}", listen=listen)
        at = _turn_of_digest(step, rung.after.add_to(due, journey.office_zone, journey.office_calendar), journey)
        told = f"the {in_words(rung.to)}" if rung.to else "them again"
        summary = f"{waits}, due {said}; tells {told} on {say(at, journey.office_zone)}"
        return Stand(step=step.id, at=at, action=ESCALATE_TASK, summary=summary, listen=listen)
    if due > journey.now:
        return Stand(step=step.id, at=due, summary=f"{waits}, until {said}", listen=listen)
    rule = WITHDRAWN if step.overdue == "withdraw" else "task-overdue"
    because = Because(rule=rule, step=step.id, sentence=f"not done by {said}", visit=place.visit)
    return Go(to=journey.plan.after(step.id), result=OVERDUE, since=due, because=because)


def next_rung(step: TaskStep, place: Place) -> Escalation | None:
    """Who is the next to be told that it is overdue; for a new owner it begins anew."""
    told = list(place.did)
    while HAND_OVER_TASK in told:
        told = told[told.index(HAND_OVER_TASK) + 1 :]
    return next(iter(step.escalate[told.count(ESCALATE_TASK) :]), None)


def _holder(step: TaskStep, given: Task | None) -> str:
    """Whose it is by now; an address that it was handed to does not travel."""
    if given is None or given.owner is None:
        return f"the {in_words(step.assign)}"
    return "whom it was handed to" if is_address(given.owner) else f"the {in_words([given.owner])}"
