"""`wait_for`: until something happens or is true, or so long; what happened before the journey came does not count."""

from collections.abc import Iterator
from datetime import datetime

from nurture.domain.events import Event
from nurture.domain.moves import Because, Outcome, Place
from nurture.engine.hearing import news_for, news_of
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.moves.wait import end_of
from nurture.engine.stand import stand
from nurture.language.steps.wait_for import WaitFor, WaitForStep

THEN, OTHERWISE = 0, 1


@stand.register
def wait_for(step: WaitForStep, place: Place, journey: Journey) -> Go | Stand:
    """Goes on with `then` on the event that completes what it waits for, or once its condition holds; with `otherwise`
    when the time is up.

    One event ends one wait: what has brought the journey here does not carry it through the next wait, too. Tracks
    that run side by side take it each for itself.
    """
    awaited = step.wait_for
    late = journey.plan.block(step.id, OTHERWISE)
    timeout = end_of(awaited.timeout, place.since, late, journey) if awaited.timeout else None
    met = place.met
    for event in _that_count(step, place, timeout, journey):
        met = met if event.type in met else (*met, event.type)
        if len(met) >= awaited.needed:
            return _came(step, event, met, journey)
    if awaited.when is not None and journey.is_true(awaited.when):
        because = Because(
            rule="came-true",
            step=step.id,
            sentence=f"{awaited.when.text} is true",
            inputs=journey.looked_at(awaited.when),
        )
        return Go(to=journey.plan.block(step.id, THEN), result="true", since=journey.now, because=because)
    names = awaited.said
    if timeout is not None and timeout <= journey.now:
        sentence = f"no {names} within {awaited.timeout}, by {journey.say(timeout)}"
        because = Because(rule="timeout", step=step.id, sentence=sentence)
        return Go(to=late, result="timeout", since=timeout, because=because)
    so_far = f" ({', '.join(met)} came)" if met else ""
    until = f", until {journey.say(timeout)}" if timeout else ""
    summary = f"{step.id}: waits for {names}{so_far}{until}"
    return Stand(step=step.id, at=timeout, summary=summary, listen=_listen(awaited), met=met)


def _that_count(step: WaitForStep, place: Place, timeout: datetime | None, journey: Journey) -> list[Event]:
    if not journey.events:
        return []
    awaited = step.wait_for
    taken = max((outcome.event or 0 for outcome in _on_this_track(step, journey)), default=0)
    return [
        event
        for event in journey.events
        if event.type in awaited.events
        and event.number > taken
        and event.at >= place.since
        and (timeout is None or event.at <= timeout)
        and journey.is_meant(event, awaited.of)
        and journey.matches(event, awaited.where)
    ]


def _came(step: WaitForStep, event: Event, met: tuple[str, ...], journey: Journey) -> Go:
    """The wait is over by that event, the last of those that it took."""
    awaited = step.wait_for
    if awaited.needed > 1:
        result = "all" if awaited.all_ else "enough"
        sentence = f"{' and '.join(met)} came, the last {journey.say(event.at)}"
    else:
        result, sentence = event.type, f"{event.type} came {journey.say(event.at)}"
    inputs = journey.looked_at(awaited.where, event) if awaited.where else {}
    return Go(
        to=journey.plan.block(step.id, THEN),
        result=result,
        since=event.at,
        event=event.number,
        because=Because(rule="event-came", step=step.id, sentence=sentence, inputs=inputs),
    )


def _listen(awaited: WaitFor) -> tuple[str, ...]:
    judged = news_for(awaited.when) if awaited.when else frozenset[str]()
    anchor = awaited.timeout.anchor if awaited.timeout else None
    moved = news_of(anchor) if anchor else frozenset[str]()
    return tuple(sorted(judged | moved | set(awaited.events)))


def _on_this_track(step: WaitForStep, journey: Journey) -> Iterator[Outcome]:
    outcomes = journey.facts.outcomes
    return (outcome for done, outcome in outcomes.items() if not journey.plan.are_side_by_side(done, step.id))
