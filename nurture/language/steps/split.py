"""Chance: one of several ways, drawn once for each person."""

import hashlib
import math
from typing import ClassVar, Final

from pydantic import Field, field_validator

from nurture.language import codes
from nurture.language.faults import fault, kind_of
from nurture.language.fields import Name
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits, openings
from nurture.language.steps.pick import Steps

LARGEST_WEIGHT: Final = 1_000_000
_RANGE: Final = 2**64


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


class SplitStep(Step):
    """Puts each person into one of several arms by chance, as many as the weights say. An arm without `steps` is a
    holdout.

    The draw is made from the candidate, the sequence and the step's `id`. It comes out the same whenever it is made,
    also for a newer version of the file and for somebody who enters again. Where a weight is changed or an arm is
    added, no more people change arms than must.

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

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return tuple(arm.steps for arm in self.split.values())

    def opening(self) -> tuple[Step, ...]:
        return openings(self.blocks())

    def always_exits(self) -> bool:
        return all(block_exits(arm.steps) for arm in self.split.values())

    def arm_of(self, candidate_id: str, sequence: str) -> str:
        """The arm of that person, by weighted rendezvous hashing: each arm draws a lot, and the smallest wins.

        An arm's lot depends on that arm alone, so their order doesn't matter, and a change of one arm moves people
        only from it or to it. A lot is exponentially distributed with the weight as its rate, so an arm's chance to
        have the smallest is its share of all weights.
        """

        def lot(name: str) -> float:
            told = "\0".join((candidate_id, sequence, self.id, name))
            number = int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big")
            return -math.log((number + 0.5) / _RANGE) / self.split[name].weight

        return min(sorted(self.split), key=lot)
