"""Where a message goes, and its words, by the channel by which it leaves."""

from nurture.domain.phones import text_number
from nurture.domain.surveys import step_of
from nurture.domain.touchpoints import Address, ChannelKind, Message, touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.outgoing import Outgoing
from nurture.language.schema import SURVEY_URL
from nurture.language.steps import SmsStep
from nurture.messages.identity import message_id_of
from nurture.messages.texts import WayOut, render_text
from nurture.service.composing import Stationery, compose, full_name, recipient_of, wording_of
from nurture.service.surveys import survey_url


def address_for(journey: Journey, sends: Outgoing) -> Address | None:
    """The mailbox or telephone that it goes to; None where none is known."""
    if sends.channel is ChannelKind.EMAIL:
        return recipient_of(journey, sends.mail)
    candidate = journey.facts.candidate
    number = text_number(candidate.phone)
    return Address(phone=number, name=full_name(candidate)) if number else None


def first_key(key: str) -> str:
    """The key of the survey that a reminder, or the first mail itself, is about."""
    enrollment_id, step, visit = key.rsplit("#", 2)
    return touchpoint_key(enrollment_id, step_of(step), int(visit))


def written(
    journey: Journey, sends: Outgoing, to: Address, key: str, stationery: Stationery, parent: Message | None = None
) -> Message:
    """The message exactly as it will be sent. Raises a NurtureError where it can't be written."""
    if sends.channel is ChannelKind.EMAIL:
        more: dict[str, object] = {}
        if sends.asks is not None:
            more[SURVEY_URL] = survey_url(first_key(key), secret=stationery.secret, public_url=stationery.public_url)
        return compose(journey, sends.mail, to, key, stationery, parent=parent, more=more)
    step = journey.plan.steps[sends.mail.id]
    assert isinstance(step, SmsStep), "only those steps send texts"
    words = wording_of(journey, step.template, stationery.templates, is_to_candidate=True)
    return render_text(
        template=words.text,
        names=journey.names,
        to=to,
        key=key,
        message_id=message_id_of(key, secret=stationery.secret, domain=stationery.mail_domain),
        language=words.language,
        company=journey.facts.company,
        way_out=WayOut(
            purpose=journey.plan.sequence.purpose, secret=stationery.secret, public_url=stationery.public_url
        ),
    )
