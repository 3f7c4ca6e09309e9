"""What a step has to send, and by which channel. Whatever it is, it is judged as the mail that it would be."""

from dataclasses import dataclass

from nurture.domain.phones import text_number
from nurture.domain.records import EVERYWHERE
from nurture.domain.touchpoints import ChannelKind
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.steps import EmailStep, SmsStep, Step
from nurture.language.steps.sms import DAYTIME
from nurture.timing.quiet import in_both
from nurture.timing.window import SendWindow


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """One message of a step: the mail as which it is judged, and the channel by which it leaves."""

    mail: EmailStep
    channel: ChannelKind


def outgoing(step: Step, journey: Journey) -> Outgoing:
    """What the step would send as things stand. Raises Held for a step that sends nothing, and where no hour is open
    for a text."""
    match step:
        case EmailStep():
            return Outgoing(mail=step, channel=ChannelKind.EMAIL)
        case SmsStep() if step.otherwise and not _takes_texts(journey):
            return Outgoing(mail=step.as_mail(None), channel=ChannelKind.EMAIL)
        case SmsStep():
            return Outgoing(mail=step.as_mail(text_hours(step, journey)), channel=ChannelKind.SMS)
        case _:
            raise Held(f"{step.id} has nothing to send")


def text_hours(step: SmsStep, journey: Journey) -> SendWindow:
    """The hours in which this text may leave: the step's, and those that quiet hours leave open where the reader is.

    Raises Held where there are none.
    """
    facts = journey.facts
    country = facts.candidate.country or (facts.job.country if facts.job else None) or facts.company.country
    stated = facts.company.text_hours
    by_law = stated.get(country or EVERYWHERE) or stated.get(EVERYWHERE)
    if by_law is None:
        return step.hours or DAYTIME
    window = SendWindow.parse(by_law)
    hours = in_both(step.hours, window) if step.hours else window
    if hours is None:
        raise Held(
            f"{step.id} can never leave: its hours are {step.hours}, and texts may leave {window} there",
            hint="Correct the step's hours, or `quiet_hours` in company.yaml.",
        )
    return hours


def _takes_texts(journey: Journey) -> bool:
    candidate = journey.facts.candidate
    return text_number(candidate.phone) is not None and candidate.can_text is True
