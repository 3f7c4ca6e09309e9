"""Telling another system something: claim, call, settle, as for mail.

What comes to the same however often it is said is said again until it arrives, for two days; anything else, such as a
note, never is once it may have arrived.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import Act, Move, TakenIn
from nurture.domain.dispatches import Dispatch, Json
from nurture.domain.moves import LOOK, Because, Progress
from nurture.domain.touchpoints import SendState, touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.next_move import put_off
from nurture.errors import ChannelError, OutcomeUnknown, Released
from nurture.language.company import CompanyFile
from nurture.language.steps import Step
from nurture.language.steps.ats import REFUSED, UNKNOWN
from nurture.service.advancing import advance, recorded
from nurture.service.deciding import FAULTS, decide, held, is_still_right
from nurture.service.intake import everybody_about
from nurture.service.keeping import keep, ready
from nurture.service.parts import Parts
from nurture.service.views import View, is_paused, journey_of, view_of
from nurture.store import dispatches
from nurture.store.situations import lock_candidate_of
from nurture.values import frozen, replace

FIRST_DELAY: Final = timedelta(minutes=5)
LONGEST_DELAY: Final = timedelta(hours=6)
"""Attempts are twice as far apart each time, from the one to the other."""
GIVE_UP_AFTER: Final = timedelta(days=2)
"""How long after the first attempt nobody tries again."""
NOBODY: Final = TakenIn()
LOST: Final = "an earlier attempt was lost, and may have arrived"


@frozen
class Order:
    """What is to be told whom. `said` is for the record of decisions, and holds nothing personal."""

    kind: str
    to: str
    summary: str
    said: str
    content: Mapping[str, Json]
    is_repeatable: bool = True


@frozen
class Answer:
    """How a call ended. `said` holds nothing personal, `detail` may; `result` is what later steps see.

    `name` is how the other side spells what it was told, where that may differ.
    """

    state: SendState
    said: str
    result: str | None = None
    detail: str | None = None
    retry_at: datetime | None = None
    name: str | None = None


@frozen
class Errand:
    """One way to tell: what is to be told, how, and what follows once it has arrived. `rule` names it in decisions."""

    rule: str
    order: Callable[[View, Journey, Step], Order]
    call: Callable[[Parts, CompanyFile, Dispatch], Answer]
    follow: Callable[[Parts, Connection, Dispatch, Answer], TakenIn]


@frozen
class Told:
    """What comes next for the journey, and which others to start and to wake."""

    move: Move
    taken: TakenIn = NOBODY


@frozen
class _Claimed:
    """What is ours to tell, and where the journey stood when it was claimed."""

    dispatch: Dispatch
    order: Order
    company: CompanyFile
    progress: Progress
    because: tuple[Because, ...]


def carry_out(parts: Parts, act: Act, token: str, errand: Errand) -> Told:
    """Carries out a move that tells another system something, if it still is the right one.

    `token` is this attempt's own: of two attempts only the one that claimed it last settles it.
    """
    with parts.store.write() as conn:
        claimed = _claim(parts, conn, act, token, errand)
    if isinstance(claimed, Told):
        return claimed
    answer = errand.call(parts, claimed.company, claimed.dispatch)
    with parts.store.write() as conn:
        return _settle(parts, conn, act, claimed, answer, errand)


def failed(error: ChannelError, *, is_repeatable: bool) -> Answer:
    """What a call that failed comes to: again, later, wherever that does no harm."""
    if isinstance(error, Released) or (isinstance(error, OutcomeUnknown) and is_repeatable):
        retry_at = error.retry_at if isinstance(error, Released) else None
        return Answer(state=SendState.RELEASED, said=error.message, detail=str(error), retry_at=retry_at)
    if isinstance(error, OutcomeUnknown):
        return Answer(state=SendState.UNKNOWN, result=UNKNOWN, said=error.message, detail=str(error))
    return Answer(state=SendState.REJECTED, result=REFUSED, said=error.message, detail=str(error))


def _claim(parts: Parts, conn: Connection, act: Act, token: str, errand: Errand) -> _Claimed | Told:
    view = view_of(parts, conn, act.enrollment_id, act.move.progress, at=act.move.at)
    move, step, key = decide(view), act.move.step or "", _key(act)
    if is_paused(view):
        return Told(move=keep(view, move))
    if not is_still_right(move, act, view.now):
        dispatches.give_up(conn, key, why=LOST, at=view.now)
        return Told(move=keep(view, move))
    view = replace(view, progress=move.progress)
    found = dispatches.find(conn, key)
    if found is not None and found.state not in (SendState.CLAIMED, SendState.RELEASED):
        return _pick_up(view, move, found)
    if view.facts.candidate.is_anonymized:
        because = Because(rule=errand.rule, sentence="not told: the person's data was erased", step=step)
        return Told(move=advance(view, REFUSED, view.now, (*move.because, because)))
    try:
        order = errand.order(view, journey_of(view), view.published.plan.steps[step])
    except FAULTS as fault:
        return Told(move=keep(view, held(view.progress, fault)))
    claim = dispatches.claim(conn, _dispatch(view, step, key, token, order), is_repeatable=order.is_repeatable)
    if not claim.is_ours:
        return _pick_up(view, move, claim.dispatch)
    return _Claimed(
        dispatch=claim.dispatch, order=order, company=view.company, progress=view.progress, because=move.because
    )


def _dispatch(view: View, step: str, key: str, token: str, order: Order) -> Dispatch:
    enrollment, application = view.situation.enrollment, view.situation.records.application
    return Dispatch(
        id=key,
        candidate_id=enrollment.candidate_id,
        application_id=application.id if application else None,
        enrollment_id=enrollment.id,
        step=step,
        visit=view.progress.next_visit(step),
        kind=order.kind,
        to=order.to,
        summary=order.summary,
        at=view.now,
        claimed_at=view.now,
        content=order.content,
        token=token,
    )


def _pick_up(view: View, move: Move, found: Dispatch) -> Told:
    """Goes on from what an earlier attempt left, as it would have gone on itself."""
    result = found.result or REFUSED
    if found.state is SendState.CLAIMED:
        result = UNKNOWN
        dispatches.settle(view.conn, found.id, found.token, SendState.UNKNOWN, at=view.now, result=result, detail=LOST)
    because = Because(rule="found", sentence=f"an earlier attempt left it {result}", step=found.step)
    others = everybody_about(view.parts, view.conn, (found.candidate_id,), "told before")
    move = advance(view, result, found.settled_at or view.now, (*move.because, because))
    return Told(move=move, taken=_without(others, found.enrollment_id))


def _settle(parts: Parts, conn: Connection, act: Act, claimed: _Claimed, answer: Answer, errand: Errand) -> Told:
    """Records how the call ended, lets others hear of what it changed, and goes on.

    Everything is read anew: during the call somebody may have replied, been merged or paused the journey.
    """
    lock_candidate_of(conn, act.enrollment_id)
    dispatch, now = claimed.dispatch, parts.clock.now()
    answer = _in_the_end(answer, dispatch, now)
    is_ours = dispatches.settle(
        conn, dispatch.id, dispatch.token, answer.state, at=now, result=answer.result, detail=answer.detail
    )
    taken = NOBODY
    if is_ours and answer.state is SendState.ACCEPTED:
        taken = _without(errand.follow(parts, conn, dispatches.get(conn, dispatch.id), answer), act.enrollment_id)
    view = view_of(parts, conn, act.enrollment_id, claimed.progress)
    if not is_ours or recorded(view, act) is not None:  # this attempt was taken for lost, and another has gone on
        return Told(move=ready(parts.clock, replace(act.move, action=LOOK, at=view.now)), taken=taken)
    if answer.state is SendState.RELEASED:
        return Told(move=_later(view, act, claimed, answer), taken=taken)
    inputs = {"to": dispatch.to}
    because = Because(
        rule=errand.rule, sentence=f"{claimed.order.said}: {answer.said}", step=dispatch.step, inputs=inputs
    )
    return Told(move=advance(view, answer.result or REFUSED, now, (*claimed.because, because)), taken=taken)


def _later(view: View, act: Act, claimed: _Claimed, answer: Answer) -> Move:
    """The same step once more, later."""
    dispatch = claimed.dispatch
    delay = min(FIRST_DELAY * 2 ** min(dispatch.attempts - 1, 10), LONGEST_DELAY)
    at = view.now + delay
    if answer.retry_at is not None:
        at = min(max(at, answer.retry_at), view.now + LONGEST_DELAY)
    sentence = f"{claimed.order.said}: {answer.said}; tries again"
    because = Because(rule="released", sentence=sentence, step=dispatch.step)
    ahead = decide(replace(view, progress=put_off(view.progress, dispatch.step, at)))
    if ahead.action == act.move.action and ahead.step == dispatch.step:
        ahead = replace(ahead, summary=f"{dispatch.step}: {answer.said}; tries again")
    return keep(view, replace(ahead, because=(*claimed.because, because, *ahead.because)))


def _in_the_end(answer: Answer, dispatch: Dispatch, now: datetime) -> Answer:
    """The answer; what did not arrive in all that time is refused."""
    if answer.state is not SendState.RELEASED or now - dispatch.at < GIVE_UP_AFTER:
        return answer
    said = f"given up after {dispatch.attempts} attempts: {answer.said}"
    return replace(answer, state=SendState.REJECTED, result=REFUSED, said=said)


def _without(taken: TakenIn, enrollment_id: str) -> TakenIn:
    """Those to be woken but the run itself, which has seen what there is."""
    return replace(taken, pokes=tuple(each for each in taken.pokes if each.enrollment_id != enrollment_id))


def _key(act: Act) -> str:
    return touchpoint_key(act.enrollment_id, act.move.step or "", act.move.visit)
