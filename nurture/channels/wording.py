"""What may be said: to the other side in a message's header, and by us about the other side's answer."""

import re

from nurture.domain.phones import text_number
from nurture.domain.touchpoints import Address, Message
from nurture.errors import Rejected

OWN_FIELDS = frozenset(
    {
        "bcc",
        "cc",
        "content-language",
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "reply-to",
        "sender",
        "subject",
        "to",
    }
)
"""Headers that are written from the message's own fields, or not at all: a second one would contradict them."""

FIELD_NAME = re.compile(r"[!-9;-~]+")
"""RFC 5322 section 3.6.8: printable ASCII but the colon."""

ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
"""Enough to keep an address from being read as more than one, or as commands; `"quoted blanks"@` are not supported."""

LINE_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029\0]")
"""Everything at which Python or a mail program may see a new line."""

ENCODED_WORD = "=?"
"""How an encoded word begins (RFC 2047): `=?utf-8?q?=0D=0ABcc:…?=` would be decoded, and break the line after all."""

ANSWER_LENGTH = 300


def ensure_sendable(message: Message, *, reserved: frozenset[str] = frozenset()) -> None:
    """Raises Rejected for headers and addresses that would forge others or that no channel can carry.

    `reserved` are the header names, in lower case, that this channel's provider keeps for itself.
    """
    for where, value in _lines(message):
        if LINE_BREAK.search(value):
            raise Rejected(f"{where} holds a line break, which would forge headers")
        if ENCODED_WORD in value:
            raise Rejected(f"{where} holds an encoded word, which could hide a line break")
    for who, address in _people(message):
        if not ADDRESS.fullmatch(address.email):
            raise Rejected(f"{who}'s address is none")
    for header in message.headers:
        if not FIELD_NAME.fullmatch(header):
            raise Rejected(f"header {header!r} has a name that mail does not allow")
        if header.lower() in OWN_FIELDS:
            raise Rejected(f"header {header} is written from the message's own fields")
        if header.lower() in reserved:
            raise Rejected(f"header {header} is kept by the provider for itself")


def ensure_text(message: Message) -> None:
    """Raises Rejected for a text that no telephone would get."""
    if message.to.phone is None or text_number(message.to.phone) != message.to.phone:
        raise Rejected("the recipient's number is none")


def answer_of(text: str | bytes, message: Message) -> str:
    """The other side's words on one line, cut to a readable length, without the recipient's address or number."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    words = " ".join(words.split())
    number = message.to.phone or ""
    known = (message.to.email, message.to.email.partition("@")[0], number, number.removeprefix("+"))
    for address in filter(None, known):
        words = re.sub(rf"(?<![\w.+-]){re.escape(address)}(?![\w+-])", "(recipient)", words, flags=re.IGNORECASE)
    return words if len(words) <= ANSWER_LENGTH else words[: ANSWER_LENGTH - 1] + "…"


def _lines(message: Message) -> list[tuple[str, str]]:
    """Everything that ends up on a header line, with what to call it."""
    lines = [
        ("the subject", message.subject),
        ("the Message-ID", message.message_id),
        ("the language", message.language),
    ]
    for who, address in _people(message):
        lines += [(f"{who}'s address", address.email), (f"{who}'s name", address.name or "")]
    for each in message.attachments:
        told = (each.name, each.media_type, *each.parameters, *each.parameters.values())
        lines += [("an attachment's header", value) for value in told]
    return lines + [(f"header {name!r}", name + value) for name, value in message.headers.items()]


def _people(message: Message) -> list[tuple[str, Address]]:
    people = [("the sender", message.sender), ("the recipient", message.to)]
    return [*people, ("the reply", message.reply_to)] if message.reply_to else people
