"""A wait for something to happen."""

from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, model_validator

from nurture.domain.concern import Of
from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import Condition, EventNames, WaitText
from nurture.language.model import Model
from nurture.language.steps.base import Step, block_exits
from nurture.language.steps.pick import Steps
from nurture.language.whose import check_of


class WaitFor(Model):
    """What is waited for, and how long at most. Events and a condition may stand together: the first ends the wait."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["event"]}, {"required": ["all"]}, {"required": ["when"]}]}
    )

    event: EventNames | None = Field(None, description="The event, or a list of events any of which ends the wait.")
    enough: Annotated[int, Field(strict=True, ge=2)] | None = Field(
        None, description="How many different ones of the events it takes, where one is not enough."
    )
    all_: EventNames | None = Field(None, alias="all", description="Events that must all come, in any order.")
    of: Of | None = Field(
        None, description="Whose events: `application.job` (its own job's alone), `candidate.applications` (any)."
    )
    where: Condition | None = Field(None, description="Judged on the event: only one that meets it counts.")
    when: Condition | None = Field(None, description="Ends the wait as soon as this is true, at once if it is already.")
    timeout: WaitText | None = Field(
        None, description="After how long, or when, `otherwise` comes. Without it the wait has no end."
    )

    @property
    def events(self) -> tuple[str, ...]:
        """The events that count."""
        return self.all_ or self.event or ()

    @property
    def needed(self) -> int:
        """How many different ones of them it takes."""
        return len(set(self.all_)) if self.all_ else self.enough or 1

    @property
    def said(self) -> str:
        """What is waited for, in words."""
        between = " and " if self.all_ else ", " if self.enough else " or "
        events = between.join(self.events)
        parts = [f"{self.enough} of {events}" if self.enough else events] if events else []
        return " or ".join([*parts, *([self.when.text] if self.when else [])])

    @model_validator(mode="after")
    def _makes_sense(self) -> "WaitFor":
        if self.event and self.all_:
            said = "`event` waits for one of its events, and `all` for each of them"
            raise fault(codes.CONTRADICTION, said, "keep one of the two", key="all")
        if not self.events and self.when is None:
            hint = "add `event` with an event, `all` with several, or `when` with a condition"
            raise fault(codes.MISSING_KEY, "nothing is waited for here", hint)
        if not self.events and self.where is not None:
            raise fault(codes.CONTRADICTION, "`where` narrows an event, and there is none", "join it to `when`")
        if self.enough is not None and len(set(self.event or ())) < self.enough:
            said = f"{self.enough} different events can't come: `event` names fewer"
            raise fault(codes.CONTRADICTION, said, "name as many events, or more", key="enough")
        check_of(self.of, self.events)
        return self


class WaitForStep(Step):
    """Waits until an event happens or a condition is true, then does `then`; if not in time, does `otherwise`.

    Its outcome is the event's type; `enough` or `all` where it took several; `true` for a condition; or `timeout`. A
    condition is looked at whenever anything happens to the person or their application, not as time goes by.
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
- id: papers
  wait_for:
    all: [offer.approved, hire.start_date_changed]
    when: hire.start_date and days_until(hire.start_date) < 7
    timeout: 2 weeks
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
