"""Test mode: whom a message reaches outside production, and what becomes of the others."""

import pytest

from nurture.channels import AllowedOnly, AllowList, channel_from, text_channel_from, why_kept_back
from nurture.channels.outbox import Outbox
from nurture.config import ChannelName, Settings, TextChannelName
from nurture.domain.mail_reports import HAS_LEFT, MailFate, is_further
from nurture.domain.touchpoints import Address, ChannelKind, Message
from nurture.errors import Rejected


class Recording(Outbox):
    """A channel that writes down whom it reached."""

    name = "recording"

    def __init__(self) -> None:
        super().__init__()
        self.reached: list[str] = []

    def send(self, message: Message):
        self.reached.append(message.to.reached_at)
        return super().send(message)


def mail(to: str, subject: str = "Hello") -> Message:
    return Message(
        key="k",
        message_id="<k@acme.example>",
        sender=Address(email="kim@acme.example"),
        to=Address(email=to),
        subject=subject,
        text="Hello",
        html="<p>Hello</p>",
    )


@pytest.mark.parametrize(
    ("to", "leaves"),
    [
        ("kim@acme.example", True),
        ("KIM@Acme.Example", True),
        ("ada@home.example", True),
        ("eve@home.example", False),
        ("kim@acme.example.evil.example", False),
        ("kim@sub.acme.example", False),
        ("acme.example@evil.example", False),
        ("kim@notacme.example", False),
    ],
)
def test_mail_leaves_to_addresses_and_domains_on_the_list_alone(to: str, leaves: bool) -> None:
    inner = Recording()
    channel = AllowedOnly(channel=inner, allowed=AllowList.of(("@Acme.example", "ada@home.example", " ")))
    receipt = channel.send(mail(to))
    assert inner.reached == ([to] if leaves else [])
    assert receipt.is_kept_back is not leaves
    assert leaves or receipt.detail.startswith("test mode")


def test_texts_leave_to_numbers_on_the_list_alone() -> None:
    inner = Recording()
    channel = AllowedOnly(channel=inner, allowed=AllowList.of(("+4915112345678",)))
    for number in ("+4915112345678", "+4915112345679"):
        text = Message(
            key="k",
            message_id="",
            sender=Address(),
            to=Address(phone=number),
            subject="",
            text="Hello",
            html="",
            channel=ChannelKind.SMS,
        )
        channel.send(text)
    assert inner.reached == ["+4915112345678"]


def test_an_empty_list_lets_nothing_out_and_what_no_channel_carries_is_refused_as_ever() -> None:
    inner = Recording()
    channel = AllowedOnly(channel=inner, allowed=AllowList.of(()))
    assert channel.send(mail("kim@acme.example")).is_kept_back
    with pytest.raises(Rejected, match="line break"):
        channel.send(mail("kim@acme.example", subject="Hello\r\nBcc: eve@home.example"))
    assert inner.reached == []


@pytest.mark.parametrize(
    ("production", "mails", "texts"),
    [(False, True, False), (False, False, True), (False, True, True), (True, True, True), (False, False, False)],
)
def test_whatever_could_leave_is_held_within_bounds_until_production(
    production: bool, mails: bool, texts: bool
) -> None:
    settings = Settings(
        production=production,
        channel=ChannelName.SMTP if mails else ChannelName.OUTBOX,
        text_channel=TextChannelName.TWILIO if texts else TextChannelName.OUTBOX,
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_tokens=("a" * 32,),
        twilio_sender="+15005550006",
        public_url="https://hooks.acme.example",
    )
    assert isinstance(channel_from(settings), AllowedOnly) is (mails and not production)
    assert isinstance(text_channel_from(settings), AllowedOnly) is (texts and not production)
    assert (why_kept_back(settings) is None) is (production or not (mails or texts))


def test_what_was_kept_back_is_no_proof_that_it_left_and_any_report_goes_further() -> None:
    assert MailFate.KEPT_BACK not in HAS_LEFT
    assert all(is_further(fate, MailFate.KEPT_BACK) for fate in MailFate if fate is not MailFate.KEPT_BACK)
