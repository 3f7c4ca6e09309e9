"""Who writes to whom, in which language, with which words: looked up and rendered when a message is about to leave."""

from collections.abc import Mapping
from dataclasses import dataclass

from nurture.domain.records import Candidate, Person, Team
from nurture.domain.touchpoints import Address, Message
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.company import CompanyFile
from nurture.language.fields import ROLES
from nurture.language.functions import ZONE
from nurture.language.steps.email import EmailStep
from nurture.language.templates import choose_language
from nurture.messages.footer import footer_for
from nurture.messages.identity import message_id_of
from nurture.messages.render import render
from nurture.messages.threads import answer_headers, answer_subject


@dataclass(frozen=True, kw_only=True, slots=True)
class Stationery:
    """What a mail needs besides facts: the company file, the sequence's templates by name and language, and our own.

    `secret` makes Message-IDs and the way out; `public_url` is where that way leads.
    """

    company: CompanyFile
    templates: Mapping[str, Mapping[str, str]]
    secret: str
    public_url: str
    mail_domain: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """The file of a template that a recipient gets: `tag` is the language in its name, "" if there is none."""

    tag: str
    language: str
    text: str


def sender_of(journey: Journey, step: EmailStep, company: CompanyFile) -> Address:
    """Whoever holds the role now, or the next along the fallbacks. Raises Held when there is nobody at all."""
    wanted = step.sender or journey.plan.sequence.send.sender
    for name in (wanted, *company.sender_fallback):
        if sender := address_of(name, journey, company):
            return sender
    raise Held(
        f"there is nobody to send {step.id} from: no address for {wanted}, nor along the fallbacks of company.yaml",
        hint="Give the role to somebody in the ATS, or add a sender to `sender_fallback` in company.yaml.",
    )


def recipient_of(journey: Journey, step: EmailStep) -> Address | None:
    """Whom it goes to; None when nobody holds the role or no address is known."""
    if step.to != "candidate":
        return _mailbox(journey.facts.role(step.to))
    candidate = journey.facts.candidate
    if candidate.email is None:
        return None
    return Address(email=candidate.email, name=full_name(candidate))


def full_name(candidate: Candidate) -> str | None:
    """A person's name as far as it is known."""
    return " ".join(part for part in (candidate.first_name, candidate.last_name) if part) or None


def wording(journey: Journey, step: EmailStep, templates: Mapping[str, Mapping[str, str]]) -> Wording:
    """The words in the recipient's language, or in the company's. Raises NotFound when there are none."""
    return wording_of(journey, step.email, templates, is_to_candidate=step.to == "candidate")


def wording_of(
    journey: Journey, template: str, templates: Mapping[str, Mapping[str, str]], *, is_to_candidate: bool
) -> Wording:
    """The same of any template."""
    facts = journey.facts
    own = (facts.candidate.language, facts.job.language if facts.job else None) if is_to_candidate else ()
    variants = templates[template]
    tag = choose_language(variants, (*own, facts.company.language))
    return Wording(tag=tag, language=tag or facts.company.language, text=variants[tag])


def compose(
    journey: Journey,
    step: EmailStep,
    to: Address,
    key: str,
    stationery: Stationery,
    *,
    parent: Message | None = None,
    more: Mapping[str, object] | None = None,
) -> Message:
    """Renders the message exactly as it will be sent, in the thread of `parent` if there is one. `more` are names that
    its template knows besides the facts.

    Raises Held when there is nobody to send it from, another NurtureError when the template can't be filled in.
    """
    company, secret = journey.facts.company, stationery.secret
    words = wording(journey, step, stationery.templates)
    footer = footer_for(
        journey.plan.sequence.purpose,
        is_to_candidate=step.to == "candidate",
        company=company,
        address=to.email,
        secret=secret,
        public_url=stationery.public_url,
        language=words.language,
    )
    return render(
        template=words.text,
        names={**journey.names, **(more or {}), **_clock_of(step, journey)},
        sender=sender_of(journey, step, stationery.company),
        to=to,
        key=key,
        message_id=message_id_of(key, secret=secret, domain=stationery.mail_domain),
        language=words.language,
        company=company,
        footer=footer,
        subject=answer_subject(parent) if parent else None,
        headers=answer_headers(parent) if parent else None,
    )


def _clock_of(step: EmailStep, journey: Journey) -> Mapping[str, object]:
    """Our own people read times on the company's clock, whoever the mail is about."""
    return {} if step.to == "candidate" else {ZONE: journey.office_zone}


def address_of(name: str, journey: Journey, company: CompanyFile) -> Address | None:
    """The mailbox of whoever holds that role now, or of that sender; None where there is none."""
    return mailbox_of(name, journey.facts.records.team, company)


def mailbox_of(name: str, team: Team, company: CompanyFile) -> Address | None:
    """The same, in a team."""
    if name in ROLES or name in company.roles:
        return _mailbox(team.role(name))
    sender = company.senders.get(name)
    return Address(email=sender.email, name=sender.name) if sender else None


def _mailbox(person: Person | None) -> Address | None:
    return Address(email=person.email, name=person.name) if person and person.email else None
