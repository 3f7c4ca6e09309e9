"""Who enters a sequence, and why somebody does not."""

from datetime import datetime, timedelta
from typing import Final

from nurture.domain.events import Event
from nurture.domain.moves import Because
from nurture.engine.journey import Journey
from nurture.language.cap import Cap
from nurture.language.expressions import Expression, number_of
from nurture.language.sequence import Trigger
from nurture.values import frozen

LATE: Final = timedelta(days=1)
"""How long ago a moment may be that still lets somebody in, where the file does not say `if_late: enter`."""


@frozen
class LastRun:
    """The subject's latest run of this sequence."""

    cycle: int
    entered_at: datetime
    is_open: bool


@frozen
class Entry:
    """Whether somebody enters: with this cycle, or None, and why. `at_most` is the breaker of the trigger.

    `is_restart`: a run of the subject is open, and ends for it.
    """

    cycle: int | None
    because: Because
    at_most: Cap | None = None
    is_restart: bool = False


def entry(journey: Journey, event: Event, last: LastRun | None) -> Entry | None:
    """What an event means for a sequence that this subject is not in yet; None when no trigger names the event."""
    named = [trigger for trigger in journey.plan.sequence.enroll if event.type in trigger.events]
    if not named:
        return None
    refusal: Entry | None = None
    for trigger in named:
        decided = judge(trigger, journey, f"{event.type} came", last, event)
        if decided.cycle is not None:
            return decided
        refusal = decided
    return refusal


def is_due(trigger: Trigger, moment: datetime, now: datetime) -> bool:
    """Whether a moment that counts from a date lets somebody in now: it has come, and is not too long ago."""
    return moment <= now and (trigger.if_late == "enter" or now - moment <= LATE)


def judge(trigger: Trigger, journey: Journey, came: str, last: LastRun | None, event: Event | None = None) -> Entry:
    """Whether a trigger lets somebody in at its occasion, which `came` tells in words; `event` is it, if it is one."""
    inputs = dict(journey.looked_at(trigger.where, event)) if trigger.where else {}
    if trigger.where is not None and not meets(trigger.where, journey, event):
        sentence = f"stayed out: {came}, but not {trigger.where.text}"
        return Entry(cycle=None, because=Because(rule="where", sentence=sentence, inputs=inputs))
    if last is None:
        because = Because(rule="entered", sentence=f"entered: {came}", inputs=inputs)
        return Entry(cycle=1, because=because, at_most=trigger.at_most)
    if last.is_open and trigger.again.restart:
        sentence = f"entered for the {last.cycle + 1}. time, and starts over: {came}"
        because = Because(rule="entered", sentence=sentence, inputs=inputs)
        return Entry(cycle=last.cycle + 1, because=because, at_most=trigger.at_most, is_restart=True)
    if last.is_open and not trigger.every_visit:  # the visit before ends by this very event
        sentence = f"did not enter again: is inside already, since {journey.say(last.entered_at)}"
        return Entry(cycle=None, because=Because(rule="inside", sentence=sentence))
    if (
        not trigger.every_visit
        and trigger.at is None
        and not trigger.again.allows(last.entered_at, journey.now, journey.zone, journey.calendar)
    ):
        sentence = f"stayed out: entered {journey.say(last.entered_at)}, and may come again {trigger.again}"
        return Entry(cycle=None, because=Because(rule="again", sentence=sentence))
    sentence = f"entered for the {last.cycle + 1}. time: {came}"
    because = Because(rule="entered", sentence=sentence, inputs=inputs)
    return Entry(cycle=last.cycle + 1, because=because, at_most=trigger.at_most)


def rank_of(rank: Expression, journey: Journey, event: Event | None) -> float:
    """The number that a trigger gives somebody: the highest comes first. Raises ExpressionError where it is none."""
    return number_of(rank, journey.names_with(event) if event else journey.names)


def meets(where: Expression, journey: Journey, event: Event | None) -> bool:
    """Whether somebody meets what a trigger asks, at the event that is its occasion, if it is one."""
    return journey.matches(event, where) if event else journey.is_true(where)
