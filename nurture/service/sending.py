"""Sending one message: gate and claim in one transaction, the call, then the settlement. Never twice.

A claim that is found instead of made means that an earlier attempt came this far and was not heard of again: what it
sent may have left, so it counts as unknown and is never sent again blindly.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurture.contracts import Act
from nurture.domain.moves import Because, Move, Progress
from nurture.domain.touchpoints import Message, SendState, touchpoint_key
from nurture.engine.gate import Attempt, Later, Never, why_held
from nurture.engine.journey import Journey
from nurture.engine.next_move import after
from nurture.errors import OutcomeUnknown, Rejected, Released
from nurture.language.steps.email import EmailStep
from nurture.service.composing import Composition, compose, correspondents
from nurture.service.journeys import (
    FAULTS,
    decide,
    facts_of,
    held,
    is_still_right,
    keep,
    plan_of,
    situation_of,
)
from nurture.service.parts import Parts
from nurture.store import ledger
from nurture.store.enrollments import Situation

RESULTS = {
    SendState.ACCEPTED: "sent",
    SendState.REJECTED: "rejected",
    SendState.UNKNOWN: "unknown",
    SendState.SKIPPED: "skipped",
}
"""What later steps see of a message that is settled."""

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=1)
REMEMBERED = timedelta(days=31)
"""How far back touches are counted: no cap may look further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claimed:
    """A message that is ours to send, and the journey it belongs to."""

    key: str
    token: str
    attempts: int
    message: Message
    situation: Situation
    progress: Progress
    step: EmailStep


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
        return _settle(parts, conn, claimed, settlement)


def _claim(parts: Parts, conn: Connection, act: Act, token: str) -> _Claimed | Move:
    situation = situation_of(parts, conn, act.enrollment_id, act.move.progress)
    move = decide(parts, conn, situation, act.move.progress)
    now = parts.clock.now()
    if not is_still_right(move, act, now) or move.step is None:
        return keep(parts, conn, situation, move)
    plan = plan_of(parts, conn, situation, move.progress)
    step = plan.steps[move.step]
    assert isinstance(step, EmailStep), "only email steps ask to send mail"
    journey = Journey(plan=plan, facts=facts_of(parts, conn, situation, move.progress), events=(), now=now)
    key = touchpoint_key(act.enrollment_id, step.id, move.visit)
    try:
        who = correspondents(journey, step, parts.plans.company(conn))
        standing = ledger.standing(
            conn,
            key,
            candidate_id=situation.enrollment.candidate_id,
            address_hash=parts.address_hash(who.to.email) if who.to else None,
            purpose=plan.sequence.purpose,
            since=now - REMEMBERED,
        )
        if standing.state not in (None, SendState.RELEASED):
            return _go_on(parts, conn, situation, move, _found(conn, key, step.id, standing.state, now), now)
        attempt = Attempt(
            step=step,
            journey=journey,
            address=who.to.email if who.to else None,
            contacts=standing.contacts,
            cap=parts.plans.company(conn).cap,
        )
        match why_held(attempt):
            case Later() as later:
                return keep(parts, conn, situation, _held_until(move, later))
            case Never() as never:
                ledger.skip(conn, key, situation.enrollment, step.id, move.visit, detail=never.sentence, at=now)
                return _go_on(parts, conn, situation, move, _refused(never, step), now)
            case None:
                composition = compose(parts, conn, journey, step, who, key)
    except FAULTS as fault:
        return keep(parts, conn, situation, held(move.progress, fault))
    message = _reserve(conn, composition, situation, move, token, now)
    return _Claimed(
        key=key,
        token=token,
        attempts=standing.attempts + 1,
        message=message,
        situation=situation,
        progress=move.progress,
        step=step,
    )


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


def _reserve(
    conn: Connection, composition: Composition, situation: Situation, move: Move, token: str, now: datetime
) -> Message:
    """Claims the step's visit; a message that was released before comes back as it was frozen then."""
    return ledger.claim(
        conn,
        message=composition.message,
        enrollment=situation.enrollment,
        application_id=situation.application_id,
        step=composition.step,
        visit=move.visit,
        purpose=composition.purpose,
        address_hash=composition.address_hash,
        is_to_candidate=composition.is_to_candidate,
        token=token,
        at=now,
    )


def _settle(parts: Parts, conn: Connection, claimed: _Claimed, settlement: _Settlement) -> Move:
    """Records how the call ended and moves on; a message that never left stays this step's, for a later attempt."""
    now = parts.clock.now()
    ledger.settle(
        conn,
        claimed.key,
        token=claimed.token,
        state=settlement.state,
        provider_id=settlement.provider_id,
        detail=settlement.detail,
        at=now,
    )
    step = claimed.step.id
    if settlement.state is SendState.RELEASED:
        at = settlement.retry_at or now + min(FIRST_RETRY * 2 ** (claimed.attempts - 1), LONGEST_RETRY)
        sentence = f"nothing left ({settlement.detail}); tries again"
        again = Move(
            action="send_email",
            at=at,
            step=step,
            visit=claimed.progress.next_visit(step),
            summary=f"{step}: {sentence}",
            listen=("*",),
            progress=claimed.progress,
            because=(Because(rule="released", sentence=sentence, step=step),),
        )
        return keep(parts, conn, claimed.situation, again)
    because = Because(rule=settlement.state.value, sentence=settlement.detail, step=step)
    return _advance(parts, conn, claimed.situation, claimed.progress, RESULTS[settlement.state], because, now)


def _go_on(
    parts: Parts, conn: Connection, situation: Situation, move: Move, done: tuple[str, Because], now: datetime
) -> Move:
    result, because = done
    return _advance(parts, conn, situation, move.progress, result, because, now)


def _advance(
    parts: Parts,
    conn: Connection,
    situation: Situation,
    progress: Progress,
    result: str,
    because: Because,
    now: datetime,
) -> Move:
    """The move after this step, which ended with that result."""
    assert because.step is not None, "what is done is a step"
    plan = plan_of(parts, conn, situation, progress)
    ahead = decide(parts, conn, situation, after(plan, progress, because.step, result, now), events=())
    return keep(parts, conn, situation, replace(ahead, because=(because, *ahead.because)))


def _found(conn: Connection, key: str, step: str, state: SendState, now: datetime) -> tuple[str, Because]:
    """What an earlier attempt left behind."""
    if state is SendState.CLAIMED:
        ledger.mark_unknown(conn, key, detail="an earlier attempt was lost after it claimed the message", at=now)
        state = SendState.UNKNOWN
    return RESULTS[state], Because(rule="found", sentence=f"an earlier attempt left it {state}", step=step)


def _refused(never: Never, step: EmailStep) -> tuple[str, Because]:
    sentence = f"did not leave: {never.sentence}"
    return never.result, Because(rule=never.rule, sentence=sentence, inputs=never.inputs, step=step.id)


def _held_until(move: Move, later: Later) -> Move:
    because = Because(rule=later.rule, sentence=later.sentence, step=move.step)
    return replace(move, at=later.at, summary=f"{move.step}: {later.sentence}", because=(*move.because, because))
