"""Who is let into a sequence by hand in a rehearsal, as `nurture enroll` does it."""

from nurture.contracts import TakenIn
from nurture.service.enrolling import ABOUT_APPLICATIONS, ByHand, enroll_by_hand, plan_named
from nurture.service.parts import Parts
from nurture.simulator.news import Hand


def let_in(parts: Parts, told: Hand, *, by: str) -> TakenIn:
    """What follows. The application that a log means is named where the sequence is about one.

    Raises a NurtureError where it would be refused, with the reason.
    """
    with parts.store.read() as conn:
        kind = plan_named(parts, conn, told.sequence).sequence.for_
    application = told.application_id if kind in ABOUT_APPLICATIONS else None
    asked = ByHand(sequence=told.sequence, candidate_id=told.candidate_id, application_id=application, by=by)
    entered = enroll_by_hand(parts, asked)
    return TakenIn(started=(entered.run,), pokes=entered.pokes)
