"""`digest` on a task: what there is to tell the same person about the tasks of other runs."""

from collections.abc import Iterator
from typing import Final

from nurture.contracts import CREATE_TASK, ESCALATE_TASK
from nurture.domain.touchpoints import Address, SendState
from nurture.language.sequence import Purpose
from nurture.service import digests
from nurture.service.composing import office_of, wording
from nurture.service.deciding import FAULTS
from nurture.service.errands import errand_of, on_record, task_step
from nurture.service.mailboxes import Holder
from nurture.service.notices import notice_sender, notice_words
from nurture.service.touchpoints import touchpoint_of
from nurture.service.views import View, journey_of
from nurture.store import carried, tasks
from nurture.values import replace

TOLD_TOGETHER: Final = (CREATE_TASK, ESCALATE_TASK)
"""What is told in one mail; of a task that is handed over its new owner hears at once."""


def beside(
    view: View, others: tuple[str, ...], step: str, to: Holder, sender: Address | None
) -> Iterator[digests.Item]:
    """What is to be told now in other runs to the same person, from the same sender; a task that is given is on record
    then.
    """
    for enrollment_id in others:
        found = digests.due_with(view, enrollment_id, step, TOLD_TOGETHER)
        if found is None:
            continue
        other, move = found
        errand = errand_of(enrollment_id, move)
        try:
            journey = journey_of(other, step)
            asked = task_step(journey, step)
            given = None if errand.is_new else tasks.find(other.conn, errand.task_id)
            reader = office_of(journey, other.company).first_there(errand.to(asked, given))
            rung = errand.rung(asked)
            is_wanted = rung is None or rung.if_ is None or journey.is_true(rung.if_)
            state, _ = carried.standing(other.conn, errand.ledger_key)
            is_free = state in (None, SendState.RELEASED)
            is_same = reader is not None and reader.mailbox is not None and reader.mailbox == to.mailbox
            if not (is_wanted and is_free and is_same) or notice_sender(journey, other.company) != sender:
                continue
            task = on_record(other, journey, asked, errand)
            own = wording(journey, rung.template, other.published.templates) if rung and rung.template else None
            words = notice_words(other.company, journey, task, about=errand.action, words=own)
        except FAULTS:  # its own attempt holds it, and says so
            continue
        told = replace(touchpoint_of(other, step, words.subject), id=errand.ledger_key, step=errand.ledger_step)
        yield digests.Item(words=words, touchpoint=told, purpose=Purpose.INTERNAL)
