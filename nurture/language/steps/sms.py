"""A text message."""

from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field, StrictBool, WithJsonSchema, model_validator

from nurture.language import codes
from nurture.language.chain import CANDIDATE, Readers
from nurture.language.faults import fault
from nurture.language.fields import Condition, Hours, LeadText, Length, Name, SlideText, TemplateName
from nurture.language.steps.base import Step, called
from nurture.language.steps.email import DELIVERY, Delivery, EmailStep, check_other, check_slide
from nurture.timing.window import SendWindow

TEXT: Final = ".sms"
"""Ends the name of a text's template, so that a mail's may be called the same."""

DAYTIME: Final = SendWindow.parse("every day 09:00-20:00")
"""When texts leave where nobody says anything else."""

_EARLIEST, _LATEST = 8 * 60, 21 * 60
"""Minutes of the day beyond which no text leaves, whoever asks for it."""


def _by_day(hours: SendWindow) -> SendWindow:
    if hours.is_always or any(span.opens < _EARLIEST or span.closes > _LATEST for span in hours.spans):
        said = "any time" if hours.is_always else str(hours)
        raise fault(
            codes.BAD_WINDOW,
            f"“{said}” would wake people: a text makes a telephone ring",
            "stay between 08:00 and 21:00, as in every day 09:00-20:00",
        )
    return hours


def _candidate(to: tuple[str, ...]) -> tuple[str, ...]:
    if to != (CANDIDATE,):
        said = "a text goes to the candidate: we text nobody else"
        raise fault(codes.NOT_A_CHOICE, said, "leave `to` out, or write a mail to your own people")
    return to


class SmsStep(Step):
    """Sends a text message to the candidate's telephone, if they agreed to texts (`candidate.can_text`).

    It leaves by day, on their clock: in `hours`, and never in the `quiet_hours` that company.yaml names for their
    country. Whoever has no number, or has not agreed, gets the mail `otherwise` in its place, in the hours for mails;
    without one they get nothing. In all else it is held back as a mail would be, and it counts as a touch.

    Its outcome is `sent`, `skipped`, `suppressed` (no consent, or another rule that protects the person), `rejected`
    or `unknown`, as of a mail.
    """

    KIND: ClassVar[str] = "sms"
    EXAMPLE: ClassVar[str] = """\
- id: nudge-by-text
  sms: wake-up/nudge
  otherwise: wake-up/nudge
  hours: mon-sat 10:00-18:00
"""

    sms: TemplateName = Field(description="The template: `a/b` is the file templates/a/b.sms.md, plain text.")
    to: Annotated[Readers, AfterValidator(_candidate), WithJsonSchema({"const": CANDIDATE})] = Field(
        (CANDIDATE,), description="Whom it goes to: we text nobody else."
    )
    otherwise: TemplateName | None = Field(
        None, description="The mail that goes in its place where there is no number, or no consent to texts."
    )
    if_: Condition | None = Field(
        None, alias="if", description="Judged just before it leaves; not met, the step is skipped."
    )
    spread: Length | None = Field(
        None, description="Over how long the texts of many people are spread, evenly, from when each is due."
    )
    hours: Annotated[Hours, AfterValidator(_by_day)] | None = Field(
        None,
        description="When it may leave, in place of every day 09:00-20:00, and the mail in its place, in place of the "
        "sequence's. Quiet hours are kept by texts all the same.",
    )
    slide: SlideText | None = Field(
        None, description="What to do when it is due in closed hours, in place of the sequence's."
    )
    unless_sent_within: Length | None = Field(
        None, description="Skipped if any mail or text of ours, of any sequence, went to the person within this time."
    )
    unless_within: LeadText | None = Field(
        None, description="Skipped if less than this is left until a date, as in `2 days of hire.start_date`."
    )
    unless_sent: Name | None = Field(
        None, description="A mail or another text of this sequence: skipped if that one has left in this run."
    )
    once: StrictBool = Field(
        False, description="Never again to the same person about the same subject, in whichever run."
    )
    delivery: Delivery = DELIVERY
    if_late: Literal["send", "skip"] | None = Field(
        None,
        description="What to do when it could only leave later than `late_after` after it was due. Of itself it is "
        "skipped in a countdown, which is after a wait `until … before` a date, and else sent.",
    )
    late_after: Length | None = Field(
        None, description="With `if_late: skip`: how late is too late; a day if not given."
    )

    @model_validator(mode="after")
    def _goes_together(self) -> "SmsStep":
        if self.late_after is not None and self.if_late != "skip":
            said = "`late_after` has no effect without `if_late: skip`"
            raise fault(codes.CONTRADICTION, said, "add `if_late: skip`, or leave `late_after` out", key="late_after")
        check_other(self.id, self.unless_sent)
        check_slide(self.slide, spread=self.spread)
        return self

    @property
    def is_to_candidate(self) -> bool:
        """Always so."""
        return True

    @property
    def template(self) -> str:
        """What its own template is called among the files."""
        return f"{self.sms}{TEXT}"

    def templates(self) -> tuple[str, ...]:
        return (self.template, *([self.otherwise] if self.otherwise else []))

    def as_mail(self, hours: SendWindow | None) -> EmailStep:
        """The mail that would be held back where this text is, in those hours; None: those of the sequence."""
        asked = self.given(_SHARED)
        return called(self.id, EmailStep, {**asked, "email": self.otherwise or self.sms, "hours": hours})


_SHARED: Final = {
    *("to", "if_", "slide", "spread", "once", "if_late", "late_after", "delivery"),
    *("unless_sent", "unless_sent_within", "unless_within"),
}
