"""Sending one message: gate and claim in one transaction, the call, then the settlement. Never twice.

A claim that is found instead of made means that an earlier attempt came this far and was not heard of again: what it
sent may have left, so it counts as unknown and is never sent again blindly.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from nurture.contracts import SEND_EMAIL, Act
from nurture.domain.moves import LOOK, Because, Move, Progress
from nurture.domain.past import postings_of
from nurture.domain.touchpoints import Address, Message, SendState
from nurture.engine.gate import Later, Never, why_held
from nurture.engine.journey import Journey
from nurture.engine.next_move import after, put_off
from nurture.engine.outgoing import Outgoing, outgoing
from nurture.language.steps import SurveyStep
from nurture.service import digests
from nurture.service.advancing import advance, once_more, recorded
from nurture.service.breaking import mailbox_of, why_stopped
from nurture.service.calling import LOST, RESULTS, RETRY_AFTER, SAID, Settlement, call, record, who_hears_of_stop
from nurture.service.carrying import Late, because_of, take_along, waiting
from nurture.service.composing import office_of, sender_of
from nurture.service.deciding import FAULTS, decide, held, is_still_right
from nurture.service.digest_mails import beside
from nurture.service.dispatch import Draft, first_key, reader_for, template_for, written
from nurture.service.history import before_of, with_openings
from nurture.service.judging import attempt_of, clearance_of, late_attempt_of, parent_of, stationery_of
from nurture.service.keeping import keep, ready
from nurture.service.lost import again_at, is_worth_another
from nurture.service.mailboxes import Holder
from nurture.service.parts import Parts
from nurture.service.picking_up import is_to_leave, pick_up
from nurture.service.places import behind, is_further, key_of, stands_as
from nurture.service.surveys import asked
from nurture.service.telling import who_hears_that_it_left
from nurture.service.touchpoints import leave_out, touchpoint_of
from nurture.service.turns import give_turn_back, turn_of
from nurture.service.views import View, is_paused, journey_of, view_of
from nurture.store import carried, contacts, ledger, surveys, told, unread
from nurture.store.clearance import Clearance
from nurture.store.situations import lock_candidate_of
from nurture.values import frozen, replace

NEVER_LEFT = {SendState.REJECTED, SendState.SKIPPED}
"""How a message stands that nobody can have."""


@frozen
class _Passed:
    """A message that the gate let pass: who reads it, what it goes on from, and the template whose turn it is."""

    journey: Journey
    sends: Outgoing
    reader: Holder
    to: Address
    cleared: Clearance
    parent: Message | None
    template: str | None


@frozen
class _Letter:
    """A message as it was written, with the mails that came too late and what other runs have to say in it."""

    message: Message
    late: tuple[Late, ...]
    beside: tuple[digests.Item, ...]


@frozen
class _Claimed:
    """A message that is ours to send, when it was claimed, and where the journey stood then."""

    token: str
    message: Message
    step: str
    at: datetime
    progress: Progress
    because: tuple[Because, ...]
    has_late: bool
    is_worth_another: bool
    beside: int = 0
    candidate_id: str | None = None


def send_message(parts: Parts, act: Act, token: str) -> Move:
    """Carries out a `send_email` or `send_text` move if it still is the right one, and says what comes next.

    `token` is this attempt's own: of two attempts at the same move only the one that claimed it may call and settle.
    """
    with parts.store.write() as conn:
        others = digests.others_due(parts, conn, act, (SEND_EMAIL,))
        claimed = _claim(parts, conn, act, token, others)
    if isinstance(claimed, Move):
        return claimed
    settlement = _overtaken(parts, claimed) or call(parts, claimed.message)
    # Before the call counts as settled: a crash in between leaves a message that nobody sends again.
    others_hear = who_hears_of_stop(parts, act, claimed.message) if settlement.is_stopped else {}
    with parts.store.write() as conn:
        move = _settle(parts, conn, act, claimed, settlement)
    return replace(move, tells={**others_hear, **move.tells})


def _overtaken(parts: Parts, claimed: _Claimed) -> Settlement | None:
    """What becomes of a message to a candidate of whom news was kept while it was being claimed; None: it may leave.

    The gate could not see what was not committed by then. So whatever is acknowledged before this look is heeded, and
    what is acknowledged after it came when the message was on its way.
    """
    if claimed.candidate_id is None:
        return None
    with parts.store.read() as conn:
        news = unread.oldest_about(conn, claimed.candidate_id)
    return Settlement(state=SendState.RELEASED, detail=str(news)) if news else None


def _claim(parts: Parts, conn: Connection, act: Act, token: str, others: tuple[str, ...]) -> _Claimed | Move:
    """Gate and claim. Exits and hours are looked at once more, under the lock on the candidate.

    `others` are the runs in which the same step is due, where what they have to say may be one mail.
    """
    view = view_of(parts, conn, act.enrollment_id, act.move.progress, at=act.move.at)
    move = decide(view)
    if is_paused(view):
        return keep(view, move)
    if not is_still_right(move, act, view.now):
        ledger.give_up(conn, key_of(view, act), at=view.now, detail=LOST)
        carried.follow(conn, key_of(view, act), at=view.now)
        return keep(view, move)
    view = replace(view, progress=move.progress)
    journey = journey_of(view, act.move.step)
    try:
        passed = _judge(view, journey, act, move)
        if isinstance(passed, Move):
            return passed
        letter = _write(view, act, passed, others)
    except FAULTS as fault:
        return keep(view, held(view.progress, fault))
    return _freeze(view, act, move, token, passed, letter)


def _judge(view: View, journey: Journey, act: Act, move: Move) -> _Passed | Move:
    """Asks whether the message may leave now; where it may not, or has left, the move that comes next."""
    key = key_of(view, act)
    sends = outgoing(journey.plan.steps[act.move.step or ""], journey, behind(view.progress, act))
    step, reader = sends.mail, reader_for(journey, sends, view.company)
    to = reader.mailbox if reader else None
    journey = with_openings(view, journey, step)
    if sends.asks is not None and not sends.is_first and ledger.state_of(view.conn, first_key(key)) in NEVER_LEFT:
        return _nobody_was_asked(view, move, sends.asks)
    cleared = clearance_of(view, key, to, step)
    if until := digests.wait_for_carrier(view, key, cleared.state, cleared.at):
        return keep(view, decide(replace(view, progress=put_off(view.progress, step.id, until))))
    if not is_to_leave(view, step, cleared):
        return pick_up(view, act, move, step, cleared)
    parent = parent_of(view, step)
    before = before_of(view, journey, step, to, key)
    attempt = attempt_of(view, journey, sends, reader, cleared, parent)
    mailbox = mailbox_of(view, journey, sends, cleared)
    stopped = why_stopped(view, journey, sends, mailbox)
    judged = why_held(replace(attempt, before=before, stopped=stopped))
    if isinstance(judged, Later):
        give_turn_back(view, cleared)
    if judged is None and mailbox is not None:
        judged = turn_of(view, journey, step, mailbox, cleared, to)
    match judged:
        case Later() as later:
            because = Because(rule=later.rule, sentence=later.sentence, step=step.id)
            return once_more(view, step.id, later.at, (*move.because, because))
        case Never() as never if cleared.state is SendState.UNKNOWN:
            because = Because(rule=never.rule, sentence=f"not handed over again: {never.sentence}", step=step.id)
            return advance(view, RESULTS[SendState.UNKNOWN], view.now, (*move.because, because))
        case Never() as never:
            return _refuse(view, act, move, sends, never)
    assert reader is not None, "the gate lets nothing pass without a reader"
    assert to is not None, "nor without an address"
    return _Passed(
        journey=journey, sends=sends, reader=reader, to=to, cleared=cleared, parent=parent, template=before.template
    )


def _write(view: View, act: Act, passed: _Passed, others: tuple[str, ...]) -> _Letter:
    """The message as it will be sent, and what goes out in it; the survey that it asks is on record from now on."""
    journey, sends, cleared = passed.journey, passed.sends, passed.cleared
    step, key = sends.mail, cleared.key
    late = waiting(view, step, key, cleared.state, partial(late_attempt_of, view, journey, passed.reader, cleared))
    sender = sender_of(journey, step, office_of(journey, view.company)) if others else None
    items = tuple(beside(view, others, step.id, passed.to, sender)) if sender else ()
    draft = Draft(
        template=passed.template,
        parent=passed.parent,
        late=tuple(each.template for each in late),
        beside=tuple(item.words for item in items),
    )
    message = written(journey, sends, passed.to, key, stationery_of(view), draft)
    if sends.asks is not None and sends.is_first:
        to_ask = asked(view, journey, sends.asks, passed.reader.name, key, act.move.visit, message)
        surveys.put(view.conn, to_ask)
    return _Letter(message=message, late=late, beside=items)


def _freeze(view: View, act: Act, move: Move, token: str, passed: _Passed, letter: _Letter) -> _Claimed:
    """Claims the message as it was written, with all that goes out in it."""
    conn, journey, sends, cleared = view.conn, passed.journey, passed.sends, passed.cleared
    step, message = sends.mail, letter.message
    claim = ledger.claim(
        conn,
        replace(
            touchpoint_of(view, step.id, message.summary, stands_as=stands_as(view, act)),
            channel=sends.channel,
            template=template_for(journey, sends, passed.template),
        ),
        message,
        token=token,
        purpose=journey.plan.sequence.purpose,
        address_hash=view.parts.address_hash(message.to.reached_at),
        recipient=passed.reader.name[: contacts.WIDEST_RECIPIENT],
        repeats_unknown=cleared.state is SendState.UNKNOWN,
        is_anew=digests.has_digest(step),
    )
    assert claim.is_ours, "the candidate is locked, and the ledger said that nobody holds it"
    take_along(view, letter.late, cleared.key, passed.reader.name)
    if step.openings is not None:
        told.keep(conn, cleared.key, sorted({each for job in journey.facts.openings for each in postings_of(job)}))
    digests.take_along(conn, letter.beside, cleared.key, passed.reader.name)
    together = (digests.in_one_mail(step.id, len(letter.beside)),) if letter.beside else ()
    return _Claimed(
        token=token,
        message=claim.message,
        step=step.id,
        at=claim.claimed_at,
        progress=view.progress,
        because=(*move.because, *because_of(letter.late, step), *together),
        has_late=bool(letter.late),
        is_worth_another=is_worth_another(step, cleared.lost_calls + 1),
        beside=len(letter.beside),
        candidate_id=view.situation.enrollment.candidate_id if step.is_to_candidate else None,
    )


def _settle(parts: Parts, conn: Connection, act: Act, claimed: _Claimed, settlement: Settlement) -> Move:
    """Records how the call ended and moves on; a message that never left stays this step's, for a later attempt.

    Everything is read anew: during the call somebody may have replied, been merged or paused the journey.
    """
    lock_candidate_of(conn, act.enrollment_id)
    record(conn, claimed.message.key, claimed.token, settlement, at=parts.clock.now())
    if claimed.has_late or claimed.beside:
        carried.follow(conn, claimed.message.key, at=parts.clock.now())
    view = view_of(parts, conn, act.enrollment_id, claimed.progress)
    if recorded(view, act) or is_further(view, act):  # this attempt was taken for lost, and another one has gone on
        return ready(parts.clock, replace(act.move, action=LOOK, at=view.now))
    if settlement.state is SendState.RELEASED:
        at = max(settlement.retry_at or view.now, view.now + RETRY_AFTER)
        sentence = f"nothing left ({settlement.detail}); tries again"
        because = Because(rule="released", sentence=sentence, step=claimed.step)
        return once_more(view, claimed.step, at, (*claimed.because, because))
    if settlement.state is SendState.UNKNOWN and claimed.is_worth_another:
        sentence = f"may have left ({settlement.detail}); handed over once more unless the provider tells that it did"
        because = Because(rule="unknown", sentence=sentence, step=claimed.step)
        return once_more(view, claimed.step, again_at(claimed.at), (*claimed.because, because))
    sentence = f"{SAID[settlement.state]}: {settlement.detail}"
    because = Because(rule=settlement.state.value, sentence=sentence, step=claimed.step)
    move = advance(view, RESULTS[settlement.state], claimed.at, (*claimed.because, because))
    return replace(move, tells={**who_hears_that_it_left(view), **move.tells})


def _nobody_was_asked(view: View, move: Move, step: SurveyStep) -> Move:
    """Ends a survey whose mail turned out to be refused after it had counted as one that may have left."""
    sentence = "the mail that asks was refused after all, so nobody is reminded"
    because = Because(rule="not-asked", sentence=sentence, step=step.id)
    progress = after(view.published.plan, view.progress, step.id, RESULTS[SendState.REJECTED], view.now)
    ahead = decide(replace(view, progress=progress))
    return keep(view, replace(ahead, because=(*move.because, because, *ahead.because)))


def _refuse(view: View, act: Act, move: Move, sends: Outgoing, never: Never) -> Move:
    step, name = sends.mail, stands_as(view, act)
    leave_out(view, step.id, f"{name} did not leave", never.sentence, channel=sends.channel, stands_as=name)
    sentence = f"did not leave: {never.sentence}"
    because = Because(rule=never.rule, sentence=sentence, inputs=never.inputs, step=step.id)
    return advance(view, never.result, view.now, (*move.because, because))
