"""Several things side by side."""

from collections.abc import Collection, Iterator
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from nurture.language import codes, patterns
from nurture.language.faults import fault, kind_of, one_of
from nurture.language.fields import AS_WRITTEN, ITEM_NAME, Condition, EventNames, Name, OneToo
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits, openings
from nurture.language.steps.pick import Steps

EACH: Final = "each"
"""What the tracks of a list's items are called where the items are not known yet."""
ENOUGH: Final = "enough"
NONE: Final = "none"

_TAKEN: Final = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "loop"})


def _can_be_named(word: str) -> str:
    if not ITEM_NAME.fullmatch(word) or word in _TAKEN:
        said = f"“{word}” can't name an item: it takes lower-case letters, digits and `_`, 30 at most"
        raise fault(codes.BAD_NAME, said, "write a word such as `interviewer`")
    return word


ItemName: TypeAlias = Annotated[
    str,
    AfterValidator(_can_be_named),
    patterns.text_like(ITEM_NAME.pattern, "a word in lower case such as interviewer", "interviewer"),
]


def _named(value: str | list[object] | tuple[object, ...], tracks: Collection[str]) -> tuple[object, ...]:
    """The tracks that `until` names, each of which there is, and once."""
    named = (value,) if isinstance(value, str) else tuple(value)
    for number, name in enumerate(named):
        at = number if isinstance(value, list) else None
        if not isinstance(name, str) or name not in tracks:
            said = f"`until` can't be “{name}”" if isinstance(value, str) else f"there is no track “{name}”"
            raise fault(codes.NOT_A_CHOICE, said, one_of(str(name), ["all", "any", *tracks]), key=at)
        if name in named[:number]:
            raise fault(codes.BAD_NAME, f"`{name}` is listed twice", "name each track once", key=at)
    return named


class EndsWhen(Model):
    """What ends the track of one item alone."""

    on: Annotated[EventNames, AS_WRITTEN] = Field(description="The event, or a list of events any of which does.")
    where: Condition | None = Field(
        None, description="Judged on the event, for each item by its name: which item's track it ends."
    )


class Together(Model):
    """Tracks that begin at the same time, by name or one for each item of a list, and how many of them must be done."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["tracks"]}, {"required": ["each", "as", "steps"]}]}
    )

    tracks: dict[Name, Steps] | None = Field(
        None,
        description="Lists of steps by name; each is done in its own time.",
        json_schema_extra={"minProperties": 2},
    )
    each: Condition | None = Field(None, description="A fact that is a list: `steps` are done once for each item.")
    as_: ItemName | None = Field(None, alias="as", description="What the item is called in `steps`.")
    steps: Steps | None = Field(None, description="With `each`: what is done for an item.")
    at_once: int | None = Field(
        None,
        description="With `each`: for how many items at a time, in the order of the list; for all, if not given.",
        json_schema_extra={"minimum": 1},
    )
    until: Literal["all", "any"] | int | Annotated[tuple[Name, ...], Field(min_length=1), OneToo] = Field(
        "all",
        description="Which tracks must be done before it goes on: `all`, `any`, a number of them, or the first of "
        "those that are named, one or a list.",
    )
    ends_when: EndsWhen | None = Field(None, description="With `each`: the event that ends the track of one item.")

    @field_validator("tracks")
    @classmethod
    def _between_two_at_least(cls, tracks: dict[str, Steps] | None) -> dict[str, Steps] | None:
        if tracks is None:
            return None
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
        if isinstance(value, str | list | tuple):
            return _named(value, info.data.get("tracks") or ()) if "tracks" in info.data else value
        if isinstance(value, bool) or not isinstance(value, int):
            hint = "write `all`, `any`, a number of tracks, or the names of some"
            raise fault(codes.NOT_A_CHOICE, f"`until` can't be {kind_of(value)}", hint)
        there = len(info.data.get("tracks") or ())
        if value < 1 or (there and value > there):
            known = f"there are {there} tracks, so {value}" if there else f"{value} tracks"
            hint = f"write a number from 1 to {there}, `all` or `any`" if there else "write 1 or more, `all` or `any`"
            raise fault(codes.TOO_MANY_TRACKS, f"{known} can't be done", hint)
        return value

    @field_validator("at_once", mode="before")
    @classmethod
    def _at_least_one(cls, value: object) -> object:
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
            return value
        said = str(value) if isinstance(value, int) and not isinstance(value, bool) else kind_of(value)
        hint = "write 1 for one after the other, or a larger number"
        raise fault(codes.WRONG_TYPE, f"`at_once` is a whole number from 1, not {said}", hint)

    @model_validator(mode="after")
    def _one_of_two_forms(self) -> "Together":
        if self.tracks is None and self.each is None:
            raise fault(codes.MISSING_KEY, "nothing is done side by side here", "add `tracks`, or `each` with a list")
        if self.each is None:
            given = {"as": self.as_, "steps": self.steps, "at_once": self.at_once, "ends_when": self.ends_when}
            for key in (key for key, value in given.items() if value):
                hint = "leave it out, or write `each` in place of `tracks`"
                raise fault(codes.CONTRADICTION, f"`{key}` belongs to `each`", hint, key=key)
            return self
        if self.tracks is not None:
            said = "`each` makes a track for each item, and `tracks` names them"
            raise fault(codes.CONTRADICTION, said, "keep one of the two", key="tracks")
        if self.as_ is None:
            raise fault(codes.MISSING_KEY, "`as` is missing here", "add `as`: what the item is called in `steps`")
        if not self.steps:
            raise fault(codes.MISSING_KEY, "`steps` is missing here", "add `steps`: what is done for each item")
        if any(isinstance(step, TogetherStep) for step in _within(self.steps)):
            said = "`together` can't stand inside `each`: a track of an item has no tracks of its own"
            raise fault(codes.NESTED_TRACKS, said, "do one thing after the other there", key="steps")
        return self

    @property
    def any_of(self) -> tuple[str, ...]:
        """The tracks that are named in `until`: the first of them that is done ends the others."""
        return self.until if isinstance(self.until, tuple) else ()

    def never_ends(self, leaving: Collection[str]) -> bool:
        """Whether it never goes on where these tracks are never done, since whoever takes them leaves."""
        if self.any_of:
            return set(self.any_of) <= set(leaving)
        there = len(self.tracks or ())
        return there - len(leaving) < self.needed_of(there)

    def needed_of(self, there: int) -> int:
        """How many must be done where there are so many: of fewer than it asks for, all of them."""
        if isinstance(self.until, int):
            return min(self.until, there)
        return there if self.until == "all" else min(1, there)


class TogetherStep(Step):
    """Does several lists of steps side by side, each in its own time, and goes on when `all` of them are done, or `any`
    of them, or as many as it says.

    What the other tracks still had to do is then left out: mails that had not left are recalled, and open tasks that
    the run was waiting for are cancelled. An `exit` in a track, or an exit of the sequence, ends all tracks. In a
    track, `event` is the newest event that a wait of that track saw.

    With `each`, the same steps are done for every item of a list, side by side, and `as` says what the item is called
    in their conditions and templates. A mail or a survey may go `to` an item that is a person, and a task be assigned
    to it. In there, `steps.<id>` is what came of a step for this item. The list is looked at again and again: an item
    that comes later gets its track then, and one that goes loses its own. With `at_once: 1` they are done one after the
    other, in the order of the list. `ends_when` ends the track of one item. Where a list is empty, or becomes so, the
    run goes on at once.

    `until: the-link`, or a list of tracks, goes on when one of these is done, whatever the others have done by then.

    Its outcome is `all`, or the names of the tracks that were done, joined by `+`; with `each` it is `all`, `enough` or
    `none`. `steps.<id>.done` is the number of tracks that were done.
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
- id: one-look-per-topic
  together:
    each: candidate.tags
    as: topic
    until: all
    ends_when:
      on: application.stage_changed
      where: event.to_stage == topic
    steps:
      - id: look
        task: Look at {{ topic }}
        due: 3 business days
        outcomes: [good, not so good]
"""

    together: Together = Field(description="What is done side by side.")

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return tuple(self.together.tracks.values()) if self.together.tracks else (self.together.steps or (),)

    def tracks(self) -> tuple[str, ...]:
        return tuple(self.together.tracks) if self.together.tracks else (EACH,)

    def after_block(self, following: str | None) -> str | None:
        return None

    def opening(self) -> tuple[Step, ...]:
        return openings(self.blocks())

    def results(self) -> tuple[str, ...]:
        return ("all", ENOUGH, NONE) if self.together.each else ()

    def always_exits(self) -> bool:
        if self.together.each is not None:
            return False  # there may be no items
        return self.together.never_ends([name for name, block in self._named() if block_exits(block)])

    def _named(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        return zip(self.tracks(), self.blocks(), strict=True)


def _within(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        for block in step.blocks():
            yield from _within(block)
