"""Which other runs it is news for that a message of ours left."""

from nurture.domain.events import BY_OUR_MAILS
from nurture.language.sequence import Purpose
from nurture.service.views import View
from nurture.store import wakeups


def who_hears_that_it_left(view: View) -> dict[str, int]:
    """The other runs of the person that may be waiting for it, and the event to wake each by.

    What is not started yet hears of it at its first look.
    """
    if view.published.plan.sequence.purpose is not Purpose.DECISION:
        return {}
    own = view.situation.enrollment
    return {
        each.enrollment_id: each.newest_event
        for each in wakeups.of_streams(view.conn, (own.candidate_id,))
        if each.enrollment_id != own.id and each.is_started and each.hears(BY_OUR_MAILS)
    }
