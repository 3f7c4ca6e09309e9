"""`wait`: until a time has passed or a moment comes; an anchor that moves moves the wait, both ways."""

from datetime import date, datetime

from nurture.domain.moves import LOOK, Because, Place
from nurture.engine.journey import End, Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.errors import Held
from nurture.language.expressions import Expression, value_of
from nurture.language.steps.wait import WaitStep
from nurture.timing.wait import Wait

ANY_EVENT = "*"


def end_of(wait: Wait, start: datetime, journey: Journey) -> datetime | None:
    """When a wait that began at `start` is over, as things stand; None while its anchor has no date."""
    anchor = anchor_of(wait, journey)
    if wait.anchor and anchor is None:
        return None
    return wait.ends(
        start=start,
        anchor=anchor,
        zone=journey.zone,
        calendar=journey.calendar,
        window=journey.plan.sequence.send.hours,
    )


def anchor_of(wait: Wait, journey: Journey) -> date | datetime | None:
    """The date that a wait counts from; None where it counts from none, or while that is not known."""
    if not wait.anchor:
        return None
    value = value_of(Expression(wait.anchor), journey.names)
    if value is None or isinstance(value, date):
        return value
    raise Held(f"`{wait.anchor}` is {value!r}, not a date", hint="Correct the wait and publish again.")


@stand.register
def wait(step: WaitStep, place: Place, journey: Journey) -> Go | Stand | End:
    """Stands until the end of the wait, and names what will be done then if that is plain already."""
    ends = end_of(step.wait, place.since, journey)
    listen = (ANY_EVENT,) if step.wait.anchor else ()
    if ends is None:
        summary = f"waits {step.wait}: {step.wait.anchor} has no date yet"
        return Stand(step=step.id, at=None, summary=summary, listen=listen)
    if ends <= journey.now and step.wait.anchor and ends < place.since:
        return _passed(step, place, ends, journey)
    standing = _standing(step, ends, listen, journey)
    if standing.at is not None and standing.at > journey.now:
        return standing
    because = Because(rule="wait-over", step=step.id, sentence=f"waited {step.wait}, until {journey.say(ends)}")
    return Go(to=journey.plan.after(step.id), result="waited", since=ends, because=because)


def _standing(step: WaitStep, ends: datetime, listen: tuple[str, ...], journey: Journey) -> Stand:
    """A wait and the mail after it are one: until that leaves, in its own hours, a date that moves moves both."""
    following = journey.plan.after(step.id)
    if following is not None:
        then = Journey(plan=journey.plan, facts=journey.facts, events=(), now=max(ends, journey.now))
        ahead = stand(journey.plan.steps[following], Place(step=following, since=ends), then)
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
