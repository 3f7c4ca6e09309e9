"""What a picture of a sequence shows, whatever it is drawn with."""

from nurture.language.graph.words import Shape, said_of
from nurture.language.sequence import MANUAL, ExitRule, Sequence, Trigger
from nurture.language.steps import Step
from nurture.values import frozen


@frozen
class Way:
    """One of the ways on from a box: when it is taken, and what comes then (nothing: straight on)."""

    label: str
    boxes: "tuple[Box, ...]"


@frozen
class Box:
    """One step: its id and, in words, what it does. Without ways it goes on to the next box, unless it `ends`."""

    id: str
    shape: Shape
    lines: tuple[str, ...]
    ways: tuple[Way, ...]
    ends: bool


@frozen
class Exit:
    """What ends a run at any time, and with which outcome."""

    when: str
    outcome: str
    is_goal: bool


@frozen
class Picture:
    """All of it. `entries` says of each trigger, in lines, who comes in."""

    name: str
    title: str
    entries: tuple[tuple[str, ...], ...]
    exits: tuple[Exit, ...]
    boxes: tuple[Box, ...]


def picture_of(sequence: Sequence) -> Picture:
    """The picture of a sequence that is in order."""
    return Picture(
        name=sequence.sequence,
        title=sequence.title,
        entries=tuple(_entry(trigger) for trigger in sequence.enroll),
        exits=tuple(_exit(rule) for rule in sequence.exit),
        boxes=_boxes(sequence.steps),
    )


def _boxes(steps: tuple[Step, ...]) -> tuple[Box, ...]:
    return tuple(_box(step) for step in steps)


def _box(step: Step) -> Box:
    said = said_of(step)
    return Box(
        id=step.id,
        shape=said.shape,
        lines=said.lines,
        ways=tuple(Way(label=label, boxes=_boxes(steps)) for label, steps in said.ways),
        ends=said.shape is Shape.END,
    )


def _entry(trigger: Trigger) -> tuple[str, ...]:
    where = (f"where {trigger.where.text}",) if trigger.where else ()
    if trigger.at is not None:
        return f"{trigger.at}", *where, "once for each date"
    return _occasion(trigger), *where, f"again: {trigger.again}"


def _occasion(trigger: Trigger) -> str:
    if trigger.on is not None:
        return f"On {' or '.join(trigger.on)}"
    return f"Every {trigger.every}" if trigger.every else f"By hand ({MANUAL})"


def _exit(rule: ExitRule) -> Exit:
    reason = f"on {' or '.join(rule.events)}" if rule.on else f"when {rule.when.text}" if rule.when else ""
    where = f" where {rule.where.text}" if rule.where else ""
    grace = f", {rule.grace} later" if rule.grace else ""
    unless = f" unless {rule.unless} comes" if rule.unless else ""
    return Exit(when=f"{reason}{where}{grace}{unless}", outcome=rule.as_, is_goal=rule.goal)
