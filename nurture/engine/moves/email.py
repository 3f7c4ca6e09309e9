"""`email`: leaves in the next open hours after it is due; the gate has the last word when it comes to leave."""

from datetime import datetime, timedelta

from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.language.steps.email import EmailStep

SEND_EMAIL = "send_email"


@stand.register
def email(step: EmailStep, place: Place, journey: Journey) -> Go | Stand:
    """Stands until the hours that the sequence allows, in the zone of whoever reads it.

    What is late is late from when it was due, even if an attempt that failed put it off until `place.since`.
    """
    due = place.due or place.since
    if step.hold:
        due = step.hold.add_to(due, journey.zone, journey.calendar)
    at = opening(step, due, journey)
    earliest = max(place.since, journey.now)
    if at < earliest:
        if step.if_late == "skip" and journey.now - at > lateness(step):
            sentence = f"was due {journey.say(at)} and that is too long ago"
            because = Because(rule="too-late", step=step.id, sentence=sentence)
            since = min(place.since, journey.now)
            return Go(to=journey.plan.after(step.id), result="skipped", since=since, because=because)
        at = opening(step, earliest, journey)
    summary = f"sends {step.id} on {journey.say(at)}"
    return Stand(step=step.id, at=at, action=SEND_EMAIL, summary=summary)


def opening(step: EmailStep, at: datetime, journey: Journey) -> datetime:
    """The first moment from `at` on at which this mail may leave. Our own people are reached by the company's clock."""
    window = step.hours or journey.plan.sequence.send.hours
    zone = journey.zone if step.to == "candidate" else journey.office_zone
    return window.opens_at_or_after(at, zone, journey.calendar)


def lateness(step: EmailStep) -> timedelta:
    """How late this mail may be and still make sense."""
    return step.late_after.rough if step.late_after else timedelta(days=1)
