"""Giving a task, and telling somebody else that it is overdue, or theirs now: on record once, told by mail once.

The mail goes the way of all mail: claimed in the ledger in the transaction that gives the task, called, settled.
"""

from sqlalchemy import Connection

from nurture.contracts import CREATE_TASK, ESCALATE_TASK, HAND_OVER_TASK, Act
from nurture.domain.instances import parts_of
from nurture.domain.moves import LOOK, Because, Move, Progress
from nurture.domain.tasks import Task
from nurture.domain.touchpoints import Message, SendState, Touchpoint
from nurture.engine.gate import Later
from nurture.engine.journey import Journey
from nurture.engine.next_move import did
from nurture.errors import Held
from nurture.language.chain import in_words, is_address
from nurture.language.expressions import Expression
from nurture.language.sequence import Purpose
from nurture.language.steps import TaskStep
from nurture.language.steps.task import SKIPPED
from nurture.service import digests
from nurture.service.advancing import advance
from nurture.service.calling import LOST, RETRY_AFTER, SAID, Settlement, call, record
from nurture.service.composing import office_of, wording
from nurture.service.deciding import FAULTS, decide, held, is_still_right
from nurture.service.digest_tasks import TOLD_TOGETHER, beside
from nurture.service.errands import Errand, errand_of, on_record, task_step
from nurture.service.keeping import keep, ready
from nurture.service.mailboxes import Holder, Nobody, nobody_of
from nurture.service.notices import notice, notice_sender
from nurture.service.parts import Parts
from nurture.service.touchpoints import touchpoint_of
from nurture.service.turns import turn_of_notice
from nurture.service.views import View, is_paused, journey_of, view_of
from nurture.store import carried, contacts, ledger, sent, tasks
from nurture.store.situations import lock_candidate_of
from nurture.timing.format import say
from nurture.values import frozen, replace

TOO_LATE = "the task was over before the notice could leave"
"""Why a notice is given up."""


@frozen
class _Letter:
    """A task on record and its notice as it was written; without a message it is not wanted, perhaps by a condition, or
    its turn comes later.
    """

    task: Task
    message: Message | None
    beside: tuple[digests.Item, ...] = ()
    unwanted: Expression | None = None
    later: Later | None = None


@frozen
class _Claimed:
    """A notice that is ours to send, and where the journey stood when it was claimed."""

    message: Message
    progress: Progress
    task: Task
    because: tuple[Because, ...]
    beside: int = 0


def carry_out(parts: Parts, act: Act, token: str) -> Move:
    """Carries out a move about a task if it still is the right one, and says what comes next.

    `token` is this attempt's own, as for any mail: of two attempts only the one that claimed the notice sends it.
    """
    errand = errand_of(act.enrollment_id, act.move)
    with parts.store.write() as conn:
        others = digests.others_due(parts, conn, act, TOLD_TOGETHER)
        claimed = _claim(parts, conn, act, errand, token, others)
    if isinstance(claimed, Move):
        return claimed
    settlement = call(parts, claimed.message)
    with parts.store.write() as conn:
        return _settle(parts, conn, act, errand, claimed, settlement, token)


def _claim(
    parts: Parts, conn: Connection, act: Act, errand: Errand, token: str, others: tuple[str, ...]
) -> _Claimed | Move:
    """Puts the task on record and claims the notice; without anybody to tell, goes on at once.

    `others` are the runs in which the same step is due, where what there is to tell may be one mail.
    """
    view = view_of(parts, conn, act.enrollment_id, act.move.progress, at=act.move.at)
    move = decide(view)
    if is_paused(view):
        return keep(view, move)
    if not is_still_right(move, act, view.now):
        ledger.give_up(conn, errand.ledger_key, at=view.now, detail=LOST)
        carried.follow(conn, errand.ledger_key, at=view.now)
        return keep(view, move)
    before = contacts.by_id(conn, errand.ledger_key)
    if before and (until := digests.wait_for_carrier(view, before.id, before.state, before.at)):
        return keep(view, replace(move, at=until))
    view = replace(view, progress=move.progress)
    journey = journey_of(view, act.move.step)
    step = task_step(journey, act.move.step or "")
    given = tasks.find(conn, errand.task_id)
    chain = errand.to(step, None if errand.is_new else given)
    office = office_of(journey, view.company)
    to = office.first_there(chain)
    if to is None:
        return keep(view, _without_anybody(view, move, nobody_of(chain, office, f"be told of {step.id}")))
    if given is None and (lately := _had_it_lately(view, journey, step, to, errand)):
        return advance(view, SKIPPED, view.now, (*move.because, lately))
    try:
        letter = _write(view, journey, step, errand, to, others, before)
    except FAULTS as fault:
        return keep(view, held(view.progress, fault))
    if letter.later is not None:
        return keep(view, _put_off(move, step, letter.later))
    task, message = letter.task, letter.message
    because = (*move.because, _given(task, to, errand, letter.unwanted, is_told=message is not None))
    if message is None or _has_left(before):
        ledger.give_up(conn, errand.ledger_key, at=view.now, detail=LOST)
        carried.follow(conn, errand.ledger_key, at=view.now)
        return _advance(view, errand, task, (*because, *_in_another(view, errand, step.id)))
    ledger.claim(
        conn,
        replace(touchpoint_of(view, step.id, message.subject), id=errand.ledger_key, step=errand.ledger_step),
        message,
        token=token,
        purpose=Purpose.INTERNAL,
        address_hash=parts.address_hash(message.to.email),
        recipient=_called(to),
        is_anew=step.digest is not None,
    )
    items = letter.beside
    digests.take_along(conn, items, errand.ledger_key, _called(to))
    because = (*because, digests.in_one_mail(step.id, len(items))) if items else because
    return _Claimed(message=message, progress=view.progress, task=task, because=because, beside=len(items))


def _write(
    view: View,
    journey: Journey,
    step: TaskStep,
    errand: Errand,
    to: Holder,
    others: tuple[str, ...],
    before: Touchpoint | None,
) -> _Letter:
    """Puts the task on record and writes the notice, if it may leave now, with what other runs have to say in it."""
    task = on_record(view, journey, step, errand)
    rung, sender = errand.rung(step), notice_sender(journey, view.company)
    unwanted = rung.if_ if rung and rung.if_ and not journey.is_true(rung.if_) else None
    is_handed_on = errand.action == HAND_OVER_TASK and task.handed_over > errand.number  # whose it is now is told
    if unwanted is not None or is_handed_on:
        return _Letter(task=task, message=None, unwanted=unwanted)
    if to.mailbox and sender and not _has_left(before):
        later = turn_of_notice(view, journey, step, sender.email, errand.ledger_key, to.mailbox)
        if later is not None:
            return _Letter(task=task, message=None, later=later)
    words = wording(journey, rung.template, view.published.templates) if rung and rung.template else None
    items = tuple(beside(view, others, step.id, to, sender)) if others else ()
    message = notice(
        view.parts,
        view.company,
        journey,
        task,
        to,
        key=errand.ledger_key,
        about=errand.action,
        words=words,
        beside=[item.words for item in items],
    )
    return _Letter(task=task, message=message, beside=items)


def _has_left(before: Touchpoint | None) -> bool:
    """Whether a notice has left, or may have, or is given up: what never left is sent again."""
    return before is not None and before.state is not SendState.RELEASED


def _put_off(move: Move, step: TaskStep, later: Later) -> Move:
    """The same move once its mailbox may send it; the task is on record meanwhile."""
    because = Because(rule=later.rule, sentence=later.sentence, step=step.id)
    summary = f"{step.id}: {later.sentence}"
    return replace(move, at=later.at, summary=summary, because=(*move.because, because))


def _had_it_lately(view: View, journey: Journey, step: TaskStep, to: Holder, errand: Errand) -> Because | None:
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


def _called(to: Holder) -> str:
    return "whom it was handed to" if is_address(to.name) else to.name[: contacts.WIDEST_RECIPIENT]


def _in_another(view: View, errand: Errand, step: str) -> tuple[Because, ...]:
    """What is said of a notice that went out in the mail of another run."""
    state, carrier = carried.standing(view.conn, errand.ledger_key)
    if carrier is None or state not in SAID:
        return ()
    settled = Because(rule=state.value, sentence=f"notice {SAID[state]}", step=step)
    return (digests.in_one_mail(step), settled)


def _without_anybody(view: View, move: Move, nobody: Nobody) -> Move:
    """The same move once somebody is back; held for a person to step in where nobody is known to come back."""
    if nobody.until is None:
        return held(view.progress, Held(nobody.sentence, hint=nobody.hint))
    because = Because(rule="away", sentence=nobody.sentence, step=move.step)
    summary = f"{move.step}: {nobody.sentence}"
    return replace(move, at=nobody.until, summary=summary, because=(*move.because, because))


def _given(task: Task, to: Holder, errand: Errand, unwanted: Expression | None, *, is_told: bool) -> Because:
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
    parts: Parts, conn: Connection, act: Act, errand: Errand, claimed: _Claimed, ended: Settlement, token: str
) -> Move:
    """Records how the call ended and goes on; a notice that never left is tried again, the task stands meanwhile."""
    lock_candidate_of(conn, act.enrollment_id)
    now = parts.clock.now()
    record(conn, errand.ledger_key, token, ended, at=now)
    if claimed.beside:
        carried.follow(conn, errand.ledger_key, at=now)
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


def _advance(view: View, errand: Errand, task: Task, because: tuple[Because, ...]) -> Move:
    """The move after the errand; how long the task may take counts from when it was given."""
    since = task.created_at if errand.is_new else None
    progress = did(view.progress, task.step, errand.action, since=since)
    ahead = decide(replace(view, progress=progress))
    return keep(view, replace(ahead, because=(*because, *ahead.because)))


def _is_recorded(view: View, act: Act, errand: Errand) -> bool:
    """Whether the record has gone beyond this errand."""
    recorded = view.situation.progress
    if recorded is None:
        return False
    step, visit = act.move.step or "", act.move.visit
    if recorded.next_visit(step) > visit:
        return True
    done = (place.did.count(errand.action) for place in recorded.places if place.step == step)
    return any(count >= errand.number for count in done)
