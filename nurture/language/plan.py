"""A sequence laid out flat: which step follows which."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from nurture.domain.instances import instance, parts_of
from nurture.language.sequence import Sequence
from nurture.language.steps import BranchStep, EmailStep, SmsStep, SplitStep, Step, TogetherStep, WaitStep
from nurture.timing.wait import Side

_AT_ONCE: Final = (BranchStep, SplitStep, TogetherStep)
"""Steps whose blocks begin when they do."""


class _Steps(Mapping[str, Step]):
    """The steps by id. One that is done for an item is there under that name, too: itself, called so."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        self._steps = dict(steps)

    def __getitem__(self, name: str) -> Step:
        if (known := self._steps.get(name)) is not None:
            return known
        step_id, item = parts_of(name)
        step = self._steps[step_id]
        return step if item is None else step.model_copy(update={"id": name})

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One published version of a sequence. Built by `plan_of`; equal when sequence and version are.

    Wherever a step is named, it may be one that is done for an item: what it leads to is then done for that item, too.
    """

    sequence: Sequence
    version: int
    steps: Mapping[str, Step] = field(compare=False, repr=False)
    first: str | None = field(compare=False, repr=False)
    _after: Mapping[str, str | None] = field(compare=False, repr=False)
    _around: Mapping[str, str | None] = field(compare=False, repr=False)
    _tracks: Mapping[str, tuple[tuple[str, str], ...]] = field(compare=False, repr=False)

    def __hash__(self) -> int:
        return hash((self.sequence.sequence, self.version))

    def after(self, step_id: str) -> str | None:
        """The step that follows; after the last one of a block, where the step around it leads. None: the end."""
        if step_id in self._after:
            return self._after[step_id]
        step, item = parts_of(step_id)
        return _for(item, self._after[step])

    def is_around(self, outer: str, step_id: str) -> bool:
        """True if the one step stands in a block of the other, at whatever depth."""
        around = self._around[parts_of(step_id)[0]]
        return around is not None and (around == outer or self.is_around(outer, around))

    def is_at_or_in(self, step_id: str, outer: str) -> bool:
        """True for the one step itself, and for any step around which it stands."""
        return step_id == outer or self.is_around(outer, step_id)

    def are_side_by_side(self, one: str, other: str) -> bool:
        """True if the two steps stand in different tracks of a `together`. A step that is not in the plan does not."""
        ways = zip(self._ways(one), self._ways(other), strict=False)
        return any(here != there for here, there in ways)

    def each_around(self, step_id: str) -> TogetherStep | None:
        """The step that does it for every item of a list, if one does."""
        around = self._around.get(parts_of(step_id)[0])
        while around is not None:
            step = self.steps[around]
            if isinstance(step, TogetherStep) and step.together.each is not None:
                return step
            around = self._around[around]
        return None

    def beside(self, step_id: str, other: str) -> str:
        """How a step knows another that it names: of those that are done for the same item, the one for that item."""
        item, each = parts_of(step_id)[1], self.each_around(step_id)
        is_for_it = item is not None and each is not None and self.is_around(each.id, other)
        return instance(other, item) if is_for_it and item is not None else other

    def block(self, step_id: str, number: int) -> str | None:
        """Where that block (from 0) of a step begins; an empty block leads where its end does."""
        step = self.steps[step_id]
        block, item = step.blocks()[number], parts_of(step_id)[1]
        return _for(item, block[0].id) if block else step.after_block(self.after(step_id))

    def _ways(self, step_id: str) -> tuple[tuple[str, str], ...]:
        """The tracks around it, from the outermost; that of an item, which has none inside, by the item's key."""
        step, item = parts_of(step_id)
        ways = self._tracks.get(step, ())
        return ways if item is None or not ways else (*ways[:-1], (ways[-1][0], item))

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
    counted_down = frozenset(_counted_down(sequence.steps, is_countdown=False))
    for step, following in _in_order(sequence.steps, None):
        unsaid: dict[str, object] = {"if_late": "skip"} if step.id in counted_down else {}
        if sequence.send.digest and isinstance(step, EmailStep) and step.own_digest is None:
            unsaid["own_digest"] = sequence.send.digest
        steps[step.id] = step.model_copy(update=unsaid) if unsaid else step
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
        steps=_Steps(steps),
        first=sequence.steps[0].id if sequence.steps else None,
        _after=after,
        _around=around,
        _tracks=tracks,
    )


def _for(item: str | None, step_id: str | None) -> str | None:
    return step_id if item is None or step_id is None else instance(step_id, item)


def _counted_down(block: tuple[Step, ...], *, is_countdown: bool) -> Iterator[str]:
    """The messages right after a wait for a time before a date that don't say what to do when they are late.

    Whoever comes in shortly before that date would else get all of a countdown in one minute.
    """
    for step in block:
        if isinstance(step, WaitStep):
            is_countdown = step.wait.side is Side.BEFORE
        elif isinstance(step, EmailStep | SmsStep):
            if is_countdown and step.if_late is None:
                yield step.id
        else:
            for inner in step.blocks():
                yield from _counted_down(inner, is_countdown=is_countdown and isinstance(step, _AT_ONCE))
            is_countdown = False


def _in_order(block: tuple[Step, ...], after_block: str | None) -> Iterator[tuple[Step, str | None]]:
    """Each step with the one that follows it, those in blocks too, in the order of the file."""
    following = [*(step.id for step in block[1:]), after_block]
    for step, then in zip(block, following, strict=False):
        yield step, then
        for inner in step.blocks():
            yield from _in_order(inner, step.after_block(then))
