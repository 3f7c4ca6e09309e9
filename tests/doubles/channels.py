"""One way to put each channel into the same situations, each with the real socket that it talks to."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from nurture.channels import Channel
from nurture.channels.outbox import Failure, Outbox
from nurture.channels.sendgrid import SendGridChannel
from nurture.channels.smtp import SmtpChannel
from nurture.devserver import free_port
from nurture.domain.touchpoints import Address, Message
from tests.doubles import sendgrid, smtp
from tests.doubles.sendgrid import SendGridDouble
from tests.doubles.smtp import SmtpDouble

PATIENCE = 5.0
IMPATIENCE = 0.2
"""Seconds to wait for an answer where none comes."""


def a_message(
    *,
    key: str = "e1#hello#1",
    to: Address | None = None,
    sender: Address | None = None,
    reply_to: Address | None = None,
    subject: str = "Hello",
    text: str = "Hello there.\n",
    html: str = "<p>Hello there.</p>\n",
    message_id: str = "<e1.hello.1@mail.acme.example>",
    headers: Mapping[str, str] | None = None,
) -> Message:
    """A mail to Anna, or as told otherwise."""
    return Message(
        key=key,
        message_id=message_id,
        sender=sender or Address(email="robin@acme.example", name="Robin Recruiter"),
        to=to or Address(email="anna@people.example", name="Anna"),
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to,
        headers=headers or {},
    )


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A mail as the other side understood it."""

    sender: Address
    to: Address
    reply_to: Address | None
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


class Rig(Protocol):
    """A channel, and the other side of it in our hands."""

    channel: Channel

    def refuse_next(self, message: Message) -> None: ...
    def defer_next(self, message: Message) -> None: ...
    def break_after_next(self, message: Message) -> None: ...
    def vanish(self, message: Message) -> None: ...
    def arrived(self) -> list[Arrived] | None:
        """None where nothing travels."""
        ...


class OutboxRig:
    def __init__(self) -> None:
        self.channel = self._outbox = Outbox()

    def refuse_next(self, message: Message) -> None:
        self._outbox.failing[message.to.email] = Failure.REJECT

    def defer_next(self, message: Message) -> None:
        self._outbox.failing[message.to.email] = Failure.RELEASE

    def break_after_next(self, message: Message) -> None:
        self._outbox.failing[message.to.email] = Failure.UNKNOWN

    def vanish(self, message: Message) -> None:
        self._outbox.failing[message.to.email] = Failure.RELEASE

    def arrived(self) -> list[Arrived] | None:
        return None


class SmtpRig:
    def __init__(self, double: SmtpDouble) -> None:
        self._double = double
        self.channel = smtp_channel(double)

    def refuse_next(self, message: Message) -> None:
        self._double.script.append(smtp.Trouble.REFUSE_RECIPIENT)

    def defer_next(self, message: Message) -> None:
        self._double.script.append(smtp.Trouble.DEFER_RECIPIENT)

    def break_after_next(self, message: Message) -> None:
        self._double.script.append(smtp.Trouble.DROP_AFTER_DOT)

    def vanish(self, message: Message) -> None:
        self.channel = smtp_channel(self._double, port=free_port())

    def arrived(self) -> list[Arrived] | None:
        return [_from_mail(accepted.mail) for accepted in self._double.accepted]


class SendGridRig:
    def __init__(self, double: SendGridDouble) -> None:
        self._double = double
        self.channel = sendgrid_channel(double)

    def refuse_next(self, message: Message) -> None:
        self._double.script.append(sendgrid.Answer(status=400))

    def defer_next(self, message: Message) -> None:
        self._double.script.append(sendgrid.Answer(status=429))

    def break_after_next(self, message: Message) -> None:
        self._double.script.append(sendgrid.Trouble.RESET_AFTER_ACCEPTING)

    def vanish(self, message: Message) -> None:
        self.channel = sendgrid_channel(self._double, host=f"http://127.0.0.1:{free_port()}")

    def arrived(self) -> list[Arrived] | None:
        return [_from_body(accepted.body) for accepted in self._double.accepted]


@contextmanager
def outbox_rig() -> Iterator[Rig]:
    yield OutboxRig()


@contextmanager
def smtp_rig() -> Iterator[Rig]:
    with SmtpDouble() as double:
        yield SmtpRig(double)


@contextmanager
def sendgrid_rig() -> Iterator[Rig]:
    with SendGridDouble() as double:
        yield SendGridRig(double)


class OpenRig(Protocol):
    def __call__(self) -> AbstractContextManager[Rig]: ...


RIGS: Mapping[str, OpenRig] = {"outbox": outbox_rig, "smtp": smtp_rig, "sendgrid": sendgrid_rig}
"""Every channel must be here; the contract says so."""


def smtp_channel(double: SmtpDouble, *, port: int | None = None, timeout: float = PATIENCE) -> SmtpChannel:
    return SmtpChannel(host="127.0.0.1", port=port or double.port, ehlo_name="mail.acme.example", timeout=timeout)


def sendgrid_channel(double: SendGridDouble, *, host: str | None = None, timeout: float = PATIENCE) -> SendGridChannel:
    return SendGridChannel(host=host or double.url, api_key=double.key, timeout=timeout)


def _from_mail(mail: EmailMessage) -> Arrived:
    def address(name: str) -> Address | None:
        if mail[name] is None:
            return None
        *_, found = mail[name].addresses  # the last: a Reply-To names the sender first
        return Address(email=found.addr_spec, name=found.display_name or None)

    sender, to = address("From"), address("To")
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert None not in (sender, to, plain, html)
    return Arrived(
        sender=sender,
        to=to,
        reply_to=address("Reply-To"),
        subject=mail["Subject"],
        text=_unix(plain.get_content()),
        html=_unix(html.get_content()),
        headers=dict(mail.items()),
    )


def _unix(text: str) -> str:
    """Mail ends its lines in CRLF, whatever they ended in before."""
    return text.replace("\r\n", "\n")


def _from_body(body: dict[str, object]) -> Arrived:
    match body:
        case {
            "personalizations": [{"to": [to]}],
            "from": sender,
            "subject": str(subject),
            "content": [{"value": text}, {"value": html}],
            "headers": dict(headers),
        }:
            *_, reply_to = body.get("reply_to_list", [None])
            return Arrived(
                sender=Address(**sender),
                to=Address(**to),
                reply_to=Address(**reply_to) if isinstance(reply_to, dict) else None,
                subject=subject,
                text=text,
                html=html,
                headers=headers,
            )
    raise AssertionError(f"unexpected body: {body}")
