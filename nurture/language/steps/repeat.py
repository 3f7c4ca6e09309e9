"""The same again, every so often."""

from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, Field, field_validator

from nurture.language import codes
from nurture.language.faults import fault, kind_of
from nurture.language.fields import Closed, Condition, Length, WaitText
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits, openings
from nurture.language.steps.pick import Steps
from nurture.timing.wait import Wait

MOST_ROUNDS: Final = 100


def _has_a_length(every: Wait) -> Wait:
    if every.duration is None or every.anchor is not None:
        raise fault(
            codes.BAD_ROUNDS,
            f"“{every}” is not a time from one round to the next",
            "write a length, perhaps with a day and a clock time: `2 business days` or `1 week on monday at 10:00`",
        )
    return every


class Repeat(Model):
    """What is done again and again, how often, and until when."""

    every: Annotated[WaitText, AfterValidator(_has_a_length)] = Field(
        description="From one round to the next: a length, perhaps with days of the week and a clock time."
    )
    first: Length | None = Field(None, description="No round comes before that long after it began.")
    times: int = Field(
        description=f"After how many rounds it ends in any case; {MOST_ROUNDS} at most.",
        json_schema_extra={"minimum": 1, "maximum": MOST_ROUNDS},
    )
    closed: Closed = Field(
        (), description="Days without rounds: a round that is due then is left out, and not counted."
    )
    until: Condition | None = Field(
        None, description="Judged before each round, and once more after the last: true, it is done."
    )
    steps: Steps = Field(min_length=1, description="The steps of a round.")

    @field_validator("times", mode="before")
    @classmethod
    def _a_cap(cls, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise fault(codes.WRONG_TYPE, f"`times` is a whole number, not {kind_of(value)}", "write one such as 5")
        if not 1 <= value <= MOST_ROUNDS:
            raise fault(codes.BAD_ROUNDS, f"there can't be {value} rounds", f"write a number from 1 to {MOST_ROUNDS}")
        return value


class RepeatStep(Step):
    """Does its steps again and again until a condition is met, and so many times at most: reminders, and then somebody
    else is told.

    The first round comes at once, or after `first`; where `every` names days of the week, on the first of them. Each
    further round counts from when the one before was due, not from when its mail could leave, so closed hours don't
    stretch the rhythm. A round that lasted longer than `every` is followed by a whole `every`, so nobody gets two
    rounds at once after a pause.

    A round that nobody could read is left out and does not count: one that is due on a closed day, of its own or of
    `send`, or whose mail `slide: skip` would leave out.

    `until` is judged when a round is due. After the last round it is given as much time as after each of the others;
    without `until`, the run goes on as soon as the last round is over. A `repeat` may stand inside another.

    In each round the steps are new visits: mails go out again. `steps.<id>.round` tells which round it is, from 1.
    Its outcome is `done` or `exhausted`, and `running` while rounds go on.
    """

    KIND: ClassVar[str] = "repeat"
    EXAMPLE: ClassVar[str] = """\
- id: remind
  repeat:
    every: 2 business days
    times: 5
    until: '"documents-complete" in candidate.tags'
    steps:
      - id: reminder
        email: onboarding/documents-missing
        if: '"documents-complete" not in candidate.tags'
- id: not-there-yet
  branch:
    - when: steps.remind.outcome == "exhausted"
      steps:
        - id: tell-the-recruiter
          email: onboarding/documents-late
          to: recruiter
"""

    repeat: Repeat = Field(description="What is repeated.")

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return (self.repeat.steps,)

    def after_block(self, following: str | None) -> str | None:
        return self.id

    def opening(self) -> tuple[Step, ...]:
        return openings(self.blocks())

    def closing(self) -> tuple[Step, ...]:
        return super().closing() if self.repeat.until is None else (self,)

    def always_exits(self) -> bool:
        return self.repeat.until is None and block_exits(self.repeat.steps)
