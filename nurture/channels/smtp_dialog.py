"""The part of an SMTP dialog that concerns one message (RFC 5321): what is said, and what the answers mean.

`smtplib.SMTP.sendmail` hides where the dialog stands when it breaks, on which everything depends; so the steps are
taken one by one. An OSError may come out of `agree_on_envelope` and `hand_over`, and says that the server does not have
the message.
"""

import re
import smtplib
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import MessageError
from email.policy import SMTP
from typing import NamedTuple

from nurture.channels.base import Receipt
from nurture.channels.wording import answer_of
from nurture.domain.touchpoints import Message
from nurture.errors import ChannelError, OutcomeUnknown, Rejected, Released
from nurture.messages.mime import to_mime

GO_AHEAD = 354
LINE_END = re.compile(rb"\r\n|\r|\n")
LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)

SEVEN_BITS = SMTP.clone(cte_type="7bit")
"""Passes every server, also one without 8BITMIME."""

ABOUT_US = re.compile(rb"\s*5\.7\.\d+\b")
"""RFC 3463 gives X.7 to security and policy, such as relaying denied: that is no word about the mailbox."""

LOGIN_ANSWERS = frozenset({530, 534, 535, 538})
"""RFC 4954 section 6: log in first, or in another way."""

LOGIN_HINT = "Check NURTURE_SMTP_USER and NURTURE_SMTP_PASSWORD."
RELAY_HINT = "Check that the server sends mail from the sender in company.yaml, or NURTURE_REPLY_DOMAIN, to anybody."

LAST_WORD_PATIENCE = 2.0
"""Seconds to wait for the answer to QUIT, on which nothing depends any more."""


class _Answer(NamedTuple):
    """One answer of the server, as smtplib gives it: RFC 5321 section 4.2."""

    code: int
    text: bytes

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code <= 299

    @property
    def is_not_now(self) -> bool:
        return 400 <= self.code <= 499

    @property
    def is_no_for_good(self) -> bool:
        return 500 <= self.code <= 599

    @property
    def is_about_us(self) -> bool:
        return self.code in LOGIN_ANSWERS or ABOUT_US.match(self.text) is not None

    def words(self, message: Message) -> str:
        return f"{self.code} {answer_of(self.text, message)}"


def on_the_wire(message: Message) -> bytes:
    """The whole message with its final dot: RFC 5321 section 4.5.2. Raises Rejected if it can't be written as mail."""
    try:
        letter = to_mime(message, date=datetime.now(UTC)).as_bytes(policy=SEVEN_BITS)
    except (ValueError, MessageError) as error:  # an address like a..b@people.example is one or the other
        raise Rejected(f"the message can't be written as mail: {answer_of(str(error), message)}") from error
    lines = LINE_END.sub(b"\r\n", letter).removesuffix(b"\r\n") + b"\r\n"
    return LEADING_DOT.sub(b"..", lines) + b".\r\n"


def agree_on_envelope(session: smtplib.SMTP, message: Message, return_to: str | None) -> None:
    answer = _Answer(*session.mail(return_to or message.sender.email))
    if not answer.is_yes:
        raise Released(f"the sender is refused: {answer.words(message)}", hint=_hint(answer))
    answer = _Answer(*session.rcpt(message.to.email))
    if not answer.is_yes:
        raise _refusal("the recipient is refused", answer, message)


def hand_over(session: smtplib.SMTP, letter: bytes, message: Message) -> None:
    """Ends when the system has taken the last byte.

    The system takes bytes in order. So an error here means that the end of the final dot stayed behind, and that the
    server can't have accepted anything.
    """
    answer = _Answer(*session.docmd("DATA"))
    if answer.code != GO_AHEAD:
        raise _refusal("the message is refused", answer, message)
    session.send(letter)


def _refusal(what: str, answer: _Answer, message: Message) -> ChannelError:
    sentence = f"{what}: {answer.words(message)}"
    if answer.is_about_us:
        return Released(sentence, hint=_hint(answer))
    return Rejected(sentence) if answer.is_no_for_good else Released(sentence)


def _hint(answer: _Answer) -> str:
    return LOGIN_HINT if answer.code in LOGIN_ANSWERS else RELAY_HINT


def verdict(session: smtplib.SMTP, message: Message) -> Receipt:
    try:
        answer = _Answer(*session.getreply())
    except OSError as error:
        raise OutcomeUnknown(f"the server had the whole message and did not answer: {error}") from error
    if answer.is_yes:
        return Receipt(provider_id=None, detail=answer.words(message))
    if answer.is_no_for_good:
        raise Rejected(f"the message is refused: {answer.words(message)}")
    if answer.is_not_now:
        raise Released(f"the message is refused for now: {answer.words(message)}")
    raise OutcomeUnknown(f"the server had the whole message and answered oddly: {answer.words(message)}")


def part(session: smtplib.SMTP) -> None:
    """Takes leave as the protocol wants it; how the message fared is settled."""
    with suppress(OSError):
        if session.sock is not None:
            session.sock.settimeout(LAST_WORD_PATIENCE)
            session.docmd("QUIT")
    session.close()
