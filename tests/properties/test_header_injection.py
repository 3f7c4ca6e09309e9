"""Whatever names, subjects and senders an ATS or an author comes up with, nobody can add a header to a mail of ours.

Every value that reaches a header is drawn with line breaks and header lines in it. What a channel takes leaves with the
headers that were meant, each once and whole; everything else is rejected.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError

from hypothesis import assume, example, given
from hypothesis import strategies as st

from nurture.channels.sendgrid import RESERVED_HEADERS, mail_body
from nurture.channels.wording import LINE_BREAK, ensure_sendable
from nurture.domain.records import Candidate, Company
from nurture.domain.touchpoints import Address, Attachment, Message
from nurture.errors import Rejected
from nurture.language.sequence import Purpose
from nurture.messages.footer import footer_for
from nurture.messages.mime import to_mime
from nurture.messages.render import render

DATE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
BREAKS = ("\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029", "\0")
FORGED = "Bcc: everybody@people.example"
OURS = {"from", "to", "reply-to", "subject", "date", "message-id", "content-language", "mime-version", "content-type"}
"""Headers that every mail of ours may have, besides its own."""

pieces = st.sampled_from(
    (*BREAKS, FORGED, " ", "\t", ": ", ",", "<", ">", '"', "=?utf-8?q?=0D=0ABcc:_x?=", "Ö", "🎉", "Ada")
)
hostile = st.one_of(st.text(max_size=40), st.lists(pieces, max_size=8).map("".join))
value = st.one_of(st.sampled_from(("Ada", "Grüße", "a b", "")), hostile)
people = st.one_of(
    st.builds(Address, email=st.just("kim@acme.example"), name=st.one_of(st.none(), value)),
    st.builds(Address, email=hostile.map(lambda text: f"{text}@acme.example")),
)
attachments = st.builds(
    Attachment,
    name=value.map(lambda text: f"{text}.ics"),
    media_type=st.one_of(st.just("text/calendar"), hostile.map(lambda text: f"text/{text}")),
    text=st.just("BEGIN:VCALENDAR"),
    parameters=st.one_of(st.just({}), value.map(lambda text: {"method": text})),
)
TOLD: Mapping[str, st.SearchStrategy[object]] = {
    "message_id": hostile.map(lambda text: f"<{text}@acme.example>"),
    "sender": people,
    "to": people,
    "subject": value,
    "reply_to": people,
    "headers": st.dictionaries(st.one_of(st.just("X-Team"), hostile), value, max_size=2),
    "language": hostile,
    "attachments": st.lists(attachments, max_size=1).map(tuple),
}
"""What others have a say in, and what they may come up with."""


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """A mail in which one thing or two are as others would have them: with more, hardly one would not be refused."""
    names = draw(st.sets(st.sampled_from(sorted(TOLD)), min_size=1, max_size=2))
    return a_message(**{name: draw(TOLD[name]) for name in sorted(names)})


def is_taken(message: Message, reserved: frozenset[str] = frozenset()) -> bool:
    try:
        ensure_sendable(message, reserved=reserved)
    except Rejected:
        return False
    return True


def fields(wire: bytes) -> list[str]:
    """The names of the header lines of a mail and of its parts, as a server reads them."""
    return [name.lower() for part in message_from_bytes(wire, policy=policy.compat32).walk() for name in part]


def strings(value: object) -> Iterator[str]:
    """Every text in a request body, but for what is no header: the parts of the mail and the attachments' content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, held in value.items():
            yield from (name, *strings(held))
    elif isinstance(value, list):
        for held in value:
            yield from strings(held)


def a_message(**said: object) -> Message:
    whole = {
        "message_id": "<1@acme.example>",
        "sender": Address(email="kim@acme.example"),
        "to": Address(email="ada@home.example"),
        "subject": "Hello",
    }
    return Message(key="k", text="Hello", html="<p>Hello</p>", **{**whole, **said})


@given(messages())
@example(a_message(language=f"en\r\n{FORGED}"))
@example(a_message(to=Address(email="ada@home.example", name="=?utf-8?q?Ada=0D=0ABcc:_eve=40home.example?=")))
@example(a_message(attachments=(Attachment(name=f"a\r\n{FORGED}", media_type="text/calendar", text=""),)))
def test_a_mail_by_smtp_has_the_headers_that_were_meant_and_no_other(message: Message) -> None:
    assume(is_taken(message))
    try:
        wire = to_mime(message, date=DATE).as_bytes()
    except (
        ValueError,
        IndexError,
        HeaderParseError,
    ):  # the library's own refusal of an address or a type: nothing leaves
        return
    names = fields(wire)
    allowed = OURS | {name.lower() for name in message.headers} | {"content-transfer-encoding", "content-disposition"}
    assert set(names) <= allowed
    for name in ("from", "to", "subject", "message-id"):
        assert names.count(name) == 1


@given(messages())
@example(a_message(language=f"en\r\n{FORGED}"))
def test_no_value_of_a_request_to_sendgrid_breaks_a_line(message: Message) -> None:
    assume(is_taken(message, RESERVED_HEADERS))
    body = json.loads(json.dumps(mail_body(message)))
    del body["content"]
    assert not [text for text in strings(body) if LINE_BREAK.search(text)]


@example(subject="", first_name="", sender="", recipient="=??Q?=0D0:")
@given(subject=hostile, first_name=hostile, sender=hostile, recipient=hostile)
def test_what_is_rendered_from_records_is_always_taken(
    subject: str, first_name: str, sender: str, recipient: str
) -> None:
    company = Company(name="Acme", postal_address="1 Example Street", zone="UTC", language="en")
    footer = footer_for(
        Purpose.NURTURE,
        is_to_candidate=True,
        company=company,
        address="ada@home.example",
        secret="a secret",
        public_url="https://acme.example",
        language="en",
    )
    message = render(
        template="---\nsubject: Hello, {{ candidate.first_name }}\n---\n\nHello\n",
        names={"candidate": Candidate(id="greenhouse:1", first_name=first_name)},
        sender=Address(email="kim@acme.example", name=sender),
        to=Address(email="ada@home.example", name=recipient),
        key="k",
        message_id="<1@acme.example>",
        language="en",
        company=company,
        footer=footer,
        subject=f"Hello {subject}",
    )
    assert is_taken(message)
    assert set(fields(to_mime(message, date=DATE).as_bytes())) <= OURS | {
        "list-unsubscribe",
        "list-unsubscribe-post",
        "content-transfer-encoding",
    }
