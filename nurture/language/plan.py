"""A sequence laid out flat: which step follows which."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from nurture.domain.events import EventType
from nurture.language.sequence import Sequence, counts_visits
from nurture.language.steps import Step, WaitForStep, WaitStep

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

    def after(self, step_id: str) -> str | None:
        """The step that follows; after the last one of a block, what follows the step around it. None: the end."""
        return self._after[step_id]

    def block(self, step_id: str, number: int) -> str | None:
        """Where that block (from 0) of a step begins; an empty block goes on to what follows the step."""
        block = self.steps[step_id].blocks()[number]
        return block[0].id if block else self.after(step_id)

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
    _lay_out(sequence.steps, None, steps, after)
    return Plan(
        sequence=sequence,
        version=version,
        steps=steps,
        first=sequence.steps[0].id if sequence.steps else None,
        listens=_listens(sequence, steps),
        _after=after,
    )


def _lay_out(
    block: tuple[Step, ...], after_block: str | None, steps: dict[str, Step], after: dict[str, str | None]
) -> None:
    following = [*(step.id for step in block[1:]), after_block]
    for step, then in zip(block, following, strict=False):
        steps[step.id] = step
        after[step.id] = then
        for inner in step.blocks():
            _lay_out(inner, then, steps, after)


def _listens(sequence: Sequence, steps: Mapping[str, Step]) -> tuple[str, ...]:
    """The events that could change what happens: all, where a condition or a date could change with any."""
    waits = [step.wait_for for step in steps.values() if isinstance(step, WaitForStep)]
    moments = [step.wait for step in steps.values() if isinstance(step, WaitStep)]
    moments += [wait.timeout for wait in waits if wait.timeout]
    if (
        any(rule.when for rule in sequence.exit)
        or any(wait.when for wait in waits)
        or any(moment.anchor for moment in moments)
    ):
        return (ANY,)
    named: set[EventType] = {event for wait in waits for event in wait.events}
    named |= {rule.on for rule in sequence.exit if rule.on}
    named |= {EventType.APPLICATION_STAGE_CHANGED} if counts_visits(sequence) else set()
    return tuple(sorted(named))
