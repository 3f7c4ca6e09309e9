"""What stands below every mail: who we are, why you get this, and, where it is due, the way out."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from nurture.domain.records import Company
from nurture.language.sequence import Purpose
from nurture.messages.identity import list_unsubscribe, unsubscribe_token
from nurture.values import frozen


@frozen
class Link:
    """Words that lead somewhere."""

    words: str
    url: str


@frozen
class Footer:
    """`sender` is who we are and where; `reason` why the recipient gets this, both in `language`.

    `headers` go into the message: one-click unsubscribing, or none.
    """

    language: str
    sender: str
    reason: str
    links: tuple[Link, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@frozen
class _Words:
    """Sentences with `{company}` in them."""

    reasons: Mapping[Purpose, str]
    unsubscribe: str
    privacy: str


_WORDS: Final[Mapping[str, _Words]] = {
    "en": _Words(
        reasons={
            Purpose.NURTURE: "You get this because you have been in touch with {company} about working together.",
            Purpose.APPLICATION: "You get this because you applied at {company}.",
            Purpose.DECISION: "You get this because you applied at {company}.",
            Purpose.ONBOARDING: "You get this because you are joining {company}.",
            Purpose.INTERNAL: "You get this because you work on hiring at {company}.",
        },
        unsubscribe="I would rather not get these mails",
        privacy="Privacy",
    ),
    "de": _Words(
        reasons={
            Purpose.NURTURE: "Sie erhalten diese Mail, weil Sie mit {company} über eine Stelle in Kontakt waren.",
            Purpose.APPLICATION: "Sie erhalten diese Mail, weil Sie sich bei {company} beworben haben.",
            Purpose.DECISION: "Sie erhalten diese Mail, weil Sie sich bei {company} beworben haben.",
            Purpose.ONBOARDING: "Sie erhalten diese Mail, weil Sie bei {company} anfangen.",
            Purpose.INTERNAL: "Sie erhalten diese Mail, weil Sie bei {company} an Einstellungen mitwirken.",
        },
        unsubscribe="Ich möchte solche Mails nicht mehr erhalten",
        privacy="Datenschutz",
    ),
    "fr": _Words(
        reasons={
            Purpose.NURTURE: "Vous recevez ce message car vous avez échangé avec {company} au sujet d’un emploi.",
            Purpose.APPLICATION: "Vous recevez ce message car vous avez postulé chez {company}.",
            Purpose.DECISION: "Vous recevez ce message car vous avez postulé chez {company}.",
            Purpose.ONBOARDING: "Vous recevez ce message car vous rejoignez {company}.",
            Purpose.INTERNAL: "Vous recevez ce message car vous participez aux recrutements de {company}.",
        },
        unsubscribe="Je ne souhaite plus recevoir ces messages",
        privacy="Confidentialité",
    ),
    "es": _Words(
        reasons={
            Purpose.NURTURE: "Recibe este mensaje porque ha estado en contacto con {company} sobre un empleo.",
            Purpose.APPLICATION: "Recibe este mensaje porque envió su candidatura a {company}.",
            Purpose.DECISION: "Recibe este mensaje porque envió su candidatura a {company}.",
            Purpose.ONBOARDING: "Recibe este mensaje porque se incorpora a {company}.",
            Purpose.INTERNAL: "Recibe este mensaje porque participa en las contrataciones de {company}.",
        },
        unsubscribe="Prefiero no recibir estos mensajes",
        privacy="Privacidad",
    ),
}


WAYS_OUT: Final = tuple(words.unsubscribe for words in _WORDS.values())
"""The words by which our mails offer the way out: a quoted mail of ours asks for nothing."""


def footer_for(
    purpose: Purpose,
    *,
    is_to_candidate: bool,
    company: Company,
    address: str,
    secret: str,
    public_url: str,
    language: str,
) -> Footer:
    """The footer in that language, or in English where we have no words for it.

    Only nurture mail to a candidate has a way out. Mail to our own people says so, whatever the sequence is for.
    """
    spoken = language.replace("_", "-").split("-")[0].lower()
    spoken = spoken if spoken in _WORDS else "en"
    words = _WORDS[spoken]
    reason = words.reasons[purpose if is_to_candidate else Purpose.INTERNAL].replace("{company}", company.name)
    links: list[Link] = []
    headers: dict[str, str] = {}
    if is_to_candidate and purpose is Purpose.NURTURE:
        url = unsubscribe_url(purpose, address, secret=secret, public_url=public_url)
        links.append(Link(words=words.unsubscribe, url=url))
        headers = list_unsubscribe(url)
    if is_to_candidate and company.privacy_url:
        links.append(Link(words=words.privacy, url=company.privacy_url))
    return Footer(
        language=spoken,
        sender=_sender(company),
        reason=reason,
        links=tuple(links),
        headers=headers,
    )


def _sender(company: Company) -> str:
    address = " · ".join(line.strip() for line in company.postal_address.splitlines() if line.strip())
    return address if address.startswith(company.name) else f"{company.name} · {address}"


def unsubscribe_url(purpose: Purpose, address: str, *, secret: str, public_url: str) -> str:
    """Where the way out is: opening it asks, a POST to it unsubscribes."""
    return f"{public_url.rstrip('/')}/u/{unsubscribe_token(purpose, address, secret=secret)}"
