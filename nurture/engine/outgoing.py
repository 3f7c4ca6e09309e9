"""What a step has to send, and by which channel. Whatever it is, it is judged as the mail that it would be."""

from nurture.domain.phones import text_number
from nurture.domain.records import EVERYWHERE
from nurture.domain.surveys import mailed_at, reminder_step
from nurture.domain.touchpoints import ChannelKind
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.steps import EmailStep, SmsStep, Step, SurveyStep
from nurture.language.steps.sms import DAYTIME
from nurture.timing.quiet import in_both
from nurture.timing.window import SendWindow
from nurture.values import frozen


@frozen
class Outgoing:
    """One message of a step: the mail as which it is judged, and the channel by which it leaves.

    `asks` is the survey step whose question it brings; `is_first` is False for its reminders.
    """

    mail: EmailStep
    channel: ChannelKind = ChannelKind.EMAIL
    asks: SurveyStep | None = None
    is_first: bool = True


def outgoing(step: Step, journey: Journey, did: tuple[str, ...] = ()) -> Outgoing:
    """What the step would send next as things stand, with that behind it.

    Raises Held for a step that sends nothing, and where no hour is open for a text.
    """
    match step:
        case EmailStep():
            return Outgoing(mail=step)
        case SurveyStep() if mailed_at(did):
            return Outgoing(mail=step.reminder(), asks=step, is_first=False)
        case SurveyStep():
            return Outgoing(mail=step.invitation(), asks=step)
        case SmsStep() if step.otherwise and not _takes_texts(journey):
            return Outgoing(mail=step.as_mail(step.hours))
        case SmsStep():
            return Outgoing(mail=step.as_mail(text_hours(step, journey)), channel=ChannelKind.SMS)
        case _:
            raise Held(f"{step.id} has nothing to send")


def ledger_step(step: Step, did: tuple[str, ...]) -> str:
    """Under what the message that a step sends next stands in the ledger, with that behind it."""
    mails = len(mailed_at(did)) if isinstance(step, SurveyStep) else 0
    return reminder_step(step.id, mails) if mails else step.id


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
