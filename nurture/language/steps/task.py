"""A task for somebody of ours."""

from itertools import pairwise
from typing import Annotated, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    StrictBool,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from nurture.domain.tasks import MOST_RUNGS, Asks
from nurture.language import codes
from nurture.language.chain import OurPeople
from nurture.language.faults import fault, listed
from nurture.language.fields import Condition, DigestText, Length, LineText, OneToo, TemplateName, WaitText
from nurture.language.model import Model
from nurture.language.steps.base import Step

OVERDUE: Final = "overdue"
CREATED: Final = "created"
SKIPPED: Final = "skipped"
SUPPRESSED: Final = "suppressed"
_OURS: Final = (OVERDUE, CREATED, SKIPPED, SUPPRESSED)
"""Outcomes that are not the person's to choose."""


class Choice(Model):
    """What can come of a task. `asks` is what whoever chooses it has to say besides."""

    name: Annotated[str, Field(min_length=1, max_length=40)] = Field(description="The outcome.")
    asks: Asks | None = Field(None, description="What is asked besides: a date, or text.")

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [schema["properties"]["name"], schema]}

    @model_validator(mode="before")
    @classmethod
    def _name_alone(cls, data: object) -> object:
        return {"name": data} if isinstance(data, str) else data

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> object:
        written: object = handler(self)
        return written if self.asks else self.name


def _distinct(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    names = [choice.name for choice in choices]
    for number, outcome in enumerate(names):
        if outcome in _OURS:
            said = f"`{outcome}` is what Nurture itself says of a task"
            raise fault(codes.BAD_NAME, said, f"call it something other than {listed(_OURS)}")
        if outcome in names[:number]:
            raise fault(codes.BAD_NAME, f"“{outcome}” is listed twice", "name each outcome once")
    return choices


def _one_or_several(value: object) -> object:
    return (value,) if isinstance(value, str | dict) else value


class Escalation(Model):
    """Who is told when a task is not done in time."""

    after: Length = Field(description="How long after it was due.")
    to: OurPeople | None = Field(
        None,
        description="Whom to tell: a role, a sender of company.yaml or a mail address; of several, the first who is "
        "there. Whose task it is, if not given.",
    )
    template: TemplateName | None = Field(None, description="The mail that tells them, in place of Nurture's own.")
    if_: Condition | None = Field(
        None, alias="if", description="Judged when its time has come; not met, nobody is told."
    )


def _rising(rungs: tuple[Escalation, ...]) -> tuple[Escalation, ...]:
    for before, rung in pairwise(rungs):
        if rung.after.rough < before.after.rough:
            said = f"whoever is told after {rung.after} stands below whoever is told after {before.after}"
            raise fault(codes.CONTRADICTION, said, "write the one who is told first above the others")
    return rungs


class TaskStep(Step):
    """Gives somebody of ours a task, tells them by mail, and goes on once they say what came of it. Tasks come at any
    hour; the time until they are due is counted on the company's clock and calendar.

    Its outcome is the one that was chosen, `overdue` when it was not done in time, `created` with `wait: false`,
    `skipped` when its `if` was not met or its owner had it too lately, or `suppressed` when it asks to contact somebody
    who must not be contacted.
    """

    KIND: ClassVar[str] = "task"
    EXAMPLE: ClassVar[str] = """\
- id: call
  task: Call {{ candidate.first_name | or("them") }} about {{ job.title | or("the job") }}
  kind: call
  assign: recruiter
  due: 2 business days
  outcomes: [interested, not now, no answer]
- id: answer
  branch:
    - when: steps.call.outcome == "interested"
      steps:
        - id: chat
          email: silver-medalist/informational-chat
- id: review
  task: Look at the file
  assign: coordinator
  due: 1 business day
  overdue: wait
  escalate:
    after: 1 business day
    to: hiring_manager
"""

    task: LineText = Field(description="What is to be done, in a line; facts can be put in as in a template.")
    kind: Literal["call", "linkedin", "meeting", "review", "approval", "other"] = Field(
        "other", description="What sort of work it is."
    )
    assign: OurPeople = Field(
        ("recruiter",),
        description="Whose task it is: a role (whoever holds it that day), a sender of company.yaml or a mail address; "
        "of several, the first who is there.",
    )
    due: WaitText | None = Field(None, description="By when: after how long, or until when.")
    outcomes: Annotated[
        tuple[Choice, ...],
        Field(min_length=1, max_length=12),
        BeforeValidator(_one_or_several),
        AfterValidator(_distinct),
    ] = Field(
        (Choice(name="done"),),
        description="What can come of it: one of these is chosen when it is done, some with a date or text besides.",
    )
    snooze: Length | None = Field(
        None, description="How long its owner may put it off in all, at once or bit by bit; not at all if not given."
    )
    hand_over: StrictBool = Field(False, description="True if its owner may pass it on to somebody else.")
    wait: StrictBool = Field(True, description="False to go on at once and leave the task to its owner.")
    overdue: Literal["continue", "withdraw", "wait"] | None = Field(
        default_factory=lambda data: "continue" if data.get("due") and data.get("wait") else None,
        description="When it is not done in time: continue with the outcome `overdue`, withdraw it and continue so, or "
        "wait on.",
    )
    escalate: Annotated[
        tuple[Escalation, ...],
        Field(max_length=MOST_RUNGS),
        BeforeValidator(_one_or_several),
        AfterValidator(_rising),
        OneToo,
    ] = Field((), description="With `overdue: wait`: who is told then, by mail; one, or one after the other.")
    digest: DigestText | None = Field(
        None,
        description="At what time of day it is given, and others are told that it is overdue, as in `daily at 09:00`: "
        "all that this step then has to tell one person, in whichever runs, is one mail.",
    )
    if_: Condition | None = Field(
        None, alias="if", description="Judged when its time has come; not met, there is no task."
    )
    unless_given_within: Length | None = Field(
        None,
        description="Skipped if whose task it would be was given this one, in whichever run, within this time.",
    )

    def templates(self) -> tuple[str, ...]:
        return tuple(rung.template for rung in self.escalate if rung.template)

    @property
    def names(self) -> tuple[str, ...]:
        """The outcomes that can be chosen."""
        return tuple(choice.name for choice in self.outcomes)

    @property
    def asks(self) -> dict[str, Asks]:
        """What they ask besides, by outcome."""
        return {choice.name: choice.asks for choice in self.outcomes if choice.asks}

    @property
    def goes_on_overdue(self) -> bool:
        """Whether the run goes on without an outcome of the person's when the task is not done in time."""
        return self.overdue in ("continue", "withdraw")

    def results(self) -> tuple[str, ...]:
        """Every outcome that later steps can see."""
        always: tuple[str, ...] = (SKIPPED,) if self.if_ or self.unless_given_within else ()
        always += (SUPPRESSED,) if self.kind in CONTACTS else ()
        if not self.wait:
            return (CREATED, *always)
        return (*self.names, *always, *((OVERDUE,) if self.goes_on_overdue else ()))

    @model_validator(mode="after")
    def _options_fit_together(self) -> "TaskStep":
        if self.overdue is not None and (self.due is None or not self.wait):
            why = "without `due`" if self.due is None else "with `wait: false`"
            raise fault(codes.CONTRADICTION, f"`overdue` has no effect {why}", "leave it out", key="overdue")
        if self.digest is not None and self.unless_given_within is not None:
            raise fault(
                codes.CONTRADICTION,
                "`unless_given_within` spares people a second task, and `digest` tells them of many at once",
                "leave one of them out",
                key="digest",
            )
        if self.escalate and self.overdue != "wait":
            raise fault(
                codes.CONTRADICTION,
                "`escalate` has no effect: nobody waits for this task once it is overdue",
                "add `due` and `overdue: wait`",
                key="escalate",
            )
        return self


CONTACTS: Final = frozenset({"call", "linkedin", "meeting"})
"""Kinds of tasks by which somebody gets in touch with the candidate."""
