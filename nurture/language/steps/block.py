"""A use of steps that the head of the sequence holds once, under `blocks`."""

from typing import Annotated, ClassVar, Final

from pydantic import Field, JsonValue, WithJsonSchema

from nurture.language.fields import Name
from nurture.language.model import Model
from nurture.language.steps.base import Step

A_STEP_IN_BLOCK: Final = "any kind of step, in a block"
"""Stands for one in a JSON Schema until the kinds are known; see `nurture.language.editor_schema`."""


class Block(Model):
    """Steps that a sequence has several times, with what differs."""

    given: tuple[Name, ...] = Field((), description="What differs from use to use: in the steps it stands as `<name>`.")
    steps: Annotated[
        tuple[Annotated[dict[str, JsonValue], WithJsonSchema({"$comment": A_STEP_IN_BLOCK})], ...],
        Field(min_length=1),
    ] = Field(description="The steps, in order. Each gets the id of the use, a hyphen, and its own.")


class BlockStep(Step):
    """Puts the steps of a block in its place, with what it gives them.

    The steps stand under `blocks` in the head of the sequence. Each gets an id made of the use's and its own:
    `day-30-ask`. In there, `steps.ask` is what came of the block's own step; elsewhere it is `steps.day_30_ask`. A
    block holds no other. What `plan`, `simulate` and `graph` show, and what runs, are the steps that it becomes.
    """

    KIND: ClassVar[str] = "block"
    EXAMPLE: ClassVar[str] = """\
- id: day-30
  block: milestone
  with: {survey: day-30, day: 30}
"""

    block: Name = Field(description="The name of the block.")
    with_: dict[Name, JsonValue] = Field(
        default_factory=dict, alias="with", description="What it is given: a value for each name under its `given`."
    )
