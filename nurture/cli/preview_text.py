"""A mail in a terminal: its headers, what its own `if` says, and its text."""

from datetime import datetime
from typing import Final

from nurture.domain.segments import segments
from nurture.domain.touchpoints import ChannelKind
from nurture.messages.mime import to_mime
from nurture.service.preview.mails import Preview

_LAYOUT: Final = frozenset({"content-type", "mime-version", "content-transfer-encoding"})
"""Headers that say how the mail is packed."""


def headers_of(shown: Preview, now: datetime) -> tuple[tuple[str, str], ...]:
    """The mail's headers as a channel writes them, and what stands in no header but is read like one.

    Of a text, the number and the parts that it takes.
    """
    if shown.message.channel is ChannelKind.SMS:
        return ("To", shown.message.to.reached_at), ("Parts", str(segments(shown.message.text)))
    mail = to_mime(shown.message, date=now)
    headers = [(name, " ".join(str(value).split())) for name, value in mail.items() if name.lower() not in _LAYOUT]
    if shown.preheader:
        at = next(number for number, (name, _) in enumerate(headers) if name == "Subject") + 1
        headers.insert(at, ("Preheader", shown.preheader))
    return tuple(headers)


def in_words(shown: Preview, now: datetime) -> str:
    """Everything of a mail but its HTML."""
    lines = [f"{name}: {value}" for name, value in headers_of(shown, now)]
    lines.append(f"Template: {shown.file}")
    if shown.step.if_:
        answer = "so it leaves" if shown.holds else "so it would not leave"
        lines.append(f"If: {shown.step.if_.text} ({'true' if shown.holds else 'not true'} for this person, {answer})")
    return "\n".join([*lines, "", shown.message.text.rstrip()])
