"""`wait_for`: until something happens, or so long; what happened before the journey came here does not count."""

from collections.abc import Iterator

from nurture.domain.moves import Because, Outcome, Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.moves.wait import ANY_EVENT, end_of
from nurture.engine.stand import stand
from nurture.language.steps.wait_for import WaitForStep

THEN, OTHERWISE = 0, 1


@stand.register
def wait_for(step: WaitForStep, place: Place, journey: Journey) -> Go | Stand:
    """Goes on with `then` on the first event that matches, with `otherwise` when the time is up.

    One event ends one wait: what has brought the journey here does not carry it through the next wait, too. Tracks
    that run side by side take it each for itself.
    """
    awaited = step.wait_for
    timeout = end_of(awaited.timeout, place.since, journey) if awaited.timeout else None
    taken = max((outcome.event or 0 for outcome in _on_this_track(step, journey)), default=0)
    for event in journey.events:
        in_time = event.at >= place.since and (timeout is None or event.at <= timeout)
        if in_time and event.number > taken and event.type in awaited.event and journey.matches(event, awaited.where):
            inputs = journey.looked_at(awaited.where, event) if awaited.where else {}
            because = Because(
                rule="event-came",
                step=step.id,
                sentence=f"{event.type} came {journey.say(event.at)}",
                inputs=inputs,
            )
            return Go(
                to=journey.plan.block(step.id, THEN),
                result=event.type,
                since=event.at,
                event=event.number,
                because=because,
            )
    names = " or ".join(awaited.event)
    listen = tuple(awaited.event) + ((ANY_EVENT,) if awaited.timeout and awaited.timeout.anchor else ())
    if timeout is None:
        return Stand(step=step.id, at=None, summary=f"{step.id}: waits for {names}", listen=listen)
    if timeout > journey.now:
        summary = f"{step.id}: waits for {names}, until {journey.say(timeout)}"
        return Stand(step=step.id, at=timeout, summary=summary, listen=listen)
    because = Because(
        rule="timeout",
        step=step.id,
        sentence=f"no {names} within {awaited.timeout}, by {journey.say(timeout)}",
    )
    return Go(to=journey.plan.block(step.id, OTHERWISE), result="timeout", since=timeout, because=because)


def _on_this_track(step: WaitForStep, journey: Journey) -> Iterator[Outcome]:
    outcomes = journey.facts.outcomes
    return (outcome for done, outcome in outcomes.items() if not journey.plan.are_side_by_side(done, step.id))
