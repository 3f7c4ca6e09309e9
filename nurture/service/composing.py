"""Who writes to whom, in which language, with which words: looked up and rendered when a message is about to leave."""

from dataclasses import dataclass

from nurture.domain.records import Person
from nurture.domain.touchpoints import Address, Message
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.company import CompanyFile
from nurture.language.sequence import ROLES
from nurture.language.steps.email import EmailStep
from nurture.language.templates import choose_language
from nurture.messages.footer import footer_for
from nurture.messages.identity import message_id_of
from nurture.messages.render import render
from nurture.messages.threads import answer_headers, answer_subject
from nurture.service.journeys import View


@dataclass(frozen=True, kw_only=True, slots=True)
class Correspondents:
    """Both ends of a message; `to` is None when nobody holds the role or no address is known."""

    sender: Address
    to: Address | None


def correspondents(journey: Journey, step: EmailStep, company: CompanyFile) -> Correspondents:
    """Looks the roles up as they are held now. Raises Held when there is nobody at all to send from."""
    wanted = step.sender or journey.plan.sequence.send.sender
    for name in (wanted, *company.sender_fallback):
        if sender := _address(name, journey, company):
            return Correspondents(sender=sender, to=_recipient(step, journey))
    raise Held(
        f"there is nobody to send {step.id} from: no address for {wanted}, nor along the fallbacks of company.yaml",
        hint="Give the role to somebody in the ATS, or add a sender to `sender_fallback` in company.yaml.",
    )


def compose(
    view: View, journey: Journey, step: EmailStep, who: Correspondents, key: str, parent: Message | None
) -> Message:
    """Renders the message exactly as it will be sent, in the thread of `parent` if there is one.

    Raises a NurtureError when the template can't be filled in.
    """
    assert who.to is not None, "the gate lets nothing pass without an address"
    facts, settings, secret = journey.facts, view.parts.settings, view.parts.secret
    is_to_candidate = step.to == "candidate"
    variants = view.published.templates[step.email]
    own = (facts.candidate.language, facts.job.language if facts.job else None) if is_to_candidate else ()
    variant = choose_language(variants, (*own, facts.company.language))
    language = variant or facts.company.language
    footer = footer_for(
        journey.plan.sequence.purpose,
        is_to_candidate=is_to_candidate,
        company=facts.company,
        address=who.to.email,
        secret=secret,
        public_url=settings.public_url,
        language=language,
    )
    return render(
        template=variants[variant],
        names=journey.names,
        sender=who.sender,
        to=who.to,
        key=key,
        message_id=message_id_of(key, secret=secret, domain=settings.mail_domain),
        language=language,
        company=facts.company,
        footer=footer,
        subject=answer_subject(parent) if parent else None,
        headers=answer_headers(parent) if parent else None,
    )


def _address(name: str, journey: Journey, company: CompanyFile) -> Address | None:
    if name in ROLES:
        return _mailbox(journey.facts.role(name))
    sender = company.senders.get(name)
    return Address(email=sender.email, name=sender.name) if sender else None


def _mailbox(person: Person | None) -> Address | None:
    return Address(email=person.email, name=person.name) if person and person.email else None


def _recipient(step: EmailStep, journey: Journey) -> Address | None:
    if step.to != "candidate":
        return _mailbox(journey.facts.role(step.to))
    candidate = journey.facts.candidate
    if candidate.email is None:
        return None
    name = " ".join(part for part in (candidate.first_name, candidate.last_name) if part)
    return Address(email=candidate.email, name=name or None)
