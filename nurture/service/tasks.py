"""Giving a task, and telling somebody else that it is overdue, or theirs now: on record once, told by mail once.

The mail goes the way of all mail: claimed in the ledger in the transaction that gives the task, called, settled.
"""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import CREATE_TASK, ESCALATE_TASK, HAND_OVER_TASK, Act
from nurture.domain.instances import parts_of
from nurture.domain.moves import LOOK, Because, Move, Place, Progress
from nurture.domain.tasks import Task, notice_step, numbered
from nurture.domain.touchpoints import Message, SendState, touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.moves.task import due_at, next_rung
from nurture.engine.next_move import did
from nurture.errors import Held
from nurture.language.chain import in_words, is_address
from nurture.language.expressions import Expression
from nurture.language.functions import LANGUAGE, ZONE
from nurture.language.sequence import Purpose
from nurture.language.steps import EmailStep, TaskStep
from nurture.language.steps.task import SKIPPED, Escalation
from nurture.messages.render import render_line
from nurture.service.composing import office_of, wording
from nurture.service.journeys import (
    FAULTS,
    View,
    decide,
    held,
    is_paused,
    is_still_right,
    journey_of,
    keep,
    ready,
    touchpoint_of,
    view_of,
)
from nurture.service.mailboxes import Holder, Nobody, nobody_of
from nurture.service.notices import notice
from nurture.service.parts import Parts
from nurture.service.sending import LOST, RETRY_AFTER, SAID, Settlement, advance, call
from nurture.store import contacts, ledger, sent, tasks
from nurture.store.situations import lock_candidate_of
from nurture.timing.format import say

TOO_LATE = "the task was over before the notice could leave"
"""Why a notice is given up."""

_NOTICES: Final = {CREATE_TASK: "given", ESCALATE_TASK: "escalated", HAND_OVER_TASK: "handed-over"}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Errand:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claimed:
    """A notice that is ours to send, and where the journey stood when it was claimed."""

    message: Message
    progress: Progress
    task: Task
    because: tuple[Because, ...]


def carry_out(parts: Parts, act: Act, token: str) -> Move:
    """Carries out a move about a task if it still is the right one, and says what comes next.

    `token` is this attempt's own, as for any mail: of two attempts only the one that claimed the notice sends it.
    """
    errand = _errand(act)
    with parts.store.write() as conn:
        claimed = _claim(parts, conn, act, errand, token)
    if isinstance(claimed, Move):
        return claimed
    settlement = call(parts, claimed.message)
    with parts.store.write() as conn:
        return _settle(parts, conn, act, errand, claimed, settlement, token)


def _errand(act: Act) -> _Errand:
    step, visit = act.move.step or "", act.move.visit
    before = Place(step=step, since=act.move.progress.places[0].since)  # nothing is done yet: it stands in a wait
    place = next((place for place in act.move.progress.places if place.step == step), before)
    number = place.did.count(act.move.action) + 1
    ledger_step = notice_step(step, numbered(_NOTICES[act.move.action], number))
    return _Errand(
        task_id=touchpoint_key(act.enrollment_id, step, visit),
        ledger_key=touchpoint_key(act.enrollment_id, ledger_step, visit),
        ledger_step=ledger_step,
        action=act.move.action,
        number=number,
        place=place,
    )


def _claim(parts: Parts, conn: Connection, act: Act, errand: _Errand, token: str) -> _Claimed | Move:
    """Puts the task on record and claims the notice; without anybody to tell, goes on at once."""
    view = view_of(parts, conn, act.enrollment_id, act.move.progress, at=act.move.at)
    move = decide(view)
    if is_paused(view):
        return keep(view, move)
    if not is_still_right(move, act, view.now):
        ledger.give_up(conn, errand.ledger_key, at=view.now, detail=LOST)
        return keep(view, move)
    view = replace(view, progress=move.progress)
    journey = journey_of(view, act.move.step)
    asked_by = journey.plan.steps[act.move.step or ""]
    step = asked_by.approval() or asked_by.late_task() if isinstance(asked_by, EmailStep) else asked_by
    assert isinstance(step, TaskStep), "only tasks are given"
    before = tasks.find(conn, errand.task_id)
    chain = errand.to(step, None if errand.is_new else before)
    office = office_of(journey, view.company)
    to = office.first_there(chain)
    if to is None:
        return keep(view, _without_anybody(view, move, nobody_of(chain, office, f"be told of {step.id}")))
    if before is None and (lately := _had_it_lately(view, journey, step, to, errand)):
        return advance(view, SKIPPED, view.now, (*move.because, lately))
    try:
        task = _on_record(view, journey, step, errand)
        rung = errand.rung(step)
        words = wording(journey, rung.template, view.published.templates) if rung and rung.template else None
        key, about = errand.ledger_key, errand.action
        message = notice(parts, view.company, journey, task, to, key=key, about=about, words=words)
        unwanted = rung.if_ if rung and rung.if_ and not journey.is_true(rung.if_) else None
    except FAULTS as fault:
        return keep(view, held(view.progress, fault))
    if unwanted is not None or (
        errand.action == HAND_OVER_TASK and task.handed_over > errand.number
    ):  # it was handed on again: tell that one
        message = None
    because = (*move.because, _given(task, to, errand, unwanted, is_told=message is not None))
    told = contacts.by_id(conn, errand.ledger_key)
    if message is None or (told is not None and told.state is not SendState.RELEASED):
        ledger.give_up(conn, errand.ledger_key, at=view.now, detail=LOST)
        return _advance(view, errand, task, because)
    ledger.claim(
        conn,
        replace(touchpoint_of(view, step.id, message.subject), id=errand.ledger_key, step=errand.ledger_step),
        message,
        token=token,
        purpose=Purpose.INTERNAL,
        address_hash=parts.address_hash(message.to.email),
        recipient="whom it was handed to" if is_address(to.name) else to.name[: contacts.WIDEST_RECIPIENT],
    )
    return _Claimed(message=message, progress=view.progress, task=task, because=because)


def _had_it_lately(view: View, journey: Journey, step: TaskStep, to: Holder, errand: _Errand) -> Because | None:
    """Why whose task it would be is spared it, if they are."""
    span = step.unless_given_within
    if span is None or to.mailbox is None:
        return None
    last = sent.last_given(
        view.conn,
        view.situation.enrollment.sequence,
        parts_of(step.id)[0],
        address_hash=view.parts.address_hash(to.mailbox.email),
        key=errand.ledger_key,
    )
    zone, calendar = journey.office_zone, journey.office_calendar
    if last is None or span.is_elapsed(last, now=view.now, zone=zone, calendar=calendar):
        return None
    sentence = f"no task: the {in_words([to.name])} had one {say(last, zone)}, and that is within {span}"
    return Because(rule="given-within", sentence=sentence, step=step.id)


def _on_record(view: View, journey: Journey, step: TaskStep, errand: _Errand) -> Task:
    """The task, given now if it was not before; that somebody else is told of it is noted."""
    enrollment, application = view.situation.enrollment, view.situation.records.application
    if errand.is_new:
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
            created_at=view.now,
            due_at=due_at(step, view.now, journey),
        )
        tasks.create(view.conn, task)
    elif errand.action == ESCALATE_TASK:
        tasks.note_escalated(view.conn, errand.task_id, at=view.now)
    return tasks.get(view.conn, errand.task_id)


def _without_anybody(view: View, move: Move, nobody: Nobody) -> Move:
    """The same move once somebody is back; held for a person to step in where nobody is known to come back."""
    if nobody.until is None:
        return held(view.progress, Held(nobody.sentence, hint=nobody.hint))
    because = Because(rule="away", sentence=nobody.sentence, step=move.step)
    summary = f"{move.step}: {nobody.sentence}"
    return replace(move, at=nobody.until, summary=summary, because=(*move.because, because))


def _given(task: Task, to: Holder, errand: _Errand, unwanted: Expression | None, *, is_told: bool) -> Because:
    if unwanted is not None:
        sentence = f"overdue, and nobody is told: not true when its time came: {unwanted.text}"
        return Because(rule="if", sentence=sentence, step=task.step)
    who = in_words([to.name])
    rule, said = {
        CREATE_TASK: ("task-given", f"gave the {who} a task"),
        ESCALATE_TASK: ("task-escalated", f"overdue: the {who} is to be told"),
        HAND_OVER_TASK: ("task-handed-over", "handed over: whose it is now is to be told"),
    }[errand.action]
    untold = "" if is_told else "; nobody is told, since there is no address"
    return Because(rule=rule, sentence=said + untold, step=task.step)


def _settle(
    parts: Parts, conn: Connection, act: Act, errand: _Errand, claimed: _Claimed, ended: Settlement, token: str
) -> Move:
    """Records how the call ended and goes on; a notice that never left is tried again, the task stands meanwhile."""
    lock_candidate_of(conn, act.enrollment_id)
    now = parts.clock.now()
    ledger.settle(
        conn, errand.ledger_key, token, ended.state, at=now, provider_id=ended.provider_id, detail=ended.detail
    )
    view = view_of(parts, conn, act.enrollment_id, claimed.progress)
    if _is_recorded(view, act, errand):  # this attempt was taken for lost, and another one has gone on
        return ready(parts.clock, replace(act.move, action=LOOK, at=view.now))
    if ended.state is SendState.RELEASED:
        sentence = f"the notice did not leave ({ended.detail}); tries again"
        released = Because(rule="released", sentence=sentence, step=claimed.task.step)
        ahead = decide(view)
        if ahead.action == errand.action and ahead.step == claimed.task.step:
            at = max(ended.retry_at or now, now + RETRY_AFTER)
            ahead = replace(ahead, at=at, summary=f"{released.step}: {sentence}")
        else:
            ledger.drop(conn, act.enrollment_id, (errand.ledger_step,), why=TOO_LATE, at=now)
        return keep(view, replace(ahead, because=(*claimed.because, released, *ahead.because)))
    sentence = f"notice {SAID[ended.state]}: {ended.detail}"
    told = Because(rule=ended.state.value, sentence=sentence, step=claimed.task.step)
    return _advance(view, errand, claimed.task, (*claimed.because, told))


def _advance(view: View, errand: _Errand, task: Task, because: tuple[Because, ...]) -> Move:
    """The move after the errand; how long the task may take counts from when it was given."""
    since = task.created_at if errand.is_new else None
    progress = did(view.progress, task.step, errand.action, since=since)
    ahead = decide(replace(view, progress=progress))
    return keep(view, replace(ahead, because=(*because, *ahead.because)))


def _is_recorded(view: View, act: Act, errand: _Errand) -> bool:
    """Whether the record has gone beyond this errand."""
    recorded = view.situation.progress
    if recorded is None:
        return False
    step, visit = act.move.step or "", act.move.visit
    if recorded.next_visit(step) > visit:
        return True
    done = (place.did.count(errand.action) for place in recorded.places if place.step == step)
    return any(count >= errand.number for count in done)
