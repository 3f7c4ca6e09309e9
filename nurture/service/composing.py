"""Who writes to whom, in which language, with which words: looked up and rendered when a message is about to leave."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from nurture.domain.records import Candidate, Company, Person
from nurture.domain.touchpoints import Address, Message
from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.chain import CANDIDATE, in_words
from nurture.language.company import CompanyFile
from nurture.language.functions import ZONE
from nurture.language.steps.email import EmailStep
from nurture.language.templates import Template, choose_language, parse_template
from nurture.messages.footer import footer_for
from nurture.messages.identity import Way, message_id_of, return_address
from nurture.messages.render import render, worded
from nurture.messages.threads import answer_headers, answer_subject
from nurture.messages.words import Words
from nurture.service.invitations import with_appointment
from nurture.service.mailboxes import Holder, Nobody, Office, day_of, nobody_of
from nurture.values import frozen, replace

REFERRER: Final = "referrer"


@frozen
class Stationery:
    """What a mail needs besides facts: the company file, the sequence's templates by name and language, and our own.

    `secret` makes Message-IDs and the way out; `public_url` is where that way leads, and
    `reply_domain` where replies are taken, if they are.
    """

    company: CompanyFile
    templates: Mapping[str, Mapping[str, str]]
    secret: str
    public_url: str
    mail_domain: str
    reply_domain: str | None = None


@frozen
class Wording:
    """The file of a template that a recipient gets: `tag` is the language in its name, "" if there is none."""

    tag: str
    language: str
    text: str


def office_of(journey: Journey, company: CompanyFile) -> Office:
    """Our own people as they are there that day; whoever a track is for, too."""
    team, item = journey.facts.records.team, journey.item
    for_whom = {item.name: item.value} if item and isinstance(item.value, Person) else {}
    return Office(team=team, company=company, day=day_of(journey.now, company), for_whom=for_whom)


def signers_of(journey: Journey, step: EmailStep, company: CompanyFile) -> tuple[str, ...]:
    """Who may sign: those that the step names, else the sequence, then the fallbacks of company.yaml."""
    return (*(step.sender or journey.plan.sequence.send.sender), *company.sender_fallback)


def sender_of(journey: Journey, step: EmailStep, office: Office) -> Address:
    """The first along the chain who is there. Raises Held when there is nobody at all."""
    if sender := office.mailbox(signers_of(journey, step, office.company)):
        return sender
    wanted = in_words(step.sender or journey.plan.sequence.send.sender)
    raise Held(
        f"there is nobody to send {step.id} from: no address for {wanted}, nor along the fallbacks of company.yaml",
        hint="Give the role to somebody in the ATS, or add a sender to `sender_fallback` in company.yaml.",
    )


def who_is_missing(journey: Journey, step: EmailStep, office: Office) -> Nobody | None:
    """That nobody of ours is there to read a mail, or to sign it for now; None while there are both.

    Nobody may have recommended a person: then there is nobody to wait for, and the gate says so.
    """
    if not step.is_to_candidate and step.to != (REFERRER,) and not office.mailbox(step.to):
        return nobody_of(step.to, office, f"read {step.id}")
    signers = signers_of(journey, step, office.company)
    if not office.mailbox(signers) and office.back_on(signers):
        return nobody_of(signers, office, f"send {step.id} from")
    return None


def reader_of(journey: Journey, step: EmailStep, office: Office) -> Holder | None:
    """Whom it goes to: the candidate, or the first of ours who is there; None where there is nobody with an address."""
    if not step.is_to_candidate:
        holder = office.first_there(step.to)
        return holder if holder and holder.mailbox else None
    candidate = journey.facts.candidate
    if candidate.email is None:
        return None
    name = full_name(candidate)
    return Holder(name=CANDIDATE, called=name or "", mailbox=Address(email=candidate.email, name=name))


def full_name(candidate: Candidate) -> str | None:
    """A person's name as far as it is known."""
    return " ".join(part for part in (candidate.first_name, candidate.last_name) if part) or None


def wording(
    journey: Journey, template: str, templates: Mapping[str, Mapping[str, str]], *, is_to_candidate: bool = False
) -> Wording:
    """A template's words in the recipient's language, or in the company's. Raises NotFound when there are none."""
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
    template: str | None = None,
    parent: Message | None = None,
    late: Iterable[str] = (),
    beside: Sequence[Words] = (),
    more: Mapping[str, object] | None = None,
) -> Message:
    """Renders the message exactly as it will be sent, in the thread of `parent` if there is one. `more` are names that
    its template knows besides the facts, `beside` what other runs have to say in it.

    `template` is the one whose turn it is, of several; `late` are the templates of mails whose words stand above its
    own. Raises Held when there is nobody to send it from, another NurtureError when the template can't be filled in.
    """
    company, secret = journey.facts.company, stationery.secret

    def written(name: str) -> Wording:
        return wording(journey, name, stationery.templates, is_to_candidate=step.is_to_candidate)

    words = written(template or step.email[0])
    footer = footer_for(
        journey.plan.sequence.purpose,
        is_to_candidate=step.is_to_candidate,
        company=company,
        address=to.email,
        secret=secret,
        public_url=stationery.public_url,
        language=words.language,
    )
    message = render(
        template=_with_late(words, [written(name) for name in late]),
        names={**journey.names, **(more or {}), **_clock_of(step, journey)},
        sender=sender_of(journey, step, office_of(journey, stationery.company)),
        to=to,
        key=key,
        message_id=message_id_of(key, secret=secret, domain=stationery.mail_domain),
        language=words.language,
        company=company,
        footer=footer,
        reply_to=_for_replies(step, company, key, stationery),
        subject=answer_subject(parent) if parent else None,
        headers=answer_headers(parent) if parent else None,
        beside=beside,
    )
    return with_appointment(message, journey, step, secret=secret, domain=stationery.mail_domain)


def words_of(journey: Journey, step: EmailStep, stationery: Stationery, template: str) -> Words:
    """What a mail says that goes out in that of another run. Raises a NurtureError as `compose` does."""
    words = wording(journey, template, stationery.templates, is_to_candidate=step.is_to_candidate)
    names = {**journey.names, **_clock_of(step, journey)}
    return worded(words.text, names=names, language=words.language, company=journey.facts.company)


def _for_replies(step: EmailStep, company: Company, key: str, stationery: Stationery) -> Address | None:
    """What our own people answer goes to whoever signed, and to nobody else."""
    if not step.is_to_candidate or not stationery.reply_domain:
        return None
    email = return_address(Way.REPLY, key, secret=stationery.secret, domain=stationery.reply_domain)
    return Address(email=email, name=company.name)


def _clock_of(step: EmailStep, journey: Journey) -> Mapping[str, object]:
    """Our own people read times on the company's clock, whoever the mail is about."""
    return {} if step.is_to_candidate else {ZONE: journey.office_zone}


def _with_late(words: Wording, late: list[Wording]) -> str | Template:
    """The template under the words of mails that came too late, with a line between; the subject is its own."""
    if not late:
        return words.text
    own = parse_template(words.text)
    return replace(own, body="\n\n---\n\n".join([*(parse_template(each.text).body for each in late), own.body]))
