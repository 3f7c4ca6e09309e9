"""Sending one message: gate and claim in one transaction, the call, then the settlement. Never twice.

A claim that is found instead of made means that an earlier attempt came this far and was not heard of again: what it
sent may have left, so it counts as unknown and is never sent again blindly.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurture.contracts import SEND_EMAIL, Act
from nurture.domain.moves import Because, Move
from nurture.domain.touchpoints import Message, SendState, touchpoint_key
from nurture.engine.gate import Attempt, Contacts, Later, Never, why_held
from nurture.engine.journey import Journey
from nurture.engine.next_move import after
from nurture.errors import OutcomeUnknown, Rejected, Released
from nurture.language.steps.email import EmailStep
from nurture.service.composing import Correspondents, compose, correspondents
from nurture.service.journeys import (
    FAULTS,
    View,
    decide,
    held,
    is_still_right,
    keep,
    leave_out,
    touchpoint_of,
    view_of,
)
from nurture.service.parts import Parts
from nurture.store import ledger
from nurture.store.clearance import Clearance, clearance

RESULTS = {
    SendState.ACCEPTED: "sent",
    SendState.REJECTED: "rejected",
    SendState.UNKNOWN: "unknown",
    SendState.SKIPPED: "skipped",
}
"""What later steps see of a message that is settled."""

SAID = {
    SendState.ACCEPTED: "sent",
    SendState.REJECTED: "refused for good",
    SendState.UNKNOWN: "may have left, and is not sent again",
}
"""What the record of decisions says of each way a call can end."""

RETRY_AFTER = timedelta(minutes=5)
"""How long at least until a message that never left is tried again; a provider may name a later time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claimed:
    """A message that is ours to send, and where the journey stood when it was claimed."""

    token: str
    message: Message
    step: str
    visit: int
    view: View
    because: tuple[Because, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Settlement:
    """How the call ended."""

    state: SendState
    detail: str
    provider_id: str | None = None
    retry_at: datetime | None = None


def send_email(parts: Parts, act: Act, token: str) -> Move:
    """Carries out a `send_email` move if it still is the right one, and says what comes next.

    `token` is this attempt's own: of two attempts at the same move only the one that claimed it may call and settle.
    """
    with parts.store.write() as conn:
        claimed = _claim(parts, conn, act, token)
    if isinstance(claimed, Move):
        return claimed
    settlement = _call(parts, claimed.message)
    with parts.store.write() as conn:
        return _settle(conn, claimed, settlement)


def _claim(parts: Parts, conn: Connection, act: Act, token: str) -> _Claimed | Move:
    """Gate and claim. Exits and hours are looked at once more, under the lock on the candidate."""
    view = view_of(parts, conn, act.enrollment_id, act.move.progress)
    move = decide(view)
    if not is_still_right(move, act, view.now):
        return keep(view, move)
    view = replace(view, progress=move.progress)
    journey = Journey(plan=view.published.plan, facts=view.facts, events=(), now=view.now)
    step = journey.plan.steps[act.move.step or ""]
    assert isinstance(step, EmailStep), "only email steps ask to send mail"
    key = touchpoint_key(act.enrollment_id, step.id, move.visit)
    try:
        who = correspondents(journey, step, view.company)
        cleared = _clearance(view, key, who, step)
        if cleared.state not in (None, SendState.RELEASED):
            return _pick_up(view, move, key, cleared)
        match why_held(_attempt(view, journey, step, who, cleared)):
            case Later() as later:
                return keep(view, _held_until(move, later))
            case Never() as never:
                return _refuse(view, move, step, never)
        message = compose(view, journey, step, who, key)
    except FAULTS as fault:
        return keep(view, held(view.progress, fault))
    claim = ledger.claim(
        conn,
        touchpoint_of(view, step.id, message.subject),
        message,
        token=token,
        purpose=journey.plan.sequence.purpose,
        address_hash=parts.address_hash(message.to.email),
        recipient=step.to,
    )
    assert claim.is_ours, "the candidate is locked, and the ledger said that nobody holds it"
    return _Claimed(token=token, message=claim.message, step=step.id, visit=move.visit, view=view, because=move.because)


def _call(parts: Parts, message: Message) -> _Settlement:
    try:
        receipt = parts.channel.send(message)
    except Rejected as refusal:
        return _Settlement(state=SendState.REJECTED, detail=str(refusal))
    except Released as release:
        return _Settlement(state=SendState.RELEASED, detail=str(release), retry_at=release.retry_at)
    except OutcomeUnknown as unknown:
        return _Settlement(state=SendState.UNKNOWN, detail=str(unknown))
    return _Settlement(state=SendState.ACCEPTED, detail=receipt.detail, provider_id=receipt.provider_id)


def _settle(conn: Connection, claimed: _Claimed, settlement: _Settlement) -> Move:
    """Records how the call ended and moves on; a message that never left stays this step's, for a later attempt."""
    view = replace(claimed.view, conn=conn, now=claimed.view.parts.clock.now())
    ledger.settle(
        conn,
        claimed.message.key,
        claimed.token,
        settlement.state,
        at=view.now,
        provider_id=settlement.provider_id,
        detail=settlement.detail,
    )
    if settlement.state is SendState.RELEASED:
        return keep(view, _again(claimed, settlement, view.now))
    sentence = f"{SAID[settlement.state]}: {settlement.detail}"
    because = Because(rule=settlement.state.value, sentence=sentence, step=claimed.step)
    return _advance(view, RESULTS[settlement.state], (*claimed.because, because))


def _again(claimed: _Claimed, settlement: _Settlement, now: datetime) -> Move:
    at = max(settlement.retry_at or now, now + RETRY_AFTER)
    sentence = f"nothing left ({settlement.detail}); tries again"
    return Move(
        action=SEND_EMAIL,
        at=at,
        step=claimed.step,
        visit=claimed.visit,
        summary=f"{claimed.step}: {sentence}",
        listen=("*",),
        progress=claimed.view.progress,
        because=(Because(rule="released", sentence=sentence, step=claimed.step),),
    )


def _advance(view: View, result: str, because: tuple[Because, ...]) -> Move:
    """The move after a step that ended with that result; the last reason names the step."""
    done = because[-1].step
    assert done is not None, "what is done is a step"
    view = replace(view, progress=after(view.published.plan, view.progress, done, result, view.now))
    ahead = decide(view, heard=())
    return keep(view, replace(ahead, because=(*because, *ahead.because)))


def _clearance(view: View, key: str, who: Correspondents, step: EmailStep) -> Clearance:
    cap = view.company.touches.at_most
    is_counted = cap is not None and step.to == "candidate"
    return clearance(
        view.conn,
        key,
        candidate_id=view.situation.enrollment.candidate_id,
        address_hash=view.parts.address_hash(who.to.email) if who.to else None,
        purpose=view.published.plan.sequence.purpose,
        touches_since=view.now - 2 * cap.per.rough if cap and is_counted else None,
    )


def _attempt(view: View, journey: Journey, step: EmailStep, who: Correspondents, cleared: Clearance) -> Attempt:
    return Attempt(
        step=step,
        journey=journey,
        address=who.to.email if who.to else None,
        contacts=Contacts(suppressed=cleared.suppressed, touches=cleared.touches),
        cap=view.company.touches.at_most,
    )


def _pick_up(view: View, move: Move, key: str, cleared: Clearance) -> Move:
    """Goes on from what an earlier attempt left in the ledger."""
    state = cleared.state
    assert state is not None, "there is something to pick up"
    if state is SendState.CLAIMED:
        detail = "an earlier attempt was lost after it claimed the message"
        state = ledger.mark_unknown(view.conn, key, cleared.token, at=view.now, detail=detail)
    because = Because(rule="found", sentence=f"an earlier attempt left it {state}", step=move.step)
    return _advance(view, RESULTS[state], (*move.because, because))


def _refuse(view: View, move: Move, step: EmailStep, never: Never) -> Move:
    leave_out(view, step.id, f"{step.id} did not leave", never.sentence)
    sentence = f"did not leave: {never.sentence}"
    because = Because(rule=never.rule, sentence=sentence, inputs=never.inputs, step=step.id)
    return _advance(view, never.result, (*move.because, because))


def _held_until(move: Move, later: Later) -> Move:
    because = Because(rule=later.rule, sentence=later.sentence, step=move.step)
    return replace(move, at=later.at, summary=f"{move.step}: {later.sentence}", because=(*move.because, because))
