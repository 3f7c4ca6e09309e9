"""`email`: leaves in the next open hours after it is due; the gate has the last word when it comes to leave."""

import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey, Stand, Stay
from nurture.engine.moves.task import CREATE_TASK, LISTENS, done_by, due_at, task
from nurture.engine.readers import clock_before
from nurture.engine.stand import stand
from nurture.errors import Held
from nurture.language.steps.email import MERGE, TASK, YES, EmailStep
from nurture.language.steps.sms import SmsStep
from nurture.language.steps.task import CREATED
from nurture.timing.calendar import SEARCH_DAYS
from nurture.timing.closed import last_open_outside, opens_outside
from nurture.timing.format import say
from nurture.timing.slide import Slide
from nurture.timing.window import SendWindow
from nurture.values import replace

SEND_EMAIL = "send_email"
APPROVED = "approved"
DECLINED = "declined"
LATE = "late"
MERGED = "merged"

APPROVAL_LATE = "approval-late"
"""The rule by which a mail is left out that nobody said yes or no to in time."""

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
    if step.if_late == TASK and CREATE_TASK in place.did:
        return _by_hand(step, place, journey)
    due = place.due or place.since
    if step.hold:
        due = step.hold.add_to(due, *clock_before(step.id, journey))
    due = _turn_of_digest(step, due, journey)
    slide = slide_of(step, journey)
    if slide.way == "skip" and opening(step, due, journey) != due:
        because = Because(rule="closed-hours", step=step.id, sentence=f"was due {journey.say(due)}, in closed hours")
        return Go(to=journey.plan.after(step.id), result="skipped", since=place.since, because=because)
    due = spread_out(step, due, journey)
    at = last_opening(step, due, journey) if slide.way == "earlier" else opening(step, due, journey)
    # A step that may go earlier is looked at before its time; only what was put off must not be tried before.
    may_lie_ahead = slide.way == "earlier" and place.due is None
    earliest = journey.now if may_lie_ahead else max(place.since, journey.now)
    if at < earliest:
        late_since, at = max(at, due), opening(step, earliest, journey)
        if not step.may_be_late and is_too_late(step, late_since, at, journey):
            return _too_late(step, place, late_since, at, journey)
    summary = f"sends {step.id} on {journey.say(at)}"
    return Stand(step=step.id, at=at, action=SEND_EMAIL, summary=summary)


def _too_late(step: EmailStep, place: Place, late_since: datetime, at: datetime, journey: Journey) -> Go | Stand:
    """Left out, put into the next mail, or given to a person as a task."""
    if step.if_late == TASK:
        return _by_hand(step, place, journey)
    instead, result = (", so it goes into the next mail", MERGED) if step.if_late == MERGE else ("", "skipped")
    sentence = f"was due {journey.say(late_since)}, and could only leave {journey.say(at)}{instead}"
    rule = MERGED if step.if_late == MERGE else "too-late"
    because = Because(rule=rule, step=step.id, sentence=sentence)
    since = min(place.since, journey.now)
    return Go(to=journey.plan.after(step.id), result=result, since=since, because=because)


def _by_hand(step: EmailStep, place: Place, journey: Journey) -> Go | Stand:
    """The recruiter gets a task in place of the mail, for which nobody waits."""
    answer = task(step.late_task(), place, journey)
    if isinstance(answer, Go) and answer.result == CREATED:
        return replace(answer, result=TASK)
    return answer


def _asking(step: EmailStep, place: Place, journey: Journey) -> Go | Stand | Stay:
    """Asks once, at any hour, and waits for the answer as long as it takes, or as long as the step says."""
    question = step.approval()
    assert step.approve is not None, "somebody is to be asked"
    assert question is not None, "who is asked has a task"
    until = due_at(question, place.since, journey) if CREATE_TASK in place.did else None
    done = done_by(step, place, journey)
    if done and (until is None or done.at <= until):
        answer = str(done.data.get("outcome"))
        because = Because(rule="approval", step=step.id, sentence=f"asked, and answered {answer}")
        if answer == YES:
            return Stay(did=APPROVED, since=done.at, because=because)
        to = journey.plan.after(step.id)
        return Go(to=to, result=DECLINED, since=done.at, event=done.number or None, because=because)
    who = step.approve.replace("_", " ")
    if until is not None and until <= journey.now:
        sentence = f"the {who} had not answered by {say(until, journey.office_zone)}"
        because = Because(rule=APPROVAL_LATE, step=step.id, sentence=sentence, visit=place.visit)
        return Go(to=journey.plan.after(step.id), result=LATE, since=until, because=because)
    if CREATE_TASK in place.did:
        ends = f", until {say(until, journey.office_zone)}" if until else ""
        return Stand(step=step.id, at=until, summary=f"{step.id}: waits for a yes of the {who}{ends}", listen=LISTENS)
    summary = f"{step.id}: asks the {who} for a yes at {journey.say(place.since)}"
    return Stand(step=step.id, at=place.since, action=CREATE_TASK, summary=summary, listen=LISTENS)


def slide_of(step: EmailStep | SmsStep, journey: Journey) -> Slide:
    """What happens to it in closed hours: as the step says, else as the sequence does."""
    return step.slide or journey.plan.sequence.send.slide


def opening(step: EmailStep, at: datetime, journey: Journey) -> datetime:
    """The first moment from `at` on at which this mail may leave."""
    closed = journey.plan.sequence.send.closed
    return opens_outside(_hours(step, journey), at, _zone(step, journey), journey.calendar, closed)


def last_opening(step: EmailStep, at: datetime, journey: Journey) -> datetime:
    """The last moment up to `at` at which it may leave: at the time that it slides to, else shortly before closing."""
    window, zone, clock = _hours(step, journey), _zone(step, journey), slide_of(step, journey).clock
    closed = journey.plan.sequence.send.closed
    last = last_open_outside(window, at, zone, journey.calendar, closed)
    if last == at:
        return at
    if clock is not None and (then := window.last_open_at_clock(at, clock, zone, journey.calendar)):
        return last_open_outside(window, then, zone, journey.calendar, closed)
    ahead = last + timedelta(minutes=1) - BEFORE_CLOSING
    return ahead if window.is_open(ahead, zone, journey.calendar) else last


def is_too_late(step: EmailStep, since: datetime, at: datetime, journey: Journey) -> bool:
    """Whether this mail, late since that moment, makes no sense any more when it could leave."""
    return at > step.too_late_after.add_to(since, *clock_before(step.id, journey))


def spread_out(step: EmailStep, due: datetime, journey: Journey) -> datetime:
    """When this person's turn comes: a lot drawn by their id, the sequence and the step, always the same one.

    The time runs once the hours allow the mail; a turn in closed hours comes as much later once they open again.
    """
    if step.spread is None:
        return due
    told = "\0".join((journey.facts.candidate.id, journey.plan.sequence.sequence, step.id))
    lot = int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big") / 2**64
    share = timedelta(seconds=int(step.spread.rough.total_seconds() * lot))
    turn = opening(step, due, journey) + share
    closed = journey.plan.sequence.send.closed
    while (opens := opening(step, turn, journey)) > turn:
        window, zone = _hours(step, journey), _zone(step, journey)
        last = last_open_outside(window, turn, zone, journey.calendar, closed) + timedelta(minutes=1)
        turn = opens + (turn - last)
    return turn


def counts_from(step: EmailStep, left: datetime, journey: Journey) -> datetime:
    """From when what comes after a mail counts that left at that moment: the time of its digest, where it has one, or
    a run that came a little after the others would miss the next.
    """
    return step.digest.last(left, _zone(step, journey)) if step.digest else left


def _turn_of_digest(step: EmailStep, due: datetime, journey: Journey) -> datetime:
    """When the digest leaves that it goes out in: the first from then on that is in its hours."""
    if step.digest is None:
        return due
    turn = step.digest.from_(due, _zone(step, journey))
    for _ in range(SEARCH_DAYS):
        if opening(step, turn, journey) == turn:
            return turn
        turn = step.digest.from_(turn + timedelta(minutes=1), _zone(step, journey))
    raise Held(f"{step.id} can never leave: no digest ({step.digest}) falls into its hours", hint="Correct its hours.")


def _hours(step: EmailStep, journey: Journey) -> SendWindow:
    return step.hours or journey.plan.sequence.send.hours


def _zone(step: EmailStep, journey: Journey) -> ZoneInfo:
    """Our own people are reached by the company's clock."""
    return journey.zone if step.is_to_candidate else journey.office_zone
