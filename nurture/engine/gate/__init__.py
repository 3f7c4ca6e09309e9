"""May this message leave now? Asked under lock, in the transaction that claims it. Anything unknown fails closed.

Rules stand in one list, judged in order; each is a function of the attempt that answers None (no objection), `Later`
(with the moment to ask again) or `Never`. Every no has a name and a sentence.
"""

from collections.abc import Callable
from typing import Final

from nurture.engine.gate import message, person, waiting
from nurture.engine.gate.attempt import Attempt, Contacts, Limit, Missing
from nurture.engine.gate.verdict import Later, Never, Verdict
from nurture.engine.gate.waiting import BREAKER

__all__ = [
    "BREAKER",
    "RULES",
    "Attempt",
    "Contacts",
    "Later",
    "Limit",
    "Missing",
    "Never",
    "Rule",
    "Verdict",
    "why_held",
]

Rule = Callable[[Attempt], Verdict]

RULES: Final[tuple[Rule, ...]] = (
    waiting.unread_news,
    person.erased,
    person.do_not_contact,
    person.ats_permission,
    person.application_status,
    message.somebody,
    person.suppressed,
    person.only_openings,
    person.consent,
    person.replied,
    message.condition,
    message.approval,
    message.thread,
    message.too_near,
    message.mailed_of_late,
    message.surveyed_of_late,
    message.needless,
    waiting.everybody_there,
    waiting.paused,
    waiting.out_of_office,
    waiting.breaker,
    waiting.touch_cap,
    waiting.openings_cap,
    waiting.reader_cap,
)
"""In the order in which they are asked: what ends a message for good before what makes it wait. Before all of them,
whether what they judge by is all that was told.
"""


def why_held(attempt: Attempt) -> Verdict:
    """The first objection to this message leaving now; None lets it go. Raises Held where a person has to step in."""
    for rule in RULES:
        if verdict := rule(attempt):
            return verdict
    return None
