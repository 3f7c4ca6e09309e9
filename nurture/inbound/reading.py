"""Reading a raw message (RFC 5322): who speaks in it, what it answers, and what it says."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from typing import Final

from nurture.errors import Refused
from nurture.inbound.automatic import tells_of_absence, why_automatic, why_doubtful
from nurture.inbound.away import away_until
from nurture.inbound.letter import Kind, Letter, Wish
from nurture.inbound.quotes import Words, new_words, storable
from nurture.inbound.reports import bounce_of, is_complaint, returned_ids
from nurture.inbound.wishes import wish_in

_GOES_TO: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
"""Where addresses of ours may stand: a server's own word before the sender's."""

_POLICY: Final = EmailPolicy(header_factory=HeaderRegistry(use_default_map=False))
"""Every header is text here: the standard library's readers of addresses and the like stumble over crooked ones."""

_MESSAGE_ID: Final = re.compile(r"<[^<>\s]+>")


def read(raw: bytes, *, received_at: datetime, envelope_sender: str | None = None) -> Letter:
    """What a message is. `envelope_sender` is "" where a server says that nobody is to be told of a failure.

    Raises Refused for what is no message at all.
    """
    mail = message_from_bytes(raw, policy=_POLICY)
    if "From" not in mail:
        raise Refused("it is no mail: it has no From", status=400)
    sender = parseaddr(_plain(mail, "From"))[1].lower() or None
    subject, sent_at = " ".join(_plain(mail, "Subject").split()), _sent_at(mail)
    words = new_words(mail)
    kind, sign = _kind(mail, sender, envelope_sender)
    is_absence = kind is Kind.AUTOMATIC and tells_of_absence(mail, subject, words.text)
    day = (sent_at or received_at).date()
    return Letter(
        kind=kind,
        sign=sign,
        doubt=why_doubtful(subject) if kind is Kind.REPLY else None,
        message_id=next(iter(_ids(mail, "Message-ID")), None),
        sender=sender,
        recipients=tuple(dict.fromkeys(_recipients(mail))),
        answers=tuple(dict.fromkeys((*returned_ids(mail), *_answers(mail)))),
        sent_at=sent_at,
        subject=subject,
        text=words.text,
        wish=_wish(words) if kind is Kind.REPLY else None,
        is_absence=is_absence,
        away_until=away_until(f"{subject}\n{words.text}\n{words.signature}", sent=day) if is_absence else None,
        bounce=bounce_of(mail, sender) if kind is Kind.BOUNCE else None,
    )


def _kind(mail: EmailMessage, sender: str | None, envelope_sender: str | None) -> tuple[Kind, str | None]:
    """Who speaks in it. A report is automatic as well, so it is asked for first."""
    if is_complaint(mail):
        return Kind.COMPLAINT, "feedback-report"
    if bounce_of(mail, sender) is not None:
        return Kind.BOUNCE, "delivery-status" if mail.get_content_type() == "multipart/report" else "its sender"
    sign = why_automatic(mail, envelope_sender)
    return (Kind.AUTOMATIC, sign) if sign else (Kind.REPLY, None)


def _wish(words: Words) -> Wish | None:
    """A signature may hold the way out of somebody's own mailings: from there it is never plain."""
    return wish_in(words.text) or (Wish.MAYBE if wish_in(words.signature) else None)


def _recipients(mail: EmailMessage) -> Iterator[str]:
    for name in _GOES_TO:
        for _, address in getaddresses([storable(str(each)) for each in mail.get_all(name, [])]):
            if address:
                yield address.lower()


def _answers(mail: EmailMessage) -> tuple[str, ...]:
    """What it answers, and then the thread, the nearest first."""
    return (*_ids(mail, "In-Reply-To"), *reversed(_ids(mail, "References")))


def _ids(mail: EmailMessage, name: str) -> list[str]:
    return _MESSAGE_ID.findall(_plain(mail, name))


def _sent_at(mail: EmailMessage) -> datetime | None:
    """The date that it bears, as far as one can be read; one without a zone is in UTC (RFC 5322, section 3.3)."""
    try:
        at = parsedate_to_datetime(_plain(mail, "Date"))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _plain(mail: EmailMessage, name: str) -> str:
    return storable(str(mail.get(name, "")))
