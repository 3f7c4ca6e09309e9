"""What every channel must do, so that the ledger may trust any of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from nurture.channels import CHANNELS
from nurture.domain.touchpoints import Address, Message
from nurture.errors import OutcomeUnknown, Rejected, Released
from tests.doubles.channels import RIGS, Rig, a_message

UMLAUTS = a_message(
    sender=Address(email="robin@acme.example", name="Zoë Öberg"),
    to=Address(email="anna@people.example", name="Анна, «Аня» Łącka"),
    reply_to=Address(email="r+1a2b@reply.acme.example", name="応募チーム"),
    subject="Schöne Grüße – 採用のお知らせ " + "sehr langer Betreff " * 8 + "Ende",
    text="Grüße aus Köln.\n.\n.. eine Zeile mit Punkt\n",
    html="<p>Grüße aus Köln 🎉</p>\n",
)


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with RIGS[request.param]() as opened:
        yield opened


def test_every_channel_keeps_the_contract() -> None:
    assert set(RIGS) == set(CHANNELS)


def test_a_channel_goes_by_the_name_of_its_setting(request: pytest.FixtureRequest, rig: Rig) -> None:
    assert rig.channel.name == request.node.callspec.params["rig"]


def test_an_accepted_message_gets_a_receipt(rig: Rig) -> None:
    receipt = rig.channel.send(a_message())
    assert receipt.detail
    assert rig.arrived() is None or [mail.subject for mail in rig.arrived() or ()] == ["Hello"]


def test_a_refused_recipient_is_rejected(rig: Rig) -> None:
    message = a_message()
    rig.refuse_next(message)
    with pytest.raises(Rejected):
        rig.channel.send(message)
    assert not rig.arrived()


def test_a_message_refused_for_now_is_released(rig: Rig) -> None:
    message = a_message()
    rig.defer_next(message)
    with pytest.raises(Released):
        rig.channel.send(message)
    assert not rig.arrived()


def test_a_message_to_a_server_that_is_not_there_is_released(rig: Rig) -> None:
    message = a_message()
    rig.vanish(message)
    with pytest.raises(Released):
        rig.channel.send(message)


def test_a_break_after_the_message_left_leaves_the_outcome_unknown(rig: Rig) -> None:
    message = a_message()
    rig.break_after_next(message)
    with pytest.raises(OutcomeUnknown):
        rig.channel.send(message)
    assert rig.arrived() is None or len(rig.arrived() or ()) == 1


def test_a_failure_does_not_spoil_the_next_message(rig: Rig) -> None:
    first, second = a_message(), a_message(to=Address(email="berta@people.example"))
    rig.refuse_next(first)
    with pytest.raises(Rejected):
        rig.channel.send(first)
    assert rig.channel.send(second).detail


def test_an_error_names_no_address(rig: Rig) -> None:
    message = a_message()
    rig.refuse_next(message)
    with pytest.raises(Rejected) as refusal:
        rig.channel.send(message)
    assert "anna" not in str(refusal.value).lower()


def test_names_subjects_and_texts_in_any_script_arrive_intact(rig: Rig) -> None:
    rig.channel.send(UMLAUTS)
    if (arrived := rig.arrived()) is not None:
        (mail,) = arrived
        assert (mail.sender, mail.to, mail.reply_to) == (UMLAUTS.sender, UMLAUTS.to, UMLAUTS.reply_to)
        assert (mail.subject, mail.text, mail.html) == (UMLAUTS.subject, UMLAUTS.text, UMLAUTS.html)


def test_headers_arrive_as_they_are(rig: Rig) -> None:
    headers = {
        "List-Unsubscribe": "<https://acme.example/u/" + "x" * 90 + ">",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    message = a_message(headers=headers)
    rig.channel.send(message)
    if (arrived := rig.arrived()) is not None:
        (mail,) = arrived
        assert {name: mail.headers[name] for name in headers} == headers
        assert mail.headers["Message-ID"] == message.message_id
        assert mail.headers["Content-Language"] == message.language


FORGERIES = {
    "subject": a_message(subject="Hello\r\nBcc: everybody@people.example"),
    "subject in two lines": a_message(subject="Hello\u2028Bcc: everybody@people.example"),
    "sender's name": a_message(sender=Address(email="robin@acme.example", name="Robin\nBcc: x@people.example")),
    "recipient": a_message(to=Address(email="anna@people.example\r\nRCPT TO:<x@people.example>")),
    "two recipients": a_message(to=Address(email="anna@people.example>,<berta@people.example")),
    "no recipient": a_message(to=Address(email="")),
    "reply address": a_message(reply_to=Address(email="r@acme.example\n")),
    "message id": a_message(message_id="<1@acme.example>\r\nBcc: x@people.example"),
    "header value": a_message(headers={"X-Team": "a\r\nBcc: x@people.example"}),
    "header name": a_message(headers={"X-Team: a\r\nBcc": "x@people.example"}),
    "header name with a blank": a_message(headers={"X Team": "a"}),
    "second subject": a_message(headers={"SUBJECT": "another"}),
    "second recipient": a_message(headers={"Bcc": "x@people.example"}),
}


@pytest.mark.parametrize("message", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_message_that_is_not_what_it_seems_is_rejected_and_sent_to_nobody(rig: Rig, message: Message) -> None:
    with pytest.raises(Rejected):
        rig.channel.send(message)
    assert not rig.arrived()


def test_threads_may_share_a_channel(rig: Rig) -> None:
    people = [Address(email=f"person{number}@people.example") for number in range(12)]
    messages = [a_message(to=who, subject=f"For {who.email}") for who in people]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(rig.channel.send, messages))
    if (arrived := rig.arrived()) is not None:
        assert {mail.to.email: mail.subject for mail in arrived} == {
            message.to.email: message.subject for message in messages
        }
        assert len(arrived) == len(messages)


def test_a_working_channel_says_so_in_a_sentence_and_sends_nothing(rig: Rig) -> None:
    assert rig.channel.check().endswith((".", ")"))
    assert not rig.arrived()


def test_a_closed_channel_holds_no_connection(rig: Rig) -> None:
    rig.channel.send(a_message())
    rig.channel.close()
