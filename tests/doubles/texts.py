"""One way to put each channel for texts into the same situations, each with the real socket that it talks to."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from nurture.channels import Channel
from nurture.channels.outbox import Failure, Outbox
from nurture.channels.twilio import TwilioChannel
from nurture.devserver import free_port
from nurture.domain.touchpoints import Address, ChannelKind, Message
from tests.doubles import twilio
from tests.doubles.twilio import TwilioDouble

PATIENCE = 5.0
IMPATIENCE = 0.2
"""Seconds to wait for an answer where none comes."""
NUMBER = "+491701234567"
EDGE = "https://edge.acme.example"
"""Where reports are to go."""


def a_text(*, to: str | None = NUMBER, text: str = "Hello there.", key: str = "e1#hello#1") -> Message:
    """A text to Anna, or as told otherwise."""
    return Message(
        key=key,
        message_id="<0a1b2c@mail.acme.example>",
        sender=Address(name="Acme"),
        to=Address(phone=to, name="Anna"),
        subject="",
        text=text,
        html="",
        channel=ChannelKind.SMS,
    )


class TextRig(Protocol):
    """A channel for texts, and the other side of it in our hands."""

    channel: Channel

    def refuse_next(self) -> None: ...
    def defer_next(self) -> None: ...
    def break_after_next(self) -> None: ...
    def vanish(self) -> None: ...
    def arrived(self) -> list[tuple[str, str]] | None:
        """Numbers and words; None where nothing travels."""
        ...


class OutboxRig:
    def __init__(self) -> None:
        self.channel = self._outbox = Outbox()

    def refuse_next(self) -> None:
        self._outbox.failing[NUMBER] = Failure.REJECT

    def defer_next(self) -> None:
        self._outbox.failing[NUMBER] = Failure.RELEASE

    def break_after_next(self) -> None:
        self._outbox.failing[NUMBER] = Failure.UNKNOWN

    def vanish(self) -> None:
        self._outbox.failing[NUMBER] = Failure.RELEASE

    def arrived(self) -> list[tuple[str, str]] | None:
        return None


class TwilioRig:
    def __init__(self, double: TwilioDouble) -> None:
        self._double = double
        self.channel = twilio_channel(double)

    def refuse_next(self) -> None:
        self._double.script.append(twilio.Answer(status=400, code=21211))

    def defer_next(self) -> None:
        self._double.script.append(twilio.Answer(status=429, code=20429))

    def break_after_next(self) -> None:
        self._double.script.append(twilio.Trouble.RESET_AFTER_ACCEPTING)

    def vanish(self) -> None:
        self.channel = twilio_channel(self._double, host=f"http://127.0.0.1:{free_port()}")

    def arrived(self) -> list[tuple[str, str]] | None:
        return [(each.form["To"], each.form["Body"]) for each in self._double.accepted]


@contextmanager
def outbox_rig() -> Iterator[TextRig]:
    yield OutboxRig()


@contextmanager
def twilio_rig() -> Iterator[TextRig]:
    with TwilioDouble() as double:
        yield TwilioRig(double)


class OpenTextRig(Protocol):
    def __call__(self) -> AbstractContextManager[TextRig]: ...


TEXT_RIGS: Mapping[str, OpenTextRig] = {"outbox": outbox_rig, "twilio": twilio_rig}
"""Every channel for texts must be here; the contract says so."""


def twilio_channel(
    double: TwilioDouble, *, host: str | None = None, sender: str = twilio.SENDER, timeout: float = PATIENCE
) -> TwilioChannel:
    return TwilioChannel(
        host=host or double.url,
        account=twilio.ACCOUNT,
        token=twilio.TOKEN,
        sender=sender,
        public_url=EDGE,
        timeout=timeout,
    )
