"""Twilio: what is asked for, and what each answer means."""

import logging
from collections.abc import Iterator

import pytest

from nurture.channels import text_channel_from
from nurture.channels.twilio import TwilioChannel
from nurture.config import Settings
from nurture.errors import NotSetUp, NurtureError, OptedOut, OutcomeUnknown, Rejected, Released
from tests.doubles.texts import EDGE, IMPATIENCE, NUMBER, PATIENCE, a_text, twilio_channel
from tests.doubles.twilio import ACCOUNT, SENDER, TOKEN, Answer, Trouble, TwilioDouble

SERVICE = "MG" + "a" * 32


@pytest.fixture
def double() -> Iterator[TwilioDouble]:
    with TwilioDouble() as listening:
        yield listening


def test_the_receipt_holds_the_id_that_reports_will_name(double: TwilioDouble) -> None:
    assert twilio_channel(double).send(a_text()).provider_id == double.accepted[0].sid


@pytest.mark.parametrize(("sender", "named"), [(SENDER, "From"), (SERVICE, "MessagingServiceSid")])
def test_a_text_names_its_sender_and_where_to_report(double: TwilioDouble, sender: str, named: str) -> None:
    twilio_channel(double, sender=sender).send(a_text())
    assert double.accepted[0].form == {
        "To": NUMBER,
        named: sender,
        "Body": "Hello there.",
        "StatusCallback": f"{EDGE}/hooks/twilio/status/0a1b2c",
    }


VERDICTS = [
    (Answer(status=200, body="{}"), OutcomeUnknown, "Twilio answers 201"),
    (Answer(status=307), Released, "a redirect is not followed"),
    (Answer(status=400, code=21211), Rejected, "no valid number"),
    (Answer(status=400, code=21610), OptedOut, "they answered STOP"),
    (Answer(status=400, code=21408), Released, "a country that we have not allowed"),
    (Answer(status=400, code=21606), Released, "a sender that is not ours must lose nobody"),
    (Answer(status=400, code=21611), Released, "the sender's queue is full"),
    (Answer(status=400, body="<html>"), Rejected, "a refusal in any form"),
    (Answer(status=400, body="[]"), Rejected, "a refusal in any form"),
    (Answer(status=401, code=20003), Released, "nor must a wrong token"),
    (Answer(status=403), Released, "nor an account that may not"),
    (Answer(status=404, code=20404), Released, "nor a wrong host"),
    (Answer(status=429, code=20429), Released, "Twilio did not take it"),
    (Answer(status=500), OutcomeUnknown, "it may have been queued before it broke"),
    (Answer(status=503, body=""), OutcomeUnknown, "it may have been queued before it broke"),
    (Trouble.HANG_AFTER_ACCEPTING, OutcomeUnknown, "it was taken, and nobody says so in time"),
    (Trouble.RESET_AFTER_ACCEPTING, OutcomeUnknown, "it was taken, and nobody says so"),
]


@pytest.mark.parametrize(
    ("scripted", "error"),
    [row[:2] for row in VERDICTS],
    ids=[f"{getattr(row[0], 'code', None) or getattr(row[0], 'status', row[0])}: {row[2]}" for row in VERDICTS],
)
def test_the_answer_decides_what_became_of_the_text(
    double: TwilioDouble, scripted: Answer | Trouble, error: type[NurtureError]
) -> None:
    double.script.append(scripted)
    timeout = IMPATIENCE if scripted is Trouble.HANG_AFTER_ACCEPTING else PATIENCE
    with pytest.raises(error) as verdict:
        twilio_channel(double, timeout=timeout).send(a_text())
    assert type(verdict.value) is error
    assert len(double.accepted) == isinstance(scripted, Trouble)


def test_twilios_own_words_and_code_come_along_without_the_number(double: TwilioDouble) -> None:
    double.script.append(Answer(status=400, body=f'{{"code": 21614, "message": "{NUMBER} is no mobile number"}}'))
    with pytest.raises(Rejected, match=r"Twilio answers 400: \(recipient\) is no mobile number \(error 21614\)"):
        twilio_channel(double).send(a_text())


@pytest.mark.parametrize(("length", "fits"), [(1600, True), (1601, False)])
def test_what_is_too_long_is_refused_before_anything_is_sent(double: TwilioDouble, length: int, fits: bool) -> None:
    text = a_text(text="x" * length)
    if fits:
        twilio_channel(double).send(text)
    else:
        with pytest.raises(Rejected, match="1601 characters"):
            twilio_channel(double).send(text)
    assert len(double.accepted) == fits


def test_the_check_says_what_to_do_about_a_wrong_token(double: TwilioDouble) -> None:
    double.token = "another"
    with pytest.raises(NotSetUp, match="NURTURE_TWILIO_AUTH_TOKENS"):
        twilio_channel(double).check()


def test_the_check_says_when_the_account_is_suspended() -> None:
    with TwilioDouble(status="suspended") as double, pytest.raises(NotSetUp, match="suspended"):
        twilio_channel(double).check()


def test_the_check_says_when_nobody_answers(double: TwilioDouble) -> None:
    with pytest.raises(NotSetUp, match="NURTURE_TWILIO_HOST"):
        twilio_channel(double, host="http://no-such-host.invalid").check()


def test_neither_token_nor_number_nor_words_reach_the_log(
    double: TwilioDouble, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    twilio_channel(double).send(a_text())
    assert caplog.text
    assert not [each for each in (TOKEN, NUMBER[1:], "Hello there") if each in caplog.text]


GIVEN = {
    "production": True,
    "text_channel": "twilio",
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_tokens": (TOKEN, "the old one"),
    "twilio_sender": SENDER,
    "public_url": f"{EDGE}/",
}


def test_twilio_takes_its_settings() -> None:
    channel = text_channel_from(Settings(**GIVEN))
    assert isinstance(channel, TwilioChannel)
    assert (channel.host, channel.account, channel.sender) == ("https://api.twilio.com", ACCOUNT, SENDER)
    assert (channel.token, channel.public_url) == (TOKEN, EDGE)
    assert TOKEN not in repr(channel)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("twilio_account_sid", None),
        ("twilio_account_sid", "SK" + "0" * 32),
        ("twilio_auth_tokens", ()),
        ("twilio_auth_tokens", ("secret\n", TOKEN)),
        ("twilio_sender", None),
        ("twilio_sender", "ACME"),  # a name can't be answered with STOP
        ("twilio_sender", "0157 35980000"),
        ("twilio_host", "http://api.twilio.com"),
        ("twilio_host", "api.twilio.com"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(name: str, value: str | None) -> None:
    with pytest.raises(NotSetUp) as fault:
        text_channel_from(Settings(**{**GIVEN, name: value}))
    assert f"NURTURE_{name.upper()}" in (fault.value.hint or "")
