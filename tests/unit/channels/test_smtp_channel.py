"""SMTP: what an answer, or its absence, means at each point of the dialog."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from nurture.channels.smtp import SmtpChannel, from_settings
from nurture.config import Settings
from nurture.domain.touchpoints import Address, Message
from nurture.errors import NurtureError, OutcomeUnknown, Rejected, Released
from nurture.messages.identity import Way, read_return_address
from tests.doubles.channels import IMPATIENCE, PATIENCE, a_message, smtp_channel
from tests.doubles.smtp import SmtpDouble, Trouble


@pytest.fixture
def double() -> Iterator[SmtpDouble]:
    with SmtpDouble() as listening:
        yield listening


VERDICTS = [
    (Trouble.TURN_AWAY, Released, 0, "a closed door says nothing about the message"),
    (Trouble.REFUSE_SENDER, Released, 0, "a sender is a matter of setting up"),
    (Trouble.REFUSE_RECIPIENT, Rejected, 0, "no such mailbox"),
    (Trouble.DEFER_RECIPIENT, Released, 0, "4xx means later"),
    (Trouble.DENY_RELAY, Released, 0, "5.7 is about us, not about the mailbox"),
    (Trouble.DEFER_DATA, Released, 0, "4xx means later"),
    (Trouble.DROP_AT_DATA, Released, 0, "the message had not been handed over"),
    (Trouble.REFUSE_CONTENT, Rejected, 0, "the content was judged"),
    (Trouble.DEFER_CONTENT, Released, 0, "the server says that it did not take it"),
    (Trouble.DROP_AFTER_DOT, OutcomeUnknown, 1, "it was taken, and nobody says so"),
    (Trouble.HANG_AFTER_DOT, OutcomeUnknown, 1, "it was taken, and nobody says so in time"),
    (Trouble.BABBLE_AFTER_DOT, OutcomeUnknown, 0, "an answer without a code settles nothing"),
]


@pytest.mark.parametrize(
    ("trouble", "error", "taken"),
    [row[:3] for row in VERDICTS],
    ids=[f"{row[0].name.lower()}: {row[3]}" for row in VERDICTS],
)
def test_where_the_dialog_fails_decides_what_became_of_the_message(
    double: SmtpDouble, trouble: Trouble, error: type[NurtureError], taken: int
) -> None:
    double.script.append(trouble)
    timeout = IMPATIENCE if trouble is Trouble.HANG_AFTER_DOT else PATIENCE
    with pytest.raises(error):
        smtp_channel(double, timeout=timeout).send(a_message())
    assert len(double.accepted) == taken


def test_a_server_that_hangs_up_in_the_middle_of_a_message_does_not_have_it(double: SmtpDouble) -> None:
    more_than_the_sockets_hold = "x" * 70 + "\n"
    double.script.append(Trouble.DROP_IN_DATA)
    with pytest.raises(Released):
        smtp_channel(double).send(a_message(text=more_than_the_sockets_hold * 300_000))


def test_a_server_that_says_nothing_at_all_is_released_after_the_time_out() -> None:
    with silent_server() as port:
        channel = SmtpChannel(host="127.0.0.1", port=port, ehlo_name="mail.acme.example", timeout=IMPATIENCE)
        with pytest.raises(Released, match="can't be reached"):
            channel.send(a_message())


@pytest.mark.parametrize("host", ["no-such-host.invalid", "label..empty", "x" * 64 + ".example"])
def test_a_host_that_can_not_exist_is_released_and_its_setting_named(host: str) -> None:
    channel = SmtpChannel(host=host, port=25, ehlo_name="mail.acme.example", timeout=PATIENCE)
    with pytest.raises(Released, match="NURTURE_SMTP_HOST"):
        channel.send(a_message())


def test_what_can_not_be_delivered_comes_back_under_an_address_that_names_the_mail(double: SmtpDouble) -> None:
    settings = Settings(smtp_port=double.port, mail_domain="acme.example", reply_domain="reply.acme.example")
    from_settings(settings).send(a_message())
    from_settings(settings).send(a_message())
    from_settings(settings).send(a_message(key="e2#hello#1"))
    first, again, other = (each.sender for each in double.accepted)
    assert first == again != other
    found = read_return_address(first, secret=settings.link_secret.get_secret_value(), domain="acme.example")
    assert found is not None
    assert found.way is Way.BOUNCE
    assert double.accepted[0].mail["From"] == "Robin Recruiter <robin@acme.example>"


def test_without_a_domain_for_replies_it_comes_back_to_the_sender(double: SmtpDouble) -> None:
    from_settings(Settings(smtp_port=double.port)).send(a_message())
    assert [each.sender for each in double.accepted] == ["robin@acme.example"]


def test_lines_that_start_with_a_dot_arrive_with_it(double: SmtpDouble) -> None:
    text = ".\n..\n.hidden\nplain\n"
    smtp_channel(double).send(a_message(text=text))
    body = double.accepted[0].mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text


def test_only_seven_bit_lines_with_proper_ends_go_over_the_wire(double: SmtpDouble) -> None:
    smtp_channel(double).send(a_message(text="Grüße\nan alle\n", html="<p>Grüße</p>\n"))
    raw = double.accepted[0].raw
    assert raw.isascii()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", raw) is None


def test_the_envelope_names_sender_and_recipient(double: SmtpDouble) -> None:
    smtp_channel(double).send(a_message())
    (accepted,) = double.accepted
    assert (accepted.sender, accepted.recipients) == ("robin@acme.example", ["anna@people.example"])


def test_the_receipt_holds_the_servers_own_words(double: SmtpDouble) -> None:
    assert smtp_channel(double).send(a_message()).detail == "250 2.0.0 queued as 1"


@pytest.mark.parametrize(
    "message",
    [
        a_message(to=Address(email="änne@people.example")),
        a_message(to=Address(email="anna@пример.example")),
        a_message(reply_to=Address(email="jürgen@acme.example")),
    ],
)
def test_an_address_outside_ascii_is_rejected_with_the_reason(double: SmtpDouble, message: Message) -> None:
    with pytest.raises(Rejected, match="SMTPUTF8"):
        smtp_channel(double).send(message)


@pytest.mark.parametrize(
    "address", ["anna..b@people.example", "anna@people..example", "a(b@people.example", "a,b@c.example"]
)
def test_an_address_that_mail_does_not_know_is_rejected(double: SmtpDouble, address: str) -> None:
    with pytest.raises(Rejected, match="can't be written as mail"):
        smtp_channel(double).send(a_message(to=Address(email=address)))
    assert not double.accepted


@contextmanager
def silent_server() -> Iterator[int]:
    """A port where connections are taken and nothing is said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
