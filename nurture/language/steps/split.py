"""Chance: one of several ways, drawn once for each person."""

import hashlib
import math
import re
from typing import Annotated, ClassVar, Final, TypeAlias

from pydantic import Field, field_validator, model_validator

from nurture.language import codes, patterns
from nurture.language.faults import fault, kind_of
from nurture.language.fields import EventName, Length, Name
from nurture.language.model import Model
from nurture.language.reading import ReadBy
from nurture.language.steps.base import Step, block_exits, openings
from nurture.language.steps.pick import Steps

LARGEST_WEIGHT: Final = 1_000_000
_RANGE: Final = 2**64
_PERCENT: Final = re.compile("[1-9][0-9]?%")


def _sample(value: object) -> str:
    if not isinstance(value, str) or not _PERCENT.fullmatch(value):
        raise fault(codes.BAD_SAMPLE, "a sample is so many of 100 people", "write 1% to 99%, such as 20%")
    return value


SampleText: TypeAlias = Annotated[
    str, ReadBy(_sample), patterns.text_like(_PERCENT.pattern, "percents, as in 20%", "20%")
]


class SplitArm(Model):
    """One arm of a split. Without steps it is a holdout: who is in it gets nothing here, and is counted."""

    weight: float = Field(
        description="How many take this arm, against the other arms' weights.",
        json_schema_extra={"exclusiveMinimum": 0, "maximum": LARGEST_WEIGHT},
    )
    steps: Steps = Field((), description="What is done in this arm; left out, the arm is a holdout.")

    @field_validator("weight", mode="before")
    @classmethod
    def _a_positive_number(cls, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise fault(codes.WRONG_TYPE, f"a weight is a number, not {kind_of(value)}", "write one such as 45")
        if not 0 < value <= LARGEST_WEIGHT:
            hint = f"write a number above 0 and up to {LARGEST_WEIGHT:,}"
            raise fault(codes.BAD_WEIGHT, "nobody can draw an arm of this weight", hint)
        return value


class Decide(Model):
    """That the arms of a split compete: some people are drawn at first, and the others get the arm that did better."""

    sample: SampleText = Field(description="How many of 100 are drawn at once, as in `20%`; the others wait.")
    after: Length = Field(description="When it is decided, counted from when the first came to this step.")
    by: EventName = Field(
        description="What counts: the arm wins of which more people had this happen to them; of equals the first."
    )

    @property
    def share(self) -> float:
        """How many are drawn at once, of one."""
        return int(self.sample.removesuffix("%")) / 100


class SplitStep(Step):
    """Puts each person into one of several arms by chance, as many as the weights say. An arm without `steps` is a
    holdout.

    The draw is made from the candidate, the sequence and the step's `id`. It comes out the same whenever it is made,
    also for a newer version of the file and for somebody who enters again. Where a weight is changed or an arm is
    added, no more people change arms than must.

    With `decide` the arms compete among those whom the same occasion let in: some are drawn at once, the others wait
    and get the arm that did better. It is counted once, and stays as it was counted.

    Its outcome is the name of the arm.
    """

    KIND: ClassVar[str] = "split"
    EXAMPLE: ClassVar[str] = """\
- id: which-opening
  split:
    by-name:
      weight: 45
      steps:
        - id: opening-by-name
          email: winback/by-name
    by-role:
      weight: 45
      steps:
        - id: opening-by-role
          email: winback/by-role
    holdout:
      weight: 10
"""

    split: dict[Name, SplitArm] = Field(
        description="The arms by name, each with a `weight` and, unless it is a holdout, `steps`.",
        json_schema_extra={"minProperties": 2},
    )
    decide: Decide | None = Field(
        None, description="How the arms compete: `sample`, `after` and `by`. Left out, everybody is drawn."
    )

    @field_validator("split")
    @classmethod
    def _between_two_at_least(cls, arms: dict[str, SplitArm]) -> dict[str, SplitArm]:
        if len(arms) < 2:
            raise fault(
                codes.TOO_FEW_WAYS,
                "a split has at least two arms",
                "add another arm; one with a `weight` and no `steps` is a holdout",
            )
        return arms

    @model_validator(mode="after")
    def _sends_in_every_arm(self) -> "SplitStep":
        holdout = next((name for name, arm in self.split.items() if not arm.steps), None)
        if self.decide is not None and holdout is not None:
            said = f"the better arm is for everybody, and in `{holdout}` nothing is done"
            raise fault(codes.CONTRADICTION, said, "give it `steps`, or leave `decide` out", key="decide")
        return self

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return tuple(arm.steps for arm in self.split.values())

    def results(self) -> tuple[str, ...]:
        return tuple(self.split)

    def opening(self) -> tuple[Step, ...]:
        return openings(self.blocks())

    def always_exits(self) -> bool:
        return all(block_exits(arm.steps) for arm in self.split.values())

    def is_drawn(self, candidate_id: str, sequence: str) -> bool:
        """Whether that person takes a drawn arm, and does not wait for the one that does better."""
        told = "\0".join((candidate_id, sequence, self.id, "", "sample"))  # no arm has an empty name
        return self.decide is None or _number(told) < self.decide.share * _RANGE

    def arm_of(self, candidate_id: str, sequence: str) -> str:
        """The arm of that person, by weighted rendezvous hashing: each arm draws a lot, and the smallest wins.

        An arm's lot depends on that arm alone, so their order doesn't matter, and a change of one arm moves people
        only from it or to it. A lot is exponentially distributed with the weight as its rate, so an arm's chance to
        have the smallest is its share of all weights.
        """

        def lot(name: str) -> float:
            told = "\0".join((candidate_id, sequence, self.id, name))
            return -math.log((_number(told) + 0.5) / _RANGE) / self.split[name].weight

        return min(sorted(self.split), key=lot)


def _number(told: str) -> int:
    """A number below `_RANGE` that stands for this text and no other."""
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big")
