"""A message as mail servers get it."""

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nurture.domain.touchpoints import Address, Attachment, Message
from nurture.messages.mime import to_mime
from nurture.values import replace

DATE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def received(message: Message) -> EmailMessage:
    """What the other side reads from the wire."""
    mail = message_from_bytes(to_mime(message, date=DATE).as_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


@pytest.fixture
def message(write: Callable[..., Message]) -> Message:
    """A letter with a few letters beyond ASCII."""
    return write("Grüße, {{ candidate.first_name }} 👋", language="de", first_name="Zoë")


def test_both_parts_arrive_as_they_were_written_text_first(message: Message) -> None:
    mail = received(message)
    assert mail.get_content_type() == "multipart/alternative"
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in parts] == ["utf-8", "utf-8"]
    assert parts[0].get_content().replace("\r\n", "\n") == message.text
    assert parts[1].get_content().replace("\r\n", "\n").strip() == message.html.strip()


def test_the_headers_say_who_when_and_which(message: Message) -> None:
    mail = received(replace(message, reply_to=Address(email="reply@acme.example")))
    assert mail["From"] == "Kim Roth <kim@acme.example>"
    assert mail["To"] == "Mara Lind <mara@lind.example>"
    assert mail["Reply-To"] == "Kim Roth <kim@acme.example>, reply@acme.example"
    assert mail["Subject"] == "Hello"
    assert mail["Date"].datetime == DATE
    assert mail["Message-ID"] == message.message_id
    assert mail["Content-Language"] == "de"
    assert mail["List-Unsubscribe"].strip() == message.headers["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_personal_mail_does_not_call_itself_automatic(message: Message) -> None:
    mail = received(message)
    assert mail["Auto-Submitted"] is None
    assert mail["Precedence"] is None


def test_a_header_that_is_made_from_the_message_can_not_be_given_again(message: Message) -> None:
    with pytest.raises(ValueError, match="`bcc`"):
        to_mime(replace(message, headers={"bcc": "all@evil.example"}), date=DATE)


@given(name=st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_adds_a_recipient_or_a_header(message: Message, name: str) -> None:
    mail = received(replace(message, to=Address(email="mara@lind.example", name=name), subject=f"Dear {name}"))
    assert [each.addr_spec for each in mail["To"].addresses] == ["mara@lind.example"]
    assert {header.lower() for header in mail} == {
        *("from", "to", "subject", "date", "message-id", "mime-version"),
        *("content-type", "content-language", "list-unsubscribe", "list-unsubscribe-post"),
    }


def test_a_line_break_that_got_into_a_header_is_refused(message: Message) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        to_mime(replace(message, subject="a\r\nBcc: all@evil.example"), date=DATE)


def test_a_calendar_arrives_beside_the_letter_with_what_it_asks_for(message: Message) -> None:
    calendar = Attachment(
        name="invitation.ics",
        media_type="text/calendar",
        text="BEGIN:VCALENDAR\r\nSUMMARY:Grüße\r\nEND:VCALENDAR\r\n",
        parameters={"method": "REQUEST"},
    )
    mail = received(replace(message, attachments=(calendar,)))
    assert mail.get_content_type() == "multipart/mixed"
    assert mail["Content-Language"] == "de"
    letter, attached = mail.iter_parts()
    assert letter.get_content_type() == "multipart/alternative"
    assert (attached.get_content_type(), attached.get_param("method")) == ("text/calendar", "REQUEST")
    assert attached.get_filename() == "invitation.ics"
    assert attached.get_content() == calendar.text
