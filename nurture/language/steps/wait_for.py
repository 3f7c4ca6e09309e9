"""A wait for something to happen."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import Condition, EventName, OneToo, WaitText
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits
from nurture.language.steps.pick import Steps


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class WaitFor(Model):
    """What is waited for, and how long at most."""

    LATER: ClassVar[frozenset[str]] = frozenset({"when", "of"})

    event: Annotated[tuple[EventName, ...], Field(min_length=1), BeforeValidator(_one_or_several), OneToo] = Field(
        description="The event, or a list of events any of which ends the wait."
    )
    where: Condition | None = Field(None, description="Judged on the event: only one that meets it counts.")
    timeout: WaitText | None = Field(
        None, description="After how long, or when, `otherwise` comes. Without it the wait has no end."
    )


class WaitForStep(Step):
    """Waits until an event happens, then does `then`; if it has not happened in time, does `otherwise`.

    Its outcome is the event's type, or `timeout`.
    """

    KIND: ClassVar[str] = "wait_for"
    EXAMPLE: ClassVar[str] = """\
- id: new-role
  wait_for:
    event: job.opened
    where: event.job.department == application.job.department
    timeout: 90 days
  then:
    - id: share-role
      email: silver-medalist/new-role
  otherwise:
    - id: coffee
      email: silver-medalist/informational-chat
"""

    wait_for: WaitFor = Field(description="What is waited for, and how long at most.")
    then: Steps = Field((), description="Steps for when it happened.")
    otherwise: Steps = Field((), description="Steps for when it did not happen in time.")

    def blocks(self) -> tuple[tuple[Step, ...], ...]:
        return (self.then, self.otherwise)

    def always_exits(self) -> bool:
        return block_exits(self.then) and (self.wait_for.timeout is None or block_exits(self.otherwise))

    @model_validator(mode="after")
    def _otherwise_needs_a_timeout(self) -> "WaitForStep":
        if self.otherwise and self.wait_for.timeout is None:
            raise fault(
                codes.CONTRADICTION,
                "`otherwise` is never reached: this wait has no `timeout`",
                "add a `timeout` such as `90 days` under `wait_for`",
                key="otherwise",
            )
        return self
