"""One of several ways."""

from typing import ClassVar

from pydantic import (
    AliasChoices,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import Condition
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits, openings
from nurture.language.steps.pick import Steps


class Arm(Model):
    """One way of a branch: `when` with `steps`, or `otherwise` with the steps themselves (`when` is None then)."""

    when: Condition | None = Field(None, description="The condition under which this way is taken.")
    steps: Steps = Field(
        validation_alias=AliasChoices("steps", "otherwise"), description="What is done then; may be empty."
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Both forms, each by itself: an editor then offers the keys that go together."""
        schema = handler.resolve_ref_schema(handler(core))
        when, steps = schema["properties"]["when"], schema["properties"]["steps"]
        forms = ({"when": when, "steps": steps}, {"otherwise": steps})
        schema["properties"] = {**schema["properties"], "otherwise": steps}
        schema["anyOf"] = [{"properties": form, "required": [*form], "additionalProperties": False} for form in forms]
        schema.pop("required")
        return schema

    @model_validator(mode="before")
    @classmethod
    def _one_form(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        if "otherwise" in data and ("when" in data or "steps" in data):
            raise fault(
                codes.CONTRADICTION,
                "`otherwise` stands alone, without `when` or `steps`",
                "write `- otherwise:` and put its steps below it",
                key="otherwise",
            )
        if "steps" in data and "when" not in data:
            raise fault(
                codes.MISSING_KEY,
                "these `steps` have no `when`",
                "add `when:` and a condition, or write `otherwise:` in place of `steps:`",
                key="steps",
            )
        return data

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        written: dict[str, object] = handler(self)
        return written if self.when is not None else {"otherwise": written["steps"]}


class BranchStep(Step):
    """Takes the first way whose condition is met; `otherwise` always is. With none met it goes on below.

    Its outcome is the number of the way taken from 1, `otherwise`, or `none`.
    """

    KIND: ClassVar[str] = "branch"
    EXAMPLE: ClassVar[str] = """\
- id: by-source
  branch:
    - when: application.source == "Referral"
      steps:
        - id: thank-referrer
          email: referral/thanks
          to: referrer
    - otherwise:
        - id: receipt
          email: receipt
"""

    branch: tuple[Arm, ...] = Field(min_length=1, description="The ways, in the order in which they are tried.")

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return tuple(arm.steps for arm in self.branch)

    def opening(self) -> tuple[Step, ...]:
        return openings(self.blocks())

    def always_exits(self) -> bool:
        return self.branch[-1].when is None and all(block_exits(arm.steps) for arm in self.branch)

    @model_validator(mode="after")
    def _otherwise_comes_last(self) -> "BranchStep":
        if any(arm.when is None for arm in self.branch[:-1]):
            raise fault(
                codes.UNREACHABLE,
                "the ways after `otherwise` are never taken",
                "put `otherwise` last",
                key="branch",
            )
        return self
