"""A sequence laid out flat: which step follows which."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from nurture.domain.events import NEWS_OF_TASKS, EventType
from nurture.language.sequence import Sequence, counts_visits
from nurture.language.steps import Step, SurveyStep, TaskStep, WaitForStep, WaitStep

ANY: Final = "*"
"""Listens to every event."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One published version of a sequence. Built by `plan_of`; equal when sequence and version are."""

    sequence: Sequence
    version: int
    steps: Mapping[str, Step] = field(compare=False, repr=False)
    first: str | None = field(compare=False, repr=False)
    listens: tuple[str, ...] = field(compare=False, repr=False)
    _after: Mapping[str, str | None] = field(compare=False, repr=False)
    _around: Mapping[str, str | None] = field(compare=False, repr=False)
    _tracks: Mapping[str, tuple[tuple[str, str], ...]] = field(compare=False, repr=False)

    def after(self, step_id: str) -> str | None:
        """The step that follows; after the last one of a block, where the step around it leads. None: the end."""
        return self._after[step_id]

    def is_around(self, outer: str, step_id: str) -> bool:
        """True if the one step stands in a block of the other, at whatever depth."""
        around = self._around[step_id]
        return around is not None and (around == outer or self.is_around(outer, around))

    def is_at_or_in(self, step_id: str, outer: str) -> bool:
        """True for the one step itself, and for any step around which it stands."""
        return step_id == outer or self.is_around(outer, step_id)

    def are_side_by_side(self, one: str, other: str) -> bool:
        """True if the two steps stand in different tracks of a `together`. A step that is not in the plan does not."""
        ways = zip(self._tracks.get(one, ()), self._tracks.get(other, ()), strict=False)
        return any(here != there for here, there in ways)

    def block(self, step_id: str, number: int) -> str | None:
        """Where that block (from 0) of a step begins; an empty block leads where its end does."""
        step = self.steps[step_id]
        block = step.blocks()[number]
        return block[0].id if block else step.after_block(self.after(step_id))

    def to_json(self) -> str:
        """The sequence's JSON and the version."""
        return json.dumps({**self.sequence.model_dump(mode="json", by_alias=True), "version": self.version})

    @classmethod
    def from_json(cls, text: str) -> "Plan":
        """The plan that `to_json` wrote. Raises pydantic's ValidationError for anything else."""
        data = json.loads(text)
        version = data.pop("version")
        return plan_of(Sequence.model_validate(data), version)


def plan_of(sequence: Sequence, version: int) -> Plan:
    """The plan of a checked sequence, whose step ids are unique."""
    steps: dict[str, Step] = {}
    after: dict[str, str | None] = {}
    around: dict[str, str | None] = {}
    tracks: dict[str, tuple[tuple[str, str], ...]] = {}
    for step, following in _in_order(sequence.steps, None):
        steps[step.id] = step
        after[step.id] = following
        around.setdefault(step.id, None)
        tracks.setdefault(step.id, ())
        for number, block in enumerate(step.blocks()):
            way = ((step.id, step.tracks()[number]),) if step.tracks() else ()
            around |= {inner.id: step.id for inner in block}
            tracks |= {inner.id: (*tracks[step.id], *way) for inner in block}
    return Plan(
        sequence=sequence,
        version=version,
        steps=steps,
        first=sequence.steps[0].id if sequence.steps else None,
        listens=_listens(sequence, steps),
        _after=after,
        _around=around,
        _tracks=tracks,
    )


def _in_order(block: tuple[Step, ...], after_block: str | None) -> Iterator[tuple[Step, str | None]]:
    """Each step with the one that follows it, those in blocks too, in the order of the file."""
    following = [*(step.id for step in block[1:]), after_block]
    for step, then in zip(block, following, strict=False):
        yield step, then
        for inner in step.blocks():
            yield from _in_order(inner, step.after_block(then))


def _listens(sequence: Sequence, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """The events that could change what happens: all, where a condition or a date could change with any."""
    waits = [step.wait_for for step in steps.values() if isinstance(step, WaitForStep)]
    moments = [step.wait for step in steps.values() if isinstance(step, WaitStep)]
    tasks = [step for step in steps.values() if isinstance(step, TaskStep)]
    moments += [task.due for task in tasks if task.due]
    moments += [wait.timeout for wait in waits if wait.timeout]
    if (
        any(rule.when for rule in sequence.exit)
        or any(wait.when for wait in waits)
        or any(moment.anchor for moment in moments)
    ):
        return (ANY,)
    named: set[str] = {event for wait in waits for event in wait.events}
    named |= set(NEWS_OF_TASKS) if tasks else set()
    has_survey = any(isinstance(step, SurveyStep) for step in steps.values())
    named |= {EventType.SURVEY_ANSWERED} if has_survey else set()
    named |= {rule.on for rule in sequence.exit if rule.on}
    named |= {rule.unless for rule in sequence.exit if rule.unless}
    named |= {EventType.APPLICATION_STAGE_CHANGED} if counts_visits(sequence) else set()
    return tuple(sorted(named))
