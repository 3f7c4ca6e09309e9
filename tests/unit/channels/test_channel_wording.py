"""The other side's words, as they may go into a workflow's history."""

import pytest

from nurture.channels.wording import answer_of, ensure_sendable
from nurture.domain.touchpoints import Address
from nurture.errors import Rejected
from tests.doubles.channels import a_message

MESSAGE = a_message(to=Address(email="anna.b+jobs@people.example"))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("5.1.1 <anna.b+jobs@people.example>: no", "5.1.1 <(recipient)>: no"),
        ("ANNA.B+JOBS@PEOPLE.EXAMPLE is full", "(recipient) is full"),
        ("user anna.b+jobs unknown", "user (recipient) unknown"),
        ("joanna.b+jobs@people.example", "joanna.b+jobs@people.example"),
        (b"over\r\n two\nlines", "over two lines"),
        (b"\xff not UTF-8", "\N{REPLACEMENT CHARACTER} not UTF-8"),
        ("long " * 100, ("long " * 60)[:299] + "…"),
        ("", ""),
    ],
)
def test_an_answer_is_one_short_line_without_the_recipients_address(said: str | bytes, kept: str) -> None:
    assert answer_of(said, MESSAGE) == kept


def test_a_provider_may_keep_headers_for_itself() -> None:
    message = a_message(headers={"X-SG-EID": "1"})
    ensure_sendable(message)
    with pytest.raises(Rejected, match="X-SG-EID"):
        ensure_sendable(message, reserved=frozenset({"x-sg-eid"}))
