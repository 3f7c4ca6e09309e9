"""A message in the form in which mail servers take it (RFC 5322, MIME)."""

from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from nurture.domain.touchpoints import Address, Message

_OURS: Final = frozenset(
    {"from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "content-type", "mime-version"}
)
"""Headers that are made from the message's own fields."""


def to_mime(message: Message, *, date: datetime) -> EmailMessage:
    """Text first, HTML second, as the same letter twice. Raises ValueError for a header that is made from other fields.

    It says nothing of being automatic: it is in a person's name, and a reply goes to that person.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _mailbox(message.sender)
    mail["To"] = _mailbox(message.to)
    if message.reply_to:
        mail["Reply-To"] = [_mailbox(message.sender), _mailbox(message.reply_to)]
    mail["Subject"] = message.subject
    mail["Date"] = date
    mail["Message-ID"] = message.message_id
    for name, value in message.headers.items():
        if name.lower() in _OURS:
            raise ValueError(f"`{name}` is made from the message itself and can't be set as a header")
        mail[name] = value
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for each in message.attachments:
        _, _, subtype = each.media_type.partition("/")
        mail.add_attachment(
            each.text, subtype=subtype, charset="utf-8", cte="base64", filename=each.name, params=dict(each.parameters)
        )
    mail["Content-Language"] = message.language  # setting the content clears all that is called Content-…
    return mail


def _mailbox(address: Address) -> Mailbox:
    return Mailbox(display_name=address.name or "", addr_spec=address.email)
