"""`repeat`: one round after the other, until the condition holds or the rounds are used up."""

from datetime import datetime

from nurture.domain.moves import RUNNING, Because, Outcome, Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.moves.wait import end_of
from nurture.engine.stand import stand
from nurture.language.steps.repeat import RepeatStep

BODY = 0


@stand.register
def repeat(step: RepeatStep, place: Place, journey: Journey) -> Go | Stand:
    """Begins at once; comes back here after each round, and stands until the next is due."""
    before = journey.facts.outcomes.get(step.id)
    if before is None or not before.is_running:
        return _round_or_end(step, 1, place, journey)
    assert before.round is not None, "a round that runs has a number"
    if before.round == step.repeat.times and step.repeat.until is None:
        return _end(step, before.round, place, journey)
    due = Place(step=step.id, since=_next_due(step, before, place, journey))
    if due.since <= journey.now:
        return _round_or_end(step, before.round + 1, due, journey)
    ahead = f"round {before.round + 1} of {step.repeat.times}" if before.round < step.repeat.times else "a last look"
    summary = f"{step.id}: waits {step.repeat.every} for {ahead}, until {journey.say(due.since)}"
    return Stand(step=step.id, at=due.since, summary=summary)


def _next_due(step: RepeatStep, before: Outcome, place: Place, journey: Journey) -> datetime:
    """Counted from when the round was due; a round that lasted longer than that is followed by the whole time."""
    assert before.due is not None, "a round that runs was due at some time"
    for start in (before.due, place.since):
        due = end_of(step.repeat.every, start, journey)
        assert due is not None, "only a wait for a fact can be without an end"
        if due >= place.since:
            return due
    raise AssertionError(f"{step.repeat.every} is no time at all")


def _round_or_end(step: RepeatStep, number: int, place: Place, journey: Journey) -> Go:
    until = step.repeat.until
    if until is not None and journey.is_true(until):
        because = Because(
            rule="repeat-done",
            step=step.id,
            sentence=f"done after {_rounds(number - 1)}, because {until.text}",
            inputs=journey.looked_at(until),
        )
        to = journey.plan.after(step.id)
        return Go(to=to, result="done", since=place.since, due=place.due, because=because, round=number - 1)
    if number > step.repeat.times:
        return _end(step, number - 1, place, journey)
    because = Because(
        rule="repeat",
        step=step.id,
        sentence=f"round {number} of {step.repeat.times} at most"
        if until
        else f"round {number} of {step.repeat.times}",
        inputs=journey.looked_at(until) if until else {},
    )
    to = journey.plan.block(step.id, BODY)
    return Go(to=to, result=RUNNING, since=place.since, due=place.due, because=because, round=number)


def _end(step: RepeatStep, number: int, place: Place, journey: Journey) -> Go:
    because = Because(rule="repeat-exhausted", step=step.id, sentence=f"{_rounds(number)} are used up")
    return Go(to=journey.plan.after(step.id), result="exhausted", since=place.since, because=because, round=number)


def _rounds(number: int) -> str:
    return f"{number} round" if number == 1 else f"{number} rounds"
