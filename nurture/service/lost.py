"""Messages of which nobody knows whether they left: whether one is handed over a second time, and who settles the rest.

A second time only where its author prefers twice to never (`delivery: at_least_once`), once, and after the provider has
had time to tell what became of it.
"""

from datetime import datetime, timedelta
from typing import Final

from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict, NotFound
from nurture.language.steps.email import Delivery, EmailStep
from nurture.store import Store, audit, carried, contacts, ledger
from nurture.store.audit import Deed
from nurture.store.situations import lock_candidate_of

RECONCILED_WITHIN: Final = timedelta(hours=1)
"""How long a provider has to tell that it has the message."""

MOST_CALLS: Final = 2
"""How often a message is handed over without an answer: a server that never answers must not get it every hour."""


def is_worth_another(step: EmailStep, lost_calls: int) -> bool:
    """Whether a message may be handed over once more that may have left that many times."""
    return step.delivery is Delivery.AT_LEAST_ONCE and lost_calls < MOST_CALLS


def again_at(lost_at: datetime) -> datetime:
    """When it is handed over once more."""
    return lost_at + RECONCILED_WITHIN


def settle_by_hand(store: Store, key: str, *, has_left: bool, by: str, now: datetime) -> None:
    """Keeps what somebody found out about a message of unknown fate: it counts as sent, or as never sent, from now on.

    The journey has gone on and does not go back. Raises NotFound, and Conflict where its fate is known.
    """
    with store.write() as conn:
        found = contacts.by_id(conn, key)
        if found is None or found.enrollment_id is None:
            raise NotFound(f"the ledger knows no message {key}", hint="nurture unknown lists them.")
        lock_candidate_of(conn, found.enrollment_id)
        before = ledger.state_of(conn, key)
        if before is not SendState.UNKNOWN:
            raise Conflict(f"{key} is {before}: that is known already")
        state, said = (SendState.ACCEPTED, "it left") if has_left else (SendState.REJECTED, "it never left")
        ledger.settle(conn, key, None, state, at=now, detail=f"{by} says that {said}")
        carried.follow(conn, key, at=now)
        deed = Deed(at=now, who=by, what=f"settled {key}: {said}", why="", about=found.candidate_id)
        audit.record(conn, deed)
