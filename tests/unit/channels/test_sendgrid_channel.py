"""SendGrid: what is asked for, and what each answer means."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from nurture.channels.sendgrid import TOUCHPOINT_ARG, mail_body
from nurture.domain.touchpoints import Address
from nurture.errors import NotSetUp, NurtureError, OutcomeUnknown, Rejected, Released
from tests.doubles.channels import IMPATIENCE, PATIENCE, a_message, sendgrid_channel
from tests.doubles.sendgrid import Answer, SendGridDouble, Trouble


@pytest.fixture
def double() -> Iterator[SendGridDouble]:
    with SendGridDouble() as listening:
        yield listening


def test_the_receipt_holds_the_id_that_events_will_name(double: SendGridDouble) -> None:
    receipt = sendgrid_channel(double).send(a_message())
    assert receipt.provider_id == double.accepted[0].message_id


def test_a_receipt_without_an_id_is_one_all_the_same(double: SendGridDouble) -> None:
    double.script.append(Answer(status=202, body=""))
    assert sendgrid_channel(double).send(a_message()).provider_id is None


def test_the_body_is_one_personalization_with_the_touchpoint_and_nothing_tracked() -> None:
    body = mail_body(a_message(key="e1#hello#1", headers={"X-Team": "talent"}))
    assert body == {
        "personalizations": [
            {
                "to": [{"email": "anna@people.example", "name": "Anna"}],
                "custom_args": {TOUCHPOINT_ARG: "e1#hello#1"},
            }
        ],
        "from": {"email": "robin@acme.example", "name": "Robin Recruiter"},
        "subject": "Hello",
        "content": [
            {"type": "text/plain", "value": "Hello there.\n"},
            {"type": "text/html", "value": "<p>Hello there.</p>\n"},
        ],
        "headers": {
            "Message-ID": "<e1.hello.1@mail.acme.example>",
            "Content-Language": "en",
            "X-Team": "talent",
        },
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
    }


def test_a_nameless_address_has_no_name_and_replies_go_where_they_are_told_besides_the_sender() -> None:
    body = mail_body(a_message(reply_to=Address(email="r+1@reply.acme.example")))
    robin = {"email": "robin@acme.example", "name": "Robin Recruiter"}
    assert body["reply_to_list"] == [robin, {"email": "r+1@reply.acme.example"}]


VERDICTS = [
    (Answer(status=200, body="{}"), OutcomeUnknown, "only a sandbox says so, and none was asked for"),
    (Answer(status=307), Released, "a redirect is not followed"),
    (Answer(status=400), Rejected, "SendGrid judged the message"),
    (Answer(status=401), Released, "a wrong key must lose nobody"),
    (Answer(status=403), Released, "nor a sender that is not verified"),
    (Answer(status=404), Released, "nor a wrong host"),
    (Answer(status=405), Released, "nor a wrong host"),
    (Answer(status=413), Rejected, "it will not get smaller"),
    (Answer(status=429), Released, "SendGrid did not take it"),
    (Answer(status=500), OutcomeUnknown, "it may have been queued before it broke"),
    (Answer(status=503), OutcomeUnknown, "it may have been queued before it broke"),
    (Answer(status=599, body="<html>"), OutcomeUnknown, "a code the vendor's package does not know"),
    (Trouble.HANG_AFTER_ACCEPTING, OutcomeUnknown, "it was taken, and nobody says so in time"),
    (Trouble.RESET_AFTER_ACCEPTING, OutcomeUnknown, "it was taken, and nobody says so"),
]


@pytest.mark.parametrize(
    ("scripted", "error"),
    [row[:2] for row in VERDICTS],
    ids=[f"{row[0].status if isinstance(row[0], Answer) else row[0].name.lower()}: {row[2]}" for row in VERDICTS],
)
def test_the_answer_decides_what_became_of_the_message(
    double: SendGridDouble, scripted: Answer | Trouble, error: type[NurtureError]
) -> None:
    double.script.append(scripted)
    timeout = IMPATIENCE if scripted is Trouble.HANG_AFTER_ACCEPTING else PATIENCE
    with pytest.raises(error):
        sendgrid_channel(double, timeout=timeout).send(a_message())
    assert len(double.accepted) == isinstance(scripted, Trouble)


def test_a_server_that_hangs_up_in_the_middle_of_a_request_does_not_have_it(double: SendGridDouble) -> None:
    more_than_the_sockets_hold = "x" * 20_000_000
    double.script.append(Trouble.CLOSE_BEFORE_READING)
    with pytest.raises(Released):
        sendgrid_channel(double).send(a_message(text=more_than_the_sockets_hold))


def test_a_server_that_hangs_up_on_a_small_request_may_have_it(double: SendGridDouble) -> None:
    double.script.append(Trouble.CLOSE_BEFORE_READING)
    with pytest.raises((OutcomeUnknown, Released)):
        sendgrid_channel(double).send(a_message())


@pytest.mark.parametrize(
    ("reset", "expected"),
    [
        (timedelta(seconds=90), True),
        (timedelta(seconds=-90), False),
        ("soon", False),
        ("9" * 30, False),
        (None, False),
    ],
    ids=["ahead", "behind", "no number", "no date", "not told"],
)
def test_a_rate_limit_is_waited_for_as_long_as_sendgrid_says(
    double: SendGridDouble, reset: timedelta | str | None, expected: bool
) -> None:
    at = datetime.now(UTC).replace(microsecond=0) + (reset if isinstance(reset, timedelta) else timedelta())
    told = str(int(at.timestamp())) if isinstance(reset, timedelta) else reset
    double.script.append(Answer(status=429, headers={"X-RateLimit-Reset": told} if told else {}))
    with pytest.raises(Released) as limit:
        sendgrid_channel(double).send(a_message())
    assert limit.value.retry_at == (at if expected else None)


def test_sendgrids_own_words_come_along(double: SendGridDouble) -> None:
    with pytest.raises(Rejected, match=r"at least one character is needed \(content\.0\.value\)"):
        sendgrid_channel(double).send(a_message(text=""))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "no reason given"),
        ("<html>proxy</html>", "<html>proxy</html>"),
        ('{"errors": [{"message": "one"}, {"message": "two", "field": "to"}]}', r"one \(no field\); two \(to\)"),
        ('{"errors": ["odd"]}', "odd"),
        ("[]", r"\[\]"),
    ],
)
def test_a_refusal_in_any_form_is_told(double: SendGridDouble, body: str, words: str) -> None:
    double.script.append(Answer(status=400, body=body))
    with pytest.raises(Rejected, match=f"SendGrid answers 400: .*{words}"):
        sendgrid_channel(double).send(a_message())


def test_a_header_that_sendgrid_keeps_is_refused_before_anything_is_sent(double: SendGridDouble) -> None:
    with pytest.raises(Rejected, match="DKIM-Signature"):
        sendgrid_channel(double).send(a_message(headers={"DKIM-Signature": "v=1"}))


def test_the_check_says_that_the_key_may_send(double: SendGridDouble) -> None:
    assert "may send mail" in sendgrid_channel(double).check()


def test_the_check_says_what_to_do_about_a_wrong_key(double: SendGridDouble) -> None:
    channel = sendgrid_channel(double)
    double.key = "SG.another"
    with pytest.raises(NotSetUp, match="NURTURE_SENDGRID_API_KEY"):
        channel.check()


def test_the_check_says_when_the_key_may_not_send_mail() -> None:
    with SendGridDouble(scopes=("stats.read",)) as double, pytest.raises(NotSetUp, match=r"mail\.send"):
        sendgrid_channel(double).check()


def test_the_check_says_when_nobody_answers(double: SendGridDouble) -> None:
    with pytest.raises(NotSetUp, match="NURTURE_SENDGRID_HOST"):
        sendgrid_channel(double, host="http://no-such-host.invalid").check()


def test_neither_key_nor_mail_reaches_the_log(double: SendGridDouble, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sendgrid_channel(double).send(a_message())
    assert double.key not in caplog.text
    assert "anna@people.example" not in caplog.text
