"""A survey, sent by mail and answered on a page."""

from typing import ClassVar, Final

from pydantic import Field, StrictBool, model_validator

from nurture.language import codes
from nurture.language.chain import CANDIDATE, Readers, Signers, in_words
from nurture.language.faults import fault
from nurture.language.fields import Condition, Hours, Length, Name, TemplateName, WaitText
from nurture.language.model import Model
from nurture.language.steps.base import Step, called
from nurture.language.steps.email import EmailStep
from nurture.timing.duration import Duration, Unit
from nurture.timing.wait import Wait

ANSWERED: Final = "answered"
TIMEOUT: Final = "timeout"
MOST_REMINDERS: Final = 5
_TWO_WEEKS: Final = Wait(duration=Duration(14, Unit.DAYS))


class Remind(Model):
    """Reminders of those who have not answered."""

    every: Length = Field(description="How long after the mail before.")
    times: int = Field(
        1,
        description=f"How many at most, up to {MOST_REMINDERS}.",
        ge=1,
        le=MOST_REMINDERS,
        json_schema_extra={"minimum": 1, "maximum": MOST_REMINDERS},
    )
    template: TemplateName | None = Field(None, description="Its template; that of the first mail if not given.")


class SurveyStep(Step):
    """Asks somebody a question of company.yaml by mail, and waits for the answer until `timeout`.

    The mail must hold the link `{{ survey_url }}`; it is the reader's own, works without an account, and takes one
    answer. Whoever has not answered is reminded. Later steps see `steps.<id>.answer`, and of a scale of numbers
    `steps.<id>.score`. An answer that comes after `timeout` is kept, and steers nothing any more.

    Its outcome is `answered`, `timeout`, `skipped` (its `if`, or surveyed too lately, or nobody to write to),
    `suppressed` (a rule that protects the person) or `rejected` (the mail was refused for good). With `wait: false`
    it is `sent`, or `unknown`, where that of a mail would be.
    """

    KIND: ClassVar[str] = "survey"
    EXAMPLE: ClassVar[str] = """\
- id: how-was-it
  survey: candidate-experience
  template: surveys/invite
  timeout: 10 days
  remind:
    every: 3 business days
    times: 2
    template: surveys/reminder
  unless_surveyed_within: 6 months
- id: unhappy
  branch:
    - when: steps.how_was_it.score is not none and steps.how_was_it.score <= 6
      steps:
        - id: look-into-it
          task: Ask what went wrong
"""

    survey: Name = Field(description="The survey, as company.yaml names it under `surveys`.")
    to: Readers = Field(
        (CANDIDATE,),
        description="Who is asked: `candidate`, a role, a sender of company.yaml or a mail address; of several, the "
        "first who is there.",
    )
    template: TemplateName = Field(description="The mail that asks, with the link `{{ survey_url }}`.")
    wait: StrictBool = Field(
        True, description="False to go on at once: an answer is news all the same, and a consent that it gives, too."
    )
    timeout: WaitText = Field(
        _TWO_WEEKS,
        description="How long after the mail it waits for an answer, or until when.",
    )
    remind: Remind | None = Field(None, description="Reminders of those who have not answered.")
    if_: Condition | None = Field(
        None, alias="if", description="Judged just before the first mail leaves; not met, the step is skipped."
    )
    hours: Hours | None = Field(None, description="Hours for its mails in place of the sequence's.")
    sender: Signers | None = Field(
        None,
        alias="from",
        description="Who signs its mails, in place of the sequence's `from`; of several, the first who is there.",
    )
    unless_sent_within: Length | None = Field(
        None, description="Skipped if any mail or text of ours went to the person within this time."
    )
    unless_surveyed_within: Length | None = Field(
        None, description="Skipped if they were sent a survey, of any sequence, within this time."
    )

    @property
    def is_to_candidate(self) -> bool:
        """Whether the candidate is asked, and not somebody of ours."""
        return self.to == (CANDIDATE,)

    def invitation(self) -> EmailStep:
        """The mail that asks."""
        return self._mail(self.template, {"if_", "unless_sent_within"})

    def reminder(self) -> EmailStep:
        """The mail that asks again."""
        return self._mail((self.remind and self.remind.template) or self.template, set())

    def templates(self) -> tuple[str, ...]:
        again = self.remind.template if self.remind else None
        return (self.template, *([again] if again else []))

    def results(self) -> tuple[str, ...]:
        ends = (ANSWERED, TIMEOUT) if self.wait else ("sent", "unknown")
        return (*ends, "skipped", "suppressed", "rejected")

    def _mail(self, template: str, more: set[str]) -> EmailStep:
        shared = self.given({"to", "hours", "sender", *more})
        return called(self.id, EmailStep, {**shared, "email": template})

    @model_validator(mode="after")
    def _goes_together(self) -> "SurveyStep":
        for key, is_stated in (("timeout", self.timeout != _TWO_WEEKS), ("remind", self.remind is not None)):
            if is_stated and not self.wait:
                said = f"`{key}` is about the time until there is an answer, and this step doesn't wait for one"
                raise fault(codes.CONTRADICTION, said, "leave it out, or leave `wait: false` out", key=key)
        span = self.timeout.duration if self.timeout.anchor is None else None  # how far off a date is, nobody knows yet
        if self.remind is not None and span and self.remind.every.rough * self.remind.times >= span.rough:
            said = f"the last reminder would come when the {self.timeout} of `timeout` are over"
            raise fault(codes.CONTRADICTION, said, "remind sooner or less often, or wait longer", key="remind")
        if self.unless_sent_within is not None and not self.is_to_candidate:
            said = f"`unless_sent_within` protects the candidate, and this goes to the {in_words(self.to)}"
            raise fault(codes.CONTRADICTION, said, "leave it out", key="unless_sent_within")
        return self
