"""`email`: leaves in the next open hours after it is due; the gate has the last word when it comes to leave."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey, Stand, Stay
from nurture.engine.moves.task import CREATE_TASK, LISTENS, done_by
from nurture.engine.stand import stand
from nurture.language.steps.email import YES, EmailStep
from nurture.language.steps.sms import SmsStep
from nurture.timing.slide import Slide
from nurture.timing.window import SendWindow

SEND_EMAIL = "send_email"
APPROVED = "approved"
DECLINED = "declined"

BEFORE_CLOSING = timedelta(minutes=15)
"""How long before the hours end a mail leaves that goes earlier: time enough for it to leave in them."""


@stand.register
def email(step: EmailStep, place: Place, journey: Journey) -> Go | Stand | Stay:
    """Stands until somebody has said yes, where that is asked for, and until the hours that the sequence allows, in the
    zone of whoever reads it.

    What is late is late from when it was due, even if an attempt that failed, or a yes that took its time, put it off
    until `place.since`.
    """
    if step.approve and APPROVED not in place.did:
        return _asking(step, place, journey)
    due = place.due or place.since
    if step.hold:
        due = step.hold.add_to(due, journey.zone, journey.calendar)
    slide = slide_of(step, journey)
    if slide.way == "skip" and opening(step, due, journey) != due:
        because = Because(rule="closed-hours", step=step.id, sentence=f"was due {journey.say(due)}, in closed hours")
        return Go(to=journey.plan.after(step.id), result="skipped", since=place.since, because=because)
    at = last_opening(step, due, journey) if slide.way == "earlier" else opening(step, due, journey)
    # A step that may go earlier is looked at before its time; only what was put off must not be tried before.
    may_lie_ahead = slide.way == "earlier" and place.due is None
    earliest = journey.now if may_lie_ahead else max(place.since, journey.now)
    if at < earliest:
        late_since = max(at, due)
        if step.if_late == "skip" and journey.now - late_since > lateness(step):
            sentence = f"was due {journey.say(late_since)} and that is too long ago"
            because = Because(rule="too-late", step=step.id, sentence=sentence)
            since = min(place.since, journey.now)
            return Go(to=journey.plan.after(step.id), result="skipped", since=since, because=because)
        at = opening(step, earliest, journey)
    summary = f"sends {step.id} on {journey.say(at)}"
    return Stand(step=step.id, at=at, action=SEND_EMAIL, summary=summary)


def _asking(step: EmailStep, place: Place, journey: Journey) -> Go | Stand | Stay:
    """Asks once, at any hour, and waits for the answer as long as it takes."""
    assert step.approve is not None, "somebody is to be asked"
    if done := done_by(step, place, journey):
        answer = str(done.data.get("outcome"))
        because = Because(rule="approval", step=step.id, sentence=f"asked, and answered {answer}")
        if answer == YES:
            return Stay(did=APPROVED, since=done.at, because=because)
        to = journey.plan.after(step.id)
        return Go(to=to, result=DECLINED, since=done.at, event=done.number or None, because=because)
    who = step.approve.replace("_", " ")
    if CREATE_TASK in place.did:
        return Stand(step=step.id, at=None, summary=f"{step.id}: waits for a yes of the {who}", listen=LISTENS)
    summary = f"{step.id}: asks the {who} for a yes at {journey.say(place.since)}"
    return Stand(step=step.id, at=place.since, action=CREATE_TASK, summary=summary, listen=LISTENS)


def slide_of(step: EmailStep | SmsStep, journey: Journey) -> Slide:
    """What happens to it in closed hours: as the step says, else as the sequence does."""
    return step.slide or journey.plan.sequence.send.slide


def opening(step: EmailStep, at: datetime, journey: Journey) -> datetime:
    """The first moment from `at` on at which this mail may leave."""
    return _hours(step, journey).opens_at_or_after(at, _zone(step, journey), journey.calendar)


def last_opening(step: EmailStep, at: datetime, journey: Journey) -> datetime:
    """The last moment up to `at` at which it may leave: at the time that it slides to, else shortly before closing."""
    window, zone, clock = _hours(step, journey), _zone(step, journey), slide_of(step, journey).clock
    if window.is_open(at, zone, journey.calendar):
        return at
    if clock is not None and (then := window.last_open_at_clock(at, clock, zone, journey.calendar)):
        return then
    last = window.last_open_before(at, zone, journey.calendar)
    ahead = last + timedelta(minutes=1) - BEFORE_CLOSING
    return ahead if window.is_open(ahead, zone, journey.calendar) else last


def lateness(step: EmailStep) -> timedelta:
    """How late this mail may be and still make sense."""
    return step.late_after.rough if step.late_after else timedelta(days=1)


def _hours(step: EmailStep, journey: Journey) -> SendWindow:
    return step.hours or journey.plan.sequence.send.hours


def _zone(step: EmailStep, journey: Journey) -> ZoneInfo:
    """Our own people are reached by the company's clock."""
    return journey.zone if step.to == "candidate" else journey.office_zone
