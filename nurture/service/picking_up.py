"""A message of which the ledger knows already: whether it may go, and how its journey goes on if not."""

from nurture.contracts import Act
from nurture.domain.moves import Because, Move
from nurture.domain.touchpoints import SendState
from nurture.language.steps import EmailStep
from nurture.service import digests
from nurture.service.advancing import advance, once_more, recorded
from nurture.service.calling import LOST, RESULTS, SAID
from nurture.service.lost import again_at, is_worth_another
from nurture.service.places import key_of
from nurture.service.views import View
from nurture.store import carried, ledger
from nurture.store.clearance import Clearance


def is_to_leave(view: View, step: EmailStep, cleared: Clearance) -> bool:
    """Whether it has not left yet, or may go once more."""
    if cleared.state is SendState.UNKNOWN and cleared.at is not None:
        return is_worth_another(step, cleared.lost_calls) and again_at(cleared.at) <= view.now
    return cleared.state in (None, SendState.RELEASED)


def pick_up(view: View, act: Act, move: Move, step: EmailStep, cleared: Clearance) -> Move:
    """Goes on from what an earlier attempt left in the ledger, as it would have gone on itself."""
    state, at, lost = cleared.state, cleared.at, cleared.lost_calls
    assert state is not None, "there is something to pick up"
    assert at is not None, "what stands in the ledger has a time"
    if state is SendState.CLAIMED:
        state = ledger.mark_unknown(view.conn, key_of(view, act), cleared.token, at=view.now, detail=LOST)
        carried.follow(view.conn, key_of(view, act), at=view.now)
        lost += 1
    before = recorded(view, act)
    because: tuple[Because, ...] = (
        Because(rule="found", sentence=f"an earlier attempt left it {state}", step=move.step),
    )
    if before is None and state is SendState.UNKNOWN and is_worth_another(step, lost):
        return once_more(view, step.id, again_at(at), (*move.because, *because))
    if state in SAID and carried.standing(view.conn, key_of(view, act))[1] is not None:
        settled = Because(rule=state.value, sentence=SAID[state], step=step.id)
        because = (digests.in_one_mail(step.id), settled)
    return advance(view, before.result if before else RESULTS[state], at, (*move.because, *because))
