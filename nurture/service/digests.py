"""`digest`: what several runs have to say to one reader at that time goes out in one mail, that of one of them.

Whichever run comes first puts it together: all that are due stand still meanwhile, each is judged then and there, and
their messages are claimed with the mail that carries them, in one transaction. The others find theirs in the ledger.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import Act
from nurture.domain.moves import Because, Move
from nurture.domain.subject import sequence_of
from nurture.domain.touchpoints import Address, SendState, Touchpoint
from nurture.language.steps import EmailStep, Step, TaskStep
from nurture.messages.words import Words
from nurture.service.deciding import decide
from nurture.service.parts import Parts
from nurture.service.views import View, is_paused, view_of
from nurture.store import carried, contacts, digests, ledger
from nurture.values import frozen, replace

LOOK_AGAIN: Final = timedelta(minutes=1)
"""After how long a run asks again what became of the mail in which its own goes out."""
PATIENCE: Final = timedelta(hours=1)
"""How long it waits for that; then nobody knows."""
RETRY_TOGETHER: Final = timedelta(minutes=5)
"""After how long a mail that did not leave is put together anew, by any of the runs that were in it."""
LOST: Final = "the run whose mail carried it was not heard of again"
"""What the ledger says of a message whose carrier is lost."""


@frozen
class Item:
    """A message that goes out in the mail of another run: what it says, and how it stands on its own timeline."""

    words: Words
    touchpoint: Touchpoint
    purpose: str


def has_digest(step: Step | None) -> bool:
    """Whether what this step says goes out with what it says in other runs."""
    return isinstance(step, EmailStep | TaskStep) and step.digest is not None


def shared_by(view: View, step: Step, to: Address | None) -> str | None:
    """What names the mail in which several runs say what this step has to say to that reader; None without a digest."""
    if to is None or not has_digest(step):
        return None
    return f"{view.situation.enrollment.sequence} {step.id} {view.parts.address_hash(to.reached_at)}"


def others_due(parts: Parts, conn: Connection, act: Act, actions: Iterable[str]) -> tuple[str, ...]:
    """The other runs in which the same step is due, locked; none where the step has no digest.

    To be asked before anything else is locked.
    """
    sequence = sequence_of(act.enrollment_id)
    try:
        plan = parts.plans.plan(conn, sequence, act.move.progress.version).plan
    except ValueError:  # a version that can't be read: `view_of` says so
        return ()
    if act.move.step is None or not has_digest(plan.steps.get(act.move.step)):
        return ()
    now = max(parts.clock.now(), act.move.at or parts.clock.now())
    return digests.lock_due(conn, act.enrollment_id, sequence, act.move.step, actions, at=now)


def due_with(view: View, enrollment_id: str, step: str, actions: Iterable[str]) -> tuple[View, Move] | None:
    """Another run as it stands, and its next move, where that is to say now what this step has to say."""
    other = replace(view_of(view.parts, view.conn, enrollment_id, None, at=view.now), now=view.now)
    move = decide(other)
    is_due = move.action in actions and move.step == step and move.at is not None and move.at <= other.now
    if is_paused(other) or not is_due or not has_digest(other.published.plan.steps.get(step)):
        return None
    return replace(other, progress=move.progress), move


def take_along(conn: Connection, items: Iterable[Item], key: str, recipient: str) -> None:
    """Claims them with the mail of that key."""
    for item in items:
        touchpoint = replace(item.touchpoint, summary=item.words.subject)
        recipient = recipient[: contacts.WIDEST_RECIPIENT]
        carried.join(conn, touchpoint, key, purpose=item.purpose, recipient=recipient)


def wait_for_carrier(view: View, key: str, state: SendState | None, at: datetime | None) -> datetime | None:
    """Until when a message waits for what becomes of the mail in which it goes out; None: for nothing.

    One whose carrier is not heard of within `PATIENCE` counts as unknown.
    """
    if state not in (SendState.CLAIMED, SendState.RELEASED) or at is None:
        return None
    _, carrier = carried.standing(view.conn, key)
    if carrier is None:
        return None
    if state is SendState.RELEASED:  # all of them try again, and not before the carrier does
        again = at + RETRY_TOGETHER
        return again if again > view.now else None
    if at + PATIENCE > view.now:
        return view.now + LOOK_AGAIN
    ledger.give_up(view.conn, carrier, at=view.now, detail=LOST)
    carried.follow(view.conn, carrier, at=view.now)
    return None


def in_one_mail(step: str, more: int | None = None) -> Because:
    """What the record of decisions says of a mail with so many more in it; None: of what went out in another one."""
    with_whom = (
        "that of another run"
        if more is None
        else f"with what {more} more {'run has' if more == 1 else 'runs have'} to say"
    )
    return Because(rule="digest", sentence=f"goes out in one mail, {with_whom}", step=step)
