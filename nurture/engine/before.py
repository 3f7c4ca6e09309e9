"""What left before, where a mail asks for it: it may have been sent already, or make another one needless."""

from datetime import datetime

from nurture.engine.journey import Journey
from nurture.language.steps.email import EmailStep
from nurture.values import frozen


@frozen
class Needless:
    """Why a mail is left out: the rule's name, and a sentence."""

    rule: str
    sentence: str


@frozen
class Before:
    """What the ledger knows of earlier mails, as far as the step asks.

    `template` is the one whose turn it is, None when this run has sent them all. `had` is when this step's mail last
    left for the same person about the same subject, in any run; `instead` when that of `unless_sent` left in this one.
    `calendar` says why there is nothing to attach; with `nothing_new` there is no opening to tell of.
    """

    template: str | None
    calendar: Needless | None = None
    nothing_new: bool = False
    had: datetime | None = None
    instead: datetime | None = None


def why_needless(step: EmailStep, before: Before, journey: Journey) -> Needless | None:
    """The reason to leave it out, if there is one."""
    if before.template is None:
        return Needless(rule="none-left", sentence=f"this run has sent all {len(step.email)} of its mails")
    if before.nothing_new:
        return Needless(rule="nothing-new", sentence="no job is open that fits and that they were not told of before")
    if before.calendar is not None:
        return before.calendar
    if before.had is not None:
        return Needless(rule="once", sentence=f"they had it {journey.say(before.had)}, and get it once")
    if before.instead is not None:
        return Needless(rule="sent-instead", sentence=f"{step.unless_sent} left {journey.say(before.instead)}")
    return None
