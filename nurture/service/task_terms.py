"""Somebody changes the terms of an open task: puts it off, passes it on, or says until when it is to be done.

On record at once, together with the deed of whoever says so; the run that waits for it hears of it, and goes by the new
time.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from nurture.contracts import Poke
from nurture.domain.events import Event, EventType, Scalar
from nurture.domain.records import Team
from nurture.domain.tasks import MOST_HAND_OVERS, Task, TaskState
from nurture.errors import Conflict
from nurture.language.chain import in_words
from nurture.language.company import CompanyFile
from nurture.language.faults import listed
from nurture.language.fields import ROLES
from nurture.language.steps import TaskStep
from nurture.language.steps.task import Escalation
from nurture.service.answering import announce, said_of
from nurture.service.mailboxes import Office, day_of
from nurture.store import Store, audit, standings, tasks
from nurture.store.audit import Deed
from nurture.store.sequences import PlanCache
from nurture.store.situations import lock_candidate_of
from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError
from nurture.timing.format import say
from nurture.timing.put_off import put_off
from nurture.timing.wait import Wait
from nurture.timing.walltime import wall
from nurture.timing.zones import zone_of
from nurture.values import frozen, replace

Change: TypeAlias = tuple[EventType, dict[str, object], dict[str, Scalar]]
"""The news, the new terms by their names in `Task`, and what the news carries."""


@frozen
class Changed:
    """A task with its new terms, and the enrollments to wake."""

    task: Task
    pokes: tuple[Poke, ...]


@frozen
class _Terms:
    """What a change looks at: how its time is counted, None where it has none, who is told that it is overdue, and on
    whose clock.
    """

    task: Task
    team: Team
    due: Wait | None
    escalate: tuple[Escalation, ...]
    company: CompanyFile
    zone: ZoneInfo
    calendar: WorkCalendar


def length_of(text: str) -> Duration:
    """How long a task is put off, as it is written. Raises Conflict."""
    try:
        return Duration.parse(text)
    except TimingError as error:
        raise Conflict(error.message, hint=error.hint) from error


def snooze_task(store: Store, task_id: str, length: Duration, *, now: datetime, deed: Deed | None = None) -> Changed:
    """Puts an open task off: for that long its time stands still.

    Raises NotFound; Conflict for a task that is not open, that can't be put off, or not for so long in all.
    """

    def change(terms: _Terms) -> Change:
        task = terms.task
        if task.snooze is None:
            raise Conflict("this task can't be put off", hint="its step would say so by `snooze`")
        until, ends = (
            length.add_to(now, terms.zone, terms.calendar),
            _snooze_ends(terms, Duration.parse(task.snooze), now),
        )
        if until > ends:
            said = f"until {say(ends, terms.zone)}" if ends > now else "and that time is used up"
            hint = "choose a shorter time" if ends > now else "do it, hand it over, or say what came of it"
            raise Conflict(f"this task can be put off by {task.snooze} in all, {said}", hint=hint)
        moved: dict[str, object] = {"snoozed_until": until, "snooze_ends": ends}
        if task.due_at is not None and terms.due is not None:
            moved |= {"due_at": _put_off(terms, task.due_at, now, until), "due_by_hand": True}
        return EventType.TASK_SNOOZED, moved, {"until_date": wall(until, terms.zone).date().isoformat()}

    return _change(store, task_id, change, now=now, deed=deed)


def _snooze_ends(terms: _Terms, most: Duration, now: datetime) -> datetime:
    """Till when it can be put off at most: what is left of that time stands still while the task is not put off."""
    task = terms.task
    if task.snoozed_until is None or task.snooze_ends is None:
        return most.add_to(now, terms.zone, terms.calendar)
    if now <= task.snoozed_until:
        return task.snooze_ends
    since, counted = task.snoozed_until, Wait(duration=most)
    return put_off(task.snooze_ends, at=since, until=now, counted=counted, zone=terms.zone, calendar=terms.calendar)


def _put_off(terms: _Terms, due: datetime, now: datetime, until: datetime) -> datetime:
    """When it is due after standing still.

    Where it is overdue already, what stands still is the time until somebody else is told: it is due as long before.
    """
    zone, calendar = terms.zone, terms.calendar
    for rung in terms.escalate if due <= now and terms.due is not None and terms.due.anchor is None else ():
        if (tells := rung.after.add_to(due, zone, calendar)) > now:
            counted = Wait(duration=rung.after)
            then = put_off(tells, at=now, until=until, counted=counted, zone=zone, calendar=calendar)
            return rung.after.subtract_from(then, zone, calendar)
    assert terms.due is not None, "it was given by the step"
    return put_off(due, at=now, until=until, counted=terms.due, zone=zone, calendar=calendar)


def hand_over_task(store: Store, task_id: str, to: str, *, now: datetime, deed: Deed | None = None) -> Changed:
    """Passes an open task on to a role, a sender of company.yaml or a mail address; its time begins anew.

    Raises NotFound; Conflict for a task that is not open or can't be passed on, and for somebody who is not known.
    """

    def change(terms: _Terms) -> Change:
        task, company = terms.task, terms.company
        if not task.hand_over:
            raise Conflict("this task can't be handed over", hint="its step would say so by `hand_over: true`")
        if task.handed_over >= MOST_HAND_OVERS:
            raise Conflict(
                f"this task has been handed over {MOST_HAND_OVERS} times", hint="do it, or say what came of it"
            )
        if not company.signs(to) and "@" not in to:
            known = listed((*ROLES, *company.senders))
            raise Conflict(f"nobody is called `{to}`", hint=f"name {known}, or write a mail address")
        if not _office(terms, now).mailbox((to,)):
            raise Conflict(f"no address is known for the {in_words((to,))}", hint="name somebody else")
        moved: dict[str, object] = {"owner": to, "handed_over": task.handed_over + 1}
        moved |= {"snoozed_until": None, "snooze_ends": None}
        if task.due_at is not None and terms.due is not None and terms.due.anchor is None:
            moved |= {
                "due_at": terms.due.ends(start=now, zone=terms.zone, calendar=terms.calendar),
                "due_by_hand": True,
            }
        return EventType.TASK_HANDED_OVER, moved, {}

    return _change(store, task_id, change, now=now, deed=deed)


def reschedule_task(
    store: Store, task_id: str, due_at: datetime, *, now: datetime, deed: Deed | None = None
) -> Changed:
    """Says until when an open task is to be done; no date that moves changes that again.

    Raises NotFound; Conflict for a task that is not open, and for a moment that has passed.
    """

    def change(terms: _Terms) -> Change:
        if due_at <= now:
            raise Conflict(f"{say(due_at, terms.zone)} has passed", hint="name a moment to come")
        day = wall(due_at, terms.zone).date().isoformat()
        return EventType.TASK_RESCHEDULED, {"due_at": due_at, "due_by_hand": True}, {"until_date": day}

    return _change(store, task_id, change, now=now, deed=deed)


def _change(
    store: Store,
    task_id: str,
    change: Callable[[_Terms], Change],
    *,
    now: datetime,
    deed: Deed | None,
) -> Changed:
    with store.write() as conn:
        lock_candidate_of(conn, tasks.get(conn, task_id).enrollment_id)
        task = tasks.get(conn, task_id)
        if task.state is not TaskState.OPEN:
            raise Conflict(f"the task is not open any more: {said_of(task)}")
        type_, moved, carried = change(_terms(conn, task))
        tasks.change(conn, task_id, moved)
        if deed is not None:
            audit.record(conn, replace(deed, about=task.candidate_id))
        told = {"step": task.step, "task": task.id, "enrollment": task.enrollment_id, **carried}
        event = Event(type=type_, at=now, application_id=task.application_id, data=told)
        return Changed(task=tasks.get(conn, task_id), pokes=announce(conn, task, event, now=now))


def _office(terms: _Terms, now: datetime) -> Office:
    """Our own people as they are there that day."""
    return Office(team=terms.team, company=terms.company, day=day_of(now, terms.company))


def _terms(conn: Connection, task: Task) -> _Terms:
    """By the version of the sequence that the run came to last."""
    enrollment, plans = standings.get(conn, task.enrollment_id).enrollment, PlanCache()
    step = plans.plan(conn, enrollment.sequence, enrollment.version).plan.steps.get(task.step)
    company = plans.company(conn)
    calendar = WorkCalendar(country=company.country, closed=company.closed_days, hours=company.office_hours)
    return _Terms(
        task=task,
        team=tasks.around(conn, task).team,
        due=step.due if isinstance(step, TaskStep) else None,
        escalate=step.escalate if isinstance(step, TaskStep) else (),
        company=company,
        zone=zone_of(company.zone),
        calendar=calendar,
    )
