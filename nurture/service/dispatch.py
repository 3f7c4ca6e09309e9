"""Where a message goes, and its words, by the channel by which it leaves."""

from nurture.domain.phones import text_number
from nurture.domain.surveys import step_of
from nurture.domain.touchpoints import Address, ChannelKind, Message, touchpoint_key
from nurture.engine.journey import Journey
from nurture.engine.outgoing import Outgoing
from nurture.language.chain import CANDIDATE
from nurture.language.company import CompanyFile
from nurture.language.schema import SURVEY_URL
from nurture.language.steps import SmsStep
from nurture.messages.identity import message_id_of
from nurture.messages.texts import WayOut, render_text
from nurture.messages.words import Words
from nurture.service.composing import Stationery, compose, full_name, office_of, reader_of, wording
from nurture.service.mailboxes import Holder
from nurture.service.surveys import survey_url
from nurture.values import frozen


@frozen
class Draft:
    """What of a mail is settled when it is about to leave: the template whose turn it is, of several; the mail that it
    answers; the templates of mails that came too late and go out in it; what other runs have to say in it.
    """

    template: str | None = None
    parent: Message | None = None
    late: tuple[str, ...] = ()
    beside: tuple[Words, ...] = ()


def reader_for(journey: Journey, sends: Outgoing, company: CompanyFile) -> Holder | None:
    """Who gets it, with the mailbox or telephone that it goes to; None where none is known."""
    if sends.channel is ChannelKind.EMAIL:
        return reader_of(journey, sends.mail, office_of(journey, company))
    candidate = journey.facts.candidate
    number, name = text_number(candidate.phone), full_name(candidate)
    return Holder(name=CANDIDATE, called=name or "", mailbox=Address(phone=number, name=name)) if number else None


def template_for(journey: Journey, sends: Outgoing, turn: str | None) -> str | None:
    """The template that it is written from; `turn` is the mail's, of several."""
    step = journey.plan.steps[sends.mail.id]
    return step.template if isinstance(step, SmsStep) and sends.channel is ChannelKind.SMS else turn


def first_key(key: str) -> str:
    """The key of the survey that a reminder, or the first mail itself, is about."""
    enrollment_id, step, visit = key.rsplit("#", 2)
    return touchpoint_key(enrollment_id, step_of(step), int(visit))


def written(journey: Journey, sends: Outgoing, to: Address, key: str, stationery: Stationery, draft: Draft) -> Message:
    """The message exactly as it will be sent. Raises a NurtureError where it can't be written."""
    if sends.channel is ChannelKind.EMAIL:
        more: dict[str, object] = {}
        if sends.asks is not None:
            more[SURVEY_URL] = survey_url(first_key(key), secret=stationery.secret, public_url=stationery.public_url)
        return compose(
            journey,
            sends.mail,
            to,
            key,
            stationery,
            template=draft.template,
            parent=draft.parent,
            late=draft.late,
            beside=draft.beside,
            more=more,
        )
    step = journey.plan.steps[sends.mail.id]
    assert isinstance(step, SmsStep), "only those steps send texts"
    words = wording(journey, step.template, stationery.templates, is_to_candidate=True)
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
