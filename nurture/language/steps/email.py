"""A mail."""

from typing import ClassVar, Final, Literal

from pydantic import Field, model_validator

from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import (
    Condition,
    Hours,
    LeadText,
    Length,
    Name,
    Recipient,
    SenderName,
    SlideText,
    TemplateName,
)
from nurture.language.steps.base import Step
from nurture.language.steps.task import TaskStep
from nurture.timing.duration import Duration, Unit

YES: Final = "yes"
NO: Final = "no"

_LATE: Final = Duration(1, Unit.DAYS)


class EmailStep(Step):
    """Writes a mail from a template and sends it in the sequence's hours, once.

    Its outcome is `sent`, `skipped` (its time or its `if`, or nobody to write to), `suppressed` (a rule that protects
    the person), `rejected` (refused for good), `unknown` (it may have left) or, with `approve`, `declined`.
    """

    KIND: ClassVar[str] = "email"
    EXAMPLE: ClassVar[str] = """\
- id: thanks
  email: silver-medalist/thanks
  if: candidate.can_email
  hold: 30 minutes
"""
    LATER: ClassVar[frozenset[str]] = frozenset({"attach"})

    email: TemplateName = Field(description="The template: `a/b` is the file templates/a/b.md.")
    to: Recipient = Field("candidate", description="Whom it goes to: the candidate, or a role, such as recruiter.")
    if_: Condition | None = Field(
        None, alias="if", description="Judged just before it leaves; not met, the step is skipped."
    )
    approve: SenderName | None = Field(
        None, description="Who has to say yes first: a role, or a sender of company.yaml. They get a task."
    )
    hold: Length | None = Field(None, description="How long people have to stop it after it is due.")
    hours: Hours | None = Field(None, description="Hours for this mail in place of the sequence's.")
    sender: SenderName | None = Field(
        None, alias="from", description="Who signs it, in place of the sequence's `from`: a role or a sender."
    )
    slide: SlideText | None = Field(
        None, description="What to do when it is due in closed hours, in place of the sequence's."
    )
    unless_sent_within: Length | None = Field(
        None, description="Skipped if any mail of ours, of any sequence, went to the person within this time."
    )
    unless_within: LeadText | None = Field(
        None, description="Skipped if less than this is left until a date, as in `2 days of hire.start_date`."
    )
    reply_to_step: Name | None = Field(
        None, description="An earlier mail whose thread it joins; skipped if that one never left."
    )
    if_late: Literal["send", "skip"] = Field(
        "send", description="What to do when it could only leave later than `late_after` after it was due."
    )
    late_after: Length | None = Field(
        default_factory=lambda data: _LATE if data.get("if_late") == "skip" else None,
        description="With `if_late: skip`: how late is too late; a day if not given.",
    )

    def templates(self) -> tuple[str, ...]:
        return (self.email,)

    def approval(self) -> TaskStep | None:
        """The task of whoever has to say yes."""
        if self.approve is None:
            return None
        title = f"May the mail “{self.email}” go to {{{{ candidate.first_name | or('them') }}}}?"
        task = {"id": self.id, "task": title, "kind": "approval", "assign": self.approve, "outcomes": (YES, NO)}
        return TaskStep.model_validate(task)

    @model_validator(mode="after")
    def _late_after_belongs_to_skip(self) -> "EmailStep":
        if self.late_after is not None and self.if_late != "skip":
            raise fault(
                codes.CONTRADICTION,
                "`late_after` has no effect without `if_late: skip`",
                "add `if_late: skip`, or leave `late_after` out",
                key="late_after",
            )
        return self

    @model_validator(mode="after")
    def _goes_together(self) -> "EmailStep":
        if self.slide is not None and self.slide.way == "earlier" and self.hold is not None:
            raise fault(
                codes.CONTRADICTION,
                "`hold` puts it off, and `slide: earlier` brings it forward",
                "leave one of them out",
                key="hold",
            )
        if self.unless_sent_within is not None and self.to != "candidate":
            raise fault(
                codes.CONTRADICTION,
                f"`unless_sent_within` protects the candidate, and this goes to the {self.to}",
                "leave it out",
                key="unless_sent_within",
            )
        return self
