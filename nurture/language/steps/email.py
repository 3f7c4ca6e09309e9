"""A mail."""

from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, model_validator

from nurture.language import codes
from nurture.language.chain import CANDIDATE, Readers, Signers, in_words
from nurture.language.faults import fault
from nurture.language.fields import (
    AS_WRITTEN,
    Condition,
    Hours,
    LeadText,
    Length,
    Name,
    OneToo,
    OwnDigestText,
    Rank,
    SenderName,
    SlideText,
    TemplateName,
    one_or_several,
)
from nurture.language.ranking import MOST_OPENINGS, check_openings
from nurture.language.steps.base import Step, called
from nurture.language.steps.task import TaskStep
from nurture.timing.daily import Daily
from nurture.timing.duration import Duration, Unit
from nurture.timing.slide import Slide

YES: Final = "yes"
NO: Final = "no"
MERGE: Final = "merge"
TASK: Final = "task"
CALENDAR: Final = "calendar"

MOST_TEMPLATES: Final = 20


class Delivery(StrEnum):
    """What a message that may have left is worth: never twice, or never not at all."""

    AT_MOST_ONCE = "at_most_once"
    AT_LEAST_ONCE = "at_least_once"


DELIVERY: Final = Field(
    Delivery.AT_MOST_ONCE,
    description="What to do where nobody knows whether it left: leave it at that, or hand it over once more after an "
    "hour, in which the provider may still tell; then somebody may get it twice.",
)


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise fault(codes.BAD_NAME, f"`{name}` is listed twice", "list each once: a run sends each once")
    return names


Templates: TypeAlias = Annotated[
    tuple[TemplateName, ...],
    Field(min_length=1, max_length=MOST_TEMPLATES),
    BeforeValidator(one_or_several),
    AfterValidator(_each_once),
    AS_WRITTEN,
    OneToo,
]


def check_other(step: str, unless_sent: str | None) -> None:
    """Raises a fault for a message that would make itself needless."""
    if unless_sent == step:
        said = "`unless_sent` names another mail, and this is its own name"
        raise fault(codes.CONTRADICTION, said, "write `once: true` to send it once", key="unless_sent")


def check_slide(slide: Slide | None, **put_off: Duration | None) -> None:
    """Raises a fault for a message that leaves earlier and is put off."""
    for key, length in put_off.items():
        if slide is not None and slide.way == "earlier" and length is not None:
            said = f"`{key}` puts it off, and `slide: earlier` brings it forward"
            raise fault(codes.CONTRADICTION, said, "leave one of them out", key=key)


def why_alone(mail: "EmailStep") -> tuple[str, str] | None:
    """The key by which a mail can't be one of many, and how it is written; None: it can."""
    alone = {
        "openings": mail.openings.text if mail.openings else None,
        "attach": mail.attach,
        "reply_to_step": mail.reply_to_step,
        "spread": mail.spread,
        "slide": mail.slide if mail.slide and mail.slide.way == "earlier" else None,
        "if_late": mail.if_late if mail.if_late == MERGE else None,
        "delivery": mail.delivery if mail.delivery is Delivery.AT_LEAST_ONCE else None,
    }
    return next(((key, f"{key}: {value}") for key, value in alone.items() if value is not None), None)


def check_digest(mail: "EmailStep") -> None:
    """Raises a fault for a mail that can't be one of many."""
    alone = why_alone(mail) if mail.digest else None
    if alone:
        key, written = alone
        said = f"`digest` puts many into one mail once a day, and `{written}` is for one alone"
        raise fault(codes.CONTRADICTION, said, "leave one of them out", key=key)


A_DAY: Final = Duration(1, Unit.DAYS)


class EmailStep(Step):
    """Writes a mail from a template and sends it in the sequence's hours, once.

    Its outcome is `sent`, `skipped` (its time or its `if`, or nobody to write to), `suppressed` (a rule that protects
    the person), `rejected` (refused for good), `unknown` (it may have left) or, with `approve`, `declined`, or
    `late` when nobody answered within `approve_within`. Too late, it is `skipped`, `merged` or `task`, as `if_late`
    says.
    """

    KIND: ClassVar[str] = "email"
    EXAMPLE: ClassVar[str] = """\
- id: thanks
  email: silver-medalist/thanks
  if: candidate.can_email
  hold: 30 minutes
"""
    email: Templates = Field(
        description="The template: `a/b` is the file templates/a/b.md. Of several, the next one that this run has not "
        "sent yet."
    )
    to: Readers = Field(
        (CANDIDATE,),
        description="Whom it goes to: `candidate`, a role, a sender of company.yaml or a mail address; of several, the "
        "first who is there.",
    )
    if_: Condition | None = Field(
        None, alias="if", description="Judged just before it leaves; not met, the step is skipped."
    )
    approve: SenderName | None = Field(
        None, description="Who has to say yes first: a role, or a sender of company.yaml. They get a task."
    )
    approve_within: Length | None = Field(
        None, description="With `approve`: how long they have. Without an answer by then it is left out."
    )
    hold: Length | None = Field(None, description="How long people have to stop it after it is due.")
    spread: Length | None = Field(
        None, description="Over how long the mails of many people are spread, evenly, from when each is due."
    )
    own_digest: OwnDigestText | None = Field(
        None,
        alias="digest",
        description="At what time of day it leaves, as in `daily at 09:00`: all that this step then has to say to one "
        "reader, in whichever runs, goes out in one mail. `none`: it leaves by itself, whatever the sequence says.",
    )
    hours: Hours | None = Field(None, description="Hours for this mail in place of the sequence's.")
    sender: Signers | None = Field(
        None,
        alias="from",
        description="Who signs it, in place of the sequence's `from`: a role or a sender; of several, the first who is "
        "there.",
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
    unless_sent: Name | None = Field(
        None, description="Another mail or text of this sequence: skipped if that one has left in this run."
    )
    once: StrictBool = Field(
        False, description="Never again to the same person about the same subject, in whichever run."
    )
    openings: Condition | None = Field(
        None,
        description="Which open jobs it tells of, as a condition on `job`: each once; where there is none, it is "
        "skipped.",
    )
    rank: Rank | None = Field(
        None,
        description="With `openings`: a number about each `job` that says which comes first, the highest. Without it "
        "the newest does.",
    )
    best: int | None = Field(
        None, ge=1, le=MOST_OPENINGS, description="With `rank`: how many jobs it tells of; the others come next time."
    )
    attach: Literal["calendar", "cancellation"] | None = Field(
        None,
        description="In runs about an interview: puts it into the reader's calendar, or takes a cancelled one out.",
    )
    delivery: Delivery = DELIVERY
    reply_to_step: Name | None = Field(
        None, description="An earlier mail whose thread it joins; skipped if that one never left."
    )
    if_late: Literal["send", "skip", "merge", "task"] | None = Field(
        None,
        description="What to do when it could only leave later than `late_after` after it was due: send it, skip it, "
        "put its words into the next mail of the run, or give the recruiter a task instead. Of itself it is skipped "
        "in a countdown, which is after a wait `until … before` a date, and else sent.",
    )
    late_after: Length | None = Field(
        None, description="With any other `if_late` than `send`: how late is too late; a day if not given."
    )

    @property
    def digest(self) -> Daily | None:
        """The time of day at which it leaves with others. In a plan, that of the sequence where it says nothing."""
        return self.own_digest if isinstance(self.own_digest, Daily) else None

    @property
    def is_to_candidate(self) -> bool:
        """Whether the candidate reads it, and not somebody of ours."""
        return self.to == (CANDIDATE,)

    @property
    def may_be_late(self) -> bool:
        """Whether it is worth sending however late it is."""
        return self.if_late in (None, "send")

    @property
    def too_late_after(self) -> Duration:
        """How late is too late, where anything is."""
        return self.late_after or A_DAY

    def templates(self) -> tuple[str, ...]:
        return self.email

    def approval(self) -> TaskStep | None:
        """The task of whoever has to say yes."""
        if self.approve is None:
            return None
        mail = self.email[0] if len(self.email) == 1 else self.id
        title = f"May the mail “{mail}” go to {{{{ candidate.first_name | or('them') }}}}?"
        task = {"task": title, "kind": "approval", "assign": self.approve, "outcomes": (YES, NO)}
        due = {"due": str(self.approve_within)} if self.approve_within else {}
        return called(self.id, TaskStep, {**task, **due})

    def late_task(self) -> TaskStep:
        """The task of the recruiter where it comes too late to be sent."""
        mail = self.email[0] if len(self.email) == 1 else self.id
        title = f"The mail “{mail}” for {{{{ candidate.first_name | or('them') }}}} came too late: write yourself"
        task = {"task": title, "kind": "other", "assign": "recruiter", "wait": False}
        return called(self.id, TaskStep, task | ({"if": self.if_} if self.if_ else {}))

    @model_validator(mode="after")
    def _what_is_late(self) -> "EmailStep":
        if self.late_after is not None and self.may_be_late:
            raise fault(
                codes.CONTRADICTION,
                "`late_after` has no effect without `if_late: skip`, `merge` or `task`",
                "add `if_late: skip`, or leave `late_after` out",
                key="late_after",
            )
        if self.openings is not None and self.if_late == MERGE:
            said = "the words of this mail may go out in another one, which tells of other jobs"
            raise fault(codes.CONTRADICTION, said, "write `if_late: skip` or `if_late: task`", key="if_late")
        if self.openings is not None and not self.is_to_candidate:
            said = f"`openings` keeps in mind what the candidate was told of, and this goes to the {in_words(self.to)}"
            raise fault(codes.CONTRADICTION, said, "go over `openings` in the template", key="openings")
        if self.attach is not None and self.if_late == MERGE:
            said = "the words of this mail may go out in another one, and what it attaches would be lost"
            raise fault(codes.CONTRADICTION, said, "write `if_late: skip` or `if_late: task`", key="if_late")
        if self.approve is not None and self.if_late in (MERGE, TASK):
            raise fault(
                codes.CONTRADICTION,
                f"whoever says yes to this mail says so to it alone, and `if_late: {self.if_late}` makes another of it",
                "write `if_late: skip`, or leave `approve` out",
                key="if_late",
            )
        return self

    @model_validator(mode="after")
    def _goes_together(self) -> "EmailStep":
        check_other(self.id, self.unless_sent)
        check_openings(self.openings, self.rank, self.best)
        check_slide(self.slide, hold=self.hold, spread=self.spread)
        check_digest(self)
        if self.approve_within is not None and self.approve is None:
            raise fault(
                codes.CONTRADICTION,
                "`approve_within` has no effect without `approve`",
                "say by `approve` who is asked, or leave it out",
                key="approve_within",
            )
        if self.unless_sent_within is not None and not self.is_to_candidate:
            raise fault(
                codes.CONTRADICTION,
                f"`unless_sent_within` protects the candidate, and this goes to the {in_words(self.to)}",
                "leave it out",
                key="unless_sent_within",
            )
        return self
