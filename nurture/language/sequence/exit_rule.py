"""`exit`: what ends a run early."""

from typing import Annotated

from pydantic import ConfigDict, Field, StrictBool, model_validator

from nurture.domain.concern import Of
from nurture.domain.exit_scope import ExitScope
from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import AS_WRITTEN, Condition, EventName, EventNames, Length, Name
from nurture.language.model import Model
from nurture.language.whose import check_of


class ExitRule(Model):
    """What ends a run early: any of its events (`on`, perhaps `where`), or a condition on the facts (`when`)."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["on"]}, {"required": ["when"]}]})

    on: Annotated[EventNames, AS_WRITTEN] | None = Field(
        None, description="The event that ends it, or a list of events any of which does."
    )
    where: Condition | None = Field(None, description="Judged on the event: only one that meets it counts.")
    of: Of | None = Field(
        None, description="Whose event: `candidate.applications` (any of theirs), `application.job` (its own job)."
    )
    when: Condition | None = Field(None, description="Ends it as soon as this is true.")
    grace: Length | None = Field(
        None, description="For that long nothing leaves, and the run is not over yet; it ends when the time is over."
    )
    unless: EventName | None = Field(
        None, description="The event that takes the exit back: if it comes within the grace, the run goes on."
    )
    scope: ExitScope | None = Field(
        None,
        description="What ends with it: all runs about the application, of the candidate, those of the candidate with "
        "the same purpose, or everything (nor does another begin by itself). Of itself, this run alone.",
    )
    as_: Name = Field(alias="as", description="The outcome, as reports will show it.")
    goal: StrictBool = Field(False, description="True if this is what the sequence is for.")

    @property
    def events(self) -> tuple[str, ...]:
        """The events any of which ends it."""
        return self.on or ()

    @model_validator(mode="after")
    def _one_reason(self) -> "ExitRule":
        if (self.on is None) == (self.when is None):
            said = "this exit has both `on` and `when`" if self.on else "this exit says neither `on` nor `when`"
            raise fault(codes.CONTRADICTION, said, "write `on` with an event, or `when` with a condition")
        if self.where is not None and self.on is None:
            raise fault(codes.CONTRADICTION, "`where` narrows an event, and there is no `on`", "join it to `when`")
        if self.grace is not None and self.on is None:
            said = "a condition has no moment from which a grace could count"
            raise fault(codes.CONTRADICTION, said, "write `on` with an event", key="grace")
        if self.unless is not None and self.grace is None:
            said = "`unless` takes an exit back within its grace, and this one takes effect at once"
            raise fault(codes.CONTRADICTION, said, "add `grace: 60 minutes`", key="unless")
        if self.unless is not None and self.unless in self.events:
            said = f"`{self.unless}` can't take back what it brings about"
            raise fault(codes.CONTRADICTION, said, "name the event that reverses it", key="unless")
        check_of(self.of, (*self.events, *((self.unless,) if self.unless else ())))
        return self
