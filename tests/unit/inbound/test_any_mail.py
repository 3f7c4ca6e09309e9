"""Whatever comes in is read, or is said to be no mail: nothing that somebody sends may stop us."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from nurture.errors import Refused
from nurture.inbound.proof import proven_domains
from nurture.inbound.reading import read

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MAILS = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "fixtures" / "mail").glob("*.eml"))]
NAMES = st.sampled_from(
    [
        *(b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"In-Reply-To", b"References", b"Return-Path"),
        *(b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"MIME-Version", b"Auto-Submitted"),
        *(b"Precedence", b"Delivered-To", b"Authentication-Results", b"X-Auto-Response-Suppress", b"Final-Recipient"),
    ]
)
VALUES = st.one_of(
    st.binary(max_size=60),
    st.text(alphabet='"<>@(),;:\\[]=?.-_ aQ0\t%é', max_size=40).map(str.encode),
    st.sampled_from(
        [
            b"multipart/report; report-type=delivery-status; boundary=B",
            b"multipart/mixed",
            b'text/plain; charset="',
            b"text/html; charset=utf-7",
            b"message/rfc822",
            b"message/delivery-status",
            b"base64",
            b"=?utf-8?b?w?=",
            b"=?utf-8?q?=ZZ?=",
            b"<a@b> <c",
            b"Mon, 99 Foo 99999 99:99:99 +9999",
            b"@ : pass",
        ]
    ),
)
HEADERS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
BODIES = st.one_of(
    st.binary(max_size=200), st.sampled_from([b"--B\n\n--B--\n", b"--B\nContent-Type: message/rfc822\n\n"])
)


def as_raw(headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    return b"".join(name + b": " + value + b"\n" for name, value in headers) + b"\n" + body


def read_and_kept(raw: bytes) -> None:
    """Reads it, unless it is no mail; what is found can be kept in any database."""
    with suppress(Refused):
        found = read(raw, received_at=NOW)
        for each in (found.text, found.subject, found.sender, found.message_id, *found.recipients, *found.answers):
            assert each is None or "\0" not in each.encode().decode()


@given(headers=HEADERS, body=BODIES)
def test_any_headers_are_read(headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = as_raw([(b"From", b"a@b.example"), *headers], body)
    read_and_kept(raw)
    proven_domains(raw, server="mx.acme.example")


@given(raw=st.sampled_from(MAILS), at=st.integers(0, 4000), cut=st.integers(0, 50), put=st.binary(max_size=8))
def test_any_damage_is_borne(raw: bytes, at: int, cut: int, put: bytes) -> None:
    read_and_kept(raw[:at] + put + raw[at + cut :])


@given(raw=st.binary(max_size=300))
@example(raw=b"")
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    read_and_kept(raw)
