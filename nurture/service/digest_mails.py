"""`digest` on a mail: what other runs have to say in it."""

from collections.abc import Iterator

from nurture.contracts import SEND_EMAIL
from nurture.domain.touchpoints import Address, SendState, touchpoint_key
from nurture.engine.gate import why_held
from nurture.engine.outgoing import outgoing
from nurture.service import digests
from nurture.service.composing import office_of, sender_of, words_of
from nurture.service.deciding import FAULTS
from nurture.service.dispatch import reader_for
from nurture.service.history import before_of
from nurture.service.judging import attempt_of, clearance_of, stationery_of
from nurture.service.touchpoints import touchpoint_of
from nurture.service.views import View, journey_of
from nurture.values import replace


def beside(
    view: View, others: tuple[str, ...], step: str, to: Address | None, sender: Address
) -> Iterator[digests.Item]:
    """What other runs have to say now to the same reader, from the same sender. What the gate holds back is not in it:
    its own attempt says why.
    """
    for enrollment_id in others:
        found = digests.due_with(view, enrollment_id, step, (SEND_EMAIL,))
        if found is None:
            continue
        other, move = found
        try:
            journey = journey_of(other, step)
            sends = outgoing(journey.plan.steps[step], journey)
            reader = reader_for(journey, sends, other.company)
            office = office_of(journey, other.company)
            if reader is None or reader.mailbox != to or sender_of(journey, sends.mail, office) != sender:
                continue
            key = touchpoint_key(enrollment_id, step, move.visit)
            cleared = clearance_of(other, key, to, sends.mail)
            before = before_of(other, journey, sends.mail, to, key)
            attempt = replace(attempt_of(other, journey, sends, reader, cleared, None), before=before)
            if cleared.state not in (None, SendState.RELEASED) or before.template is None or why_held(attempt):
                continue
            words = words_of(journey, sends.mail, stationery_of(other), before.template)
        except FAULTS:  # its own attempt holds it, and says so
            continue
        told = replace(touchpoint_of(other, step, words.subject), template=before.template)
        yield digests.Item(words=words, touchpoint=told, purpose=other.published.plan.sequence.purpose)
