"""`repeat`: one round after the other, until the condition holds or the rounds are used up."""

from datetime import datetime

from nurture.domain.moves import RUNNING, Because, Outcome, Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.moves.email import opening, slide_of
from nurture.engine.moves.wait import clock_of, end_of
from nurture.engine.stand import stand
from nurture.language.steps.email import EmailStep
from nurture.language.steps.repeat import RepeatStep
from nurture.timing.closed import is_closed
from nurture.timing.rhythm import first_slot, skip_slots

BODY = 0


@stand.register
def repeat(step: RepeatStep, place: Place, journey: Journey) -> Go | Stand:
    """Begins at once or at its first slot; comes back here after each round, and stands until the next is due."""
    before = journey.facts.outcomes.get(step.id)
    if before is None or not before.is_running:
        return _begin(step, place, journey)
    assert before.round is not None, "a round that runs has a number"
    if before.round == step.repeat.times and step.repeat.until is None:
        return _end(step, before.round, place, journey)
    is_last_look = before.round == step.repeat.times
    at, dropped = _next_due(step, before, place, journey), 0
    if not is_last_look:
        at, dropped = _readable(step, at, journey)
    due = Place(step=step.id, since=at)
    if due.since <= journey.now:
        return _round_or_end(step, before.round + 1, due, journey)
    ahead = "a last look" if is_last_look else f"round {before.round + 1} of {step.repeat.times}"
    return _standing(step, at, dropped, f"waits {step.repeat.every} for {ahead}", journey)


def _begin(step: RepeatStep, place: Place, journey: Journey) -> Go | Stand:
    every, first, hours = step.repeat.every, step.repeat.first, journey.plan.sequence.send.hours
    slot = place.since
    if first is not None:
        slot = first.add_to(slot, *clock_of(first, journey.plan.block(step.id, BODY), journey))
    if first is not None or every.days:
        slot = first_slot(every, slot, journey.zone, journey.calendar, hours)
    at, dropped = _readable(step, slot, journey)
    if at == place.since:
        return _round_or_end(step, 1, place, journey)
    if at <= journey.now:
        return _round_or_end(step, 1, Place(step=step.id, since=at), journey)
    return _standing(step, at, dropped, f"waits for round 1 of {step.repeat.times}", journey)


def _standing(step: RepeatStep, at: datetime, dropped: int, waits: str, journey: Journey) -> Stand:
    left_out = f", without {_rounds(dropped)} that nobody could read" if dropped else ""
    return Stand(step=step.id, at=at, summary=f"{step.id}: {waits}, until {journey.say(at)}{left_out}")


def _next_due(step: RepeatStep, before: Outcome, place: Place, journey: Journey) -> datetime:
    """Counted from when the round was due; a round that lasted longer than that is followed by the whole time."""
    assert before.due is not None, "a round that runs was due at some time"
    for start in (before.due, place.since):
        due = _one_on(step, start, journey)
        if due >= place.since:
            return due
    raise AssertionError(f"{step.repeat.every} is no time at all")


def _one_on(step: RepeatStep, slot: datetime, journey: Journey) -> datetime:
    due = end_of(step.repeat.every, slot, journey.plan.block(step.id, BODY), journey)
    assert due is not None, "only a wait for a fact can be without an end"
    return due


def _readable(step: RepeatStep, slot: datetime, journey: Journey) -> tuple[datetime, int]:
    """The first slot whose round somebody could read, and how many before it are left out.

    One that comes late must be readable when it comes, too.
    """
    closed = (*step.repeat.closed, *journey.plan.sequence.send.closed)
    mails = [each for each in step.opening() if isinstance(each, EmailStep) and slide_of(each, journey) == "skip"]

    def is_lost(at: datetime) -> bool:
        unread = bool(mails) and all(opening(mail, at, journey) != at for mail in mails)
        return unread or is_closed(at, journey.zone, closed)

    return skip_slots(
        slot, lambda slot: _one_on(step, slot, journey), lambda slot: is_lost(slot) or is_lost(max(slot, journey.now))
    )


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
