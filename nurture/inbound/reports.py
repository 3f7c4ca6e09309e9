"""Reports of mail servers: that a mail can't be delivered (RFC 3464), and that somebody called it spam (RFC 5965).

    status       hard: the mailbox is none             not hard
    5.1.x        no such mailbox or domain, moved      5.1.7, 5.1.8: about our own address
    5.2.1        switched off                          5.2.2 full, 5.2.3 too large, other 5.2.x
    5.4.4        there is no server for the domain     other 5.4.x: the way there
    others                                             5.3 the server, 5.6 the content, 5.7 a policy, 4.x for now

A status that ends in `.0.0` says nothing of itself; then the server's own words count (RFC 3463 in SMTP's answer).
"""

import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from typing import Final

from nurture.inbound.letter import Bounce
from nurture.inbound.quotes import storable

_STATUS: Final = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_HARD: Final = re.compile(r"5\.1\.(?![78]$)\d+|5\.2\.1|5\.4\.4")
_VAGUE: Final = re.compile(r"[45]\.0\.0")
_MESSAGE_ID: Final = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"})
_SERVERS: Final = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)


def bounce_of(mail: EmailMessage, sender: str | None) -> Bounce | None:
    """What a report of a failed or late delivery says; None if it is none. Of several recipients the worst counts.

    Old servers write no report that a program could read: theirs is known by its sender, and says nothing for certain.
    """
    if _report_type(mail) == "delivery-status":
        return max(map(_verdict, _recipients(mail)), key=_weight, default=_NOTHING_CERTAIN)
    return _NOTHING_CERTAIN if _SERVERS.match(sender or "") else None


def is_complaint(mail: EmailMessage) -> bool:
    """Whether it reports that a recipient called our mail spam, and not, say, that it failed a check."""
    if _report_type(mail) != "feedback-report":
        return False
    kinds = [str(each.get("Feedback-Type", "")) for each in _blocks(mail, "message/feedback-report")]
    return any(kind.strip().lower() in ("abuse", "fraud", "opt-out", "complaint") for kind in kinds)


def returned_ids(mail: EmailMessage) -> tuple[str, ...]:
    """The Message-IDs of the mails that a report brings back."""
    found: list[str] = []
    for part in mail.walk():
        if part.get_content_type() in _RETURNED:
            found += _MESSAGE_ID.findall(storable(_heads_of(part)))
    return tuple(dict.fromkeys(found))


_NOTHING_CERTAIN: Final = Bounce(status=None, is_final=True, is_hard=False)


def _verdict(block: Message) -> Bounce:
    told = str(block.get("Status", ""))
    status = next(iter(_STATUS.findall(told)), None)
    if status is None or _VAGUE.fullmatch(status):
        status = next(iter(_STATUS.findall(str(block.get("Diagnostic-Code", "")))), status)
    action = str(block.get("Action", "")).strip().lower()
    is_final = action == "failed" or (not action and (status or "5").startswith("5"))
    return Bounce(status=status, is_final=is_final, is_hard=is_final and bool(_HARD.fullmatch(status or "")))


def _weight(bounce: Bounce) -> tuple[bool, bool]:
    return bounce.is_hard, bounce.is_final


def _recipients(mail: EmailMessage) -> Iterator[Message]:
    """The blocks that are about recipients: the first is about the message."""
    return (block for block in _blocks(mail, "message/delivery-status") if "Final-Recipient" in block)


def _blocks(mail: EmailMessage, kind: str) -> Iterator[Message]:
    for part in mail.walk():
        payload = part.get_payload() if part.get_content_type() == kind else None
        if isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Message))


def _report_type(mail: EmailMessage) -> str:
    return str(mail.get_param("report-type", "")).lower() if mail.get_content_type() == "multipart/report" else ""


def _heads_of(part: Message) -> str:
    """The headers of the mail that a part brings back: of a whole mail, or as a text."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return str(payload)
    whole = [each for each in payload if isinstance(each, Message)]
    return "\n".join(f"Message-ID: {value}" for each in whole for value in each.get_all("Message-ID", []))
