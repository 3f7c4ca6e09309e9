"""Several things side by side."""

from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from nurture.language import codes
from nurture.language.faults import fault, kind_of
from nurture.language.fields import Name
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits, openings
from nurture.language.steps.pick import Steps


class Together(Model):
    """Tracks that begin at the same time, and how many of them must be done for the run to go on."""

    LATER: ClassVar[frozenset[str]] = frozenset({"each"})

    tracks: dict[Name, Steps] = Field(
        description="Lists of steps by name; each is done in its own time.", json_schema_extra={"minProperties": 2}
    )
    until: Literal["all", "any"] | int = Field(
        "all", description="How many tracks must be done before it goes on: `all`, `any`, or a number."
    )

    @field_validator("tracks")
    @classmethod
    def _between_two_at_least(cls, tracks: dict[str, Steps]) -> dict[str, Steps]:
        if len(tracks) < 2:
            raise fault(codes.TOO_FEW_WAYS, "there are at least two tracks", "add another, or write its steps below")
        for name, steps in tracks.items():
            if not steps:
                raise fault(codes.TOO_FEW_WAYS, f"the track `{name}` has no steps", "write its steps, or leave it out")
        return tracks

    @field_validator("until", mode="before")
    @classmethod
    def _can_be_reached(cls, value: object, info: ValidationInfo) -> object:
        if value in ("all", "any"):
            return value
        if isinstance(value, bool) or not isinstance(value, int):
            said = f"“{value}”" if isinstance(value, str) else kind_of(value)
            raise fault(codes.NOT_A_CHOICE, f"`until` can't be {said}", "write `all`, `any`, or a number of tracks")
        there = len(info.data.get("tracks", ()))
        if there and not 1 <= value <= there:
            said = f"there are {there} tracks, so {value} can't be done"
            raise fault(codes.TOO_MANY_TRACKS, said, f"write a number from 1 to {there}, `all` or `any`")
        return value

    @property
    def needed(self) -> int:
        """How many tracks must be done."""
        if isinstance(self.until, int):
            return self.until
        return len(self.tracks) if self.until == "all" else 1


class TogetherStep(Step):
    """Does several lists of steps side by side, each in its own time, and goes on when `all` of them are done, or `any`
    of them, or as many as it says.

    What the other tracks still had to do is then left out: mails that had not left are recalled. An `exit` in a track,
    or an exit of the sequence, ends all tracks. In a track, `event` is the newest event that a wait in any of them saw.

    Its outcome is `all`, or the names of the tracks that were done, joined by `+`.
    """

    KIND: ClassVar[str] = "together"
    EXAMPLE: ClassVar[str] = """\
- id: before-the-first-day
  together:
    until: all
    tracks:
      papers:
        - id: ask-for-papers
          email: onboarding/papers
        - id: papers-come
          wait_for:
            event: candidate.updated
            timeout: 10 days
      welcome:
        - id: some-days
          wait: 3 business days at 10:00
        - id: meet-the-team
          email: onboarding/meet-the-team
"""

    together: Together = Field(description="What is done side by side.")

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return tuple(self.together.tracks.values())

    def tracks(self) -> tuple[str, ...]:
        return tuple(self.together.tracks)

    def after_block(self, following: str | None) -> str | None:
        return None

    def opening(self) -> tuple[Step, ...]:
        return openings(self.blocks())

    def always_exits(self) -> bool:
        return sum(not block_exits(block) for block in self.blocks()) < self.together.needed
