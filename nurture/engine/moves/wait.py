"""`wait`: until a time has passed or a moment comes; an anchor that moves moves the wait, both ways."""

from datetime import datetime
from zoneinfo import ZoneInfo

from nurture.domain.moves import LOOK, Because, Place
from nurture.engine.anchors import date_of
from nurture.engine.hearing import news_of
from nurture.engine.journey import End, Go, Journey, Stand
from nurture.engine.moves.email import slide_of
from nurture.engine.readers import clock_before
from nurture.engine.stand import stand
from nurture.language.steps.email import EmailStep
from nurture.language.steps.sms import SmsStep
from nurture.language.steps.wait import WaitStep
from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Duration, Unit
from nurture.timing.wait import Wait


def end_of(wait: Wait, start: datetime, following: str | None, journey: Journey) -> datetime | None:
    """When a wait that began at `start` is over, as things stand; None while its anchor has no date.

    It is counted on the candidate's clock, but working hours are those of whoever the `following` step is for.
    """
    anchor = date_of(wait.anchor, journey) if wait.anchor else None
    if wait.anchor and anchor is None:
        return None
    zone, calendar = clock_of(wait.duration, following, journey)
    return wait.ends(
        start=start,
        anchor=anchor,
        zone=zone,
        calendar=calendar,
        window=journey.plan.sequence.send.hours,
    )


def clock_of(length: Duration | None, following: str | None, journey: Journey) -> tuple[ZoneInfo, WorkCalendar]:
    """The zone and the calendar by which a length of time is counted that comes before that step."""
    if length is not None and length.unit is Unit.WORKING_HOURS:
        return clock_before(following, journey)
    return journey.zone, journey.calendar


@stand.register
def wait(step: WaitStep, place: Place, journey: Journey) -> Go | Stand | End:
    """Stands until the end of the wait, and names what will be done then if that is plain already."""
    ends = end_of(step.wait, place.since, journey.plan.after(step.id), journey)
    listen = tuple(sorted(news_of(step.wait.anchor))) if step.wait.anchor else ()
    if ends is None:
        summary = f"waits {step.wait}: {step.wait.anchor} has no date yet"
        return Stand(step=step.id, at=None, summary=summary, listen=listen)
    if ends <= journey.now and step.wait.anchor and ends < place.since:
        return _passed(step, place, ends, journey)
    standing = _standing(step, ends, listen, journey)
    if standing.at is not None and standing.at > journey.now:
        return standing
    until = journey.say(ends) if ends <= journey.now else f"{journey.say(journey.now)}, ahead of {journey.say(ends)}"
    because = Because(rule="wait-over", step=step.id, sentence=f"waited {step.wait}, until {until}")
    return Go(to=journey.plan.after(step.id), result="waited", since=ends, because=because)


def _standing(step: WaitStep, ends: datetime, listen: tuple[str, ...], journey: Journey) -> Stand:
    """A wait and the mail after it are one: until that leaves, in its own hours, a date that moves moves both."""
    following = journey.plan.after(step.id)
    if following is not None:
        after = journey.plan.steps[following]
        goes_earlier = isinstance(after, EmailStep | SmsStep) and slide_of(after, journey).way == "earlier"
        now = journey.now if goes_earlier else max(ends, journey.now)
        ahead = stand(after, Place(step=following, since=ends), journey.ahead(now))
        if isinstance(ahead, Stand) and ahead.action != LOOK and ahead.at is not None:
            summary = f"waits {step.wait}, then {ahead.summary}"
            return Stand(step=ahead.step, at=ahead.at, action=ahead.action, summary=summary, listen=listen)
    summary = f"{step.id}: waits {step.wait}, until {journey.say(ends)}"
    return Stand(step=step.id, at=ends, summary=summary, listen=listen)


def _passed(step: WaitStep, place: Place, ends: datetime, journey: Journey) -> Go | End:
    sentence = f"{journey.say(ends)} had already passed on arrival: {step.if_past}"
    because = Because(rule="anchor-passed", step=step.id, sentence=sentence)
    if step.if_past == "exit":
        return End(outcome="anchor-passed", because=because)
    to = journey.plan.after(step.id)
    if step.if_past == "skip-next" and to is not None and not journey.plan.is_around(to, step.id):
        to = journey.plan.after(to)
        return Go(to=to, result="anchor-passed", since=place.since, because=because)
    return Go(to=to, result="anchor-passed", since=place.since, due=ends, because=because)
