"""What mails turn out to be: each file in tests/fixtures/mail is of a shape that mail programs and servers send."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from nurture.errors import Refused
from nurture.inbound.letter import Bounce, Kind, Letter, Wish
from nurture.inbound.reading import read

MAILS = Path(__file__).parents[2] / "fixtures" / "mail"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
OURS = "<00000000000000000000000000000002@mail.acme.example>"


@dataclass(frozen=True, kw_only=True)
class Expected:
    kind: Kind
    sign: str | None = None
    wish: Wish | None = None
    is_absence: bool = False
    until: date | None = None
    bounce: Bounce | None = None
    is_doubtful: bool = False


def bounced(
    status: str | None, *, is_final: bool = True, is_hard: bool = False, sign: str = "delivery-status"
) -> Expected:
    return Expected(kind=Kind.BOUNCE, sign=sign, bounce=Bounce(status=status, is_final=is_final, is_hard=is_hard))


def away(sign: str, until: date) -> Expected:
    return Expected(kind=Kind.AUTOMATIC, sign=sign, is_absence=True, until=until)


EXPECTED = {
    "reply-gmail": Expected(kind=Kind.REPLY),
    "reply-outlook-german": Expected(kind=Kind.REPLY),
    "reply-html-french": Expected(kind=Kind.REPLY),
    "reply-below-the-quote": Expected(kind=Kind.REPLY),
    "charset-that-lies": Expected(kind=Kind.REPLY),
    "asks-for-no-more": Expected(kind=Kind.REPLY, wish=Wish.PLAIN),
    "looks-automatic": Expected(kind=Kind.REPLY, is_doubtful=True),
    "out-of-office-exchange": away("Auto-Submitted", date(2026, 3, 16)),
    "out-of-office-german": away("Auto-Submitted", date(2026, 3, 20)),
    "out-of-office-only-suppress": away("X-Auto-Response-Suppress", date(2026, 3, 16)),
    "out-of-office-apple": away("X-Apple-Action", date(2026, 3, 9)),
    "ticket-opened": Expected(kind=Kind.AUTOMATIC, sign="Auto-Submitted"),
    "read-receipt": Expected(kind=Kind.AUTOMATIC, sign="multipart/report"),
    "report-on-a-check": Expected(kind=Kind.AUTOMATIC, sign="Auto-Submitted"),
    "complaint": Expected(kind=Kind.COMPLAINT, sign="feedback-report"),
    "bounce-no-mailbox": bounced("5.1.1", is_hard=True),
    "bounce-vague-status": bounced("5.1.1", is_hard=True),
    "bounce-mailbox-full": bounced("5.2.2"),
    "bounce-blocked": bounced("5.7.1"),
    "bounce-given-up": bounced("4.4.1"),
    "bounce-delayed": bounced("4.4.1", is_final=False),
    "bounce-without-report": bounced(None, sign="its sender"),
}


def letter(name: str) -> Letter:
    return read((MAILS / f"{name}.eml").read_bytes(), received_at=NOW)


def test_every_mail_has_its_row() -> None:
    assert {path.stem for path in MAILS.glob("*.eml")} == EXPECTED.keys()


@pytest.mark.parametrize("name", list(EXPECTED))
def test_each_is_known_for_what_it_is(name: str) -> None:
    found = letter(name)
    assert EXPECTED[name] == Expected(
        kind=found.kind,
        sign=found.sign,
        wish=found.wish,
        is_absence=found.is_absence,
        until=found.away_until,
        bounce=found.bounce,
        is_doubtful=found.doubt is not None,
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("reply-gmail", "Hi Kim,\n\nyes, let’s talk. Please stop by on Monday, or call me."),
        ("reply-outlook-german", "Guten Tag Frau Berger,\n\ngerne, am Donnerstag passt es mir gut."),
        ("reply-html-french", "Bonjour Kim,\navec plaisir, mais pas avant mai."),
        ("reply-below-the-quote", "Sí, claro. ¡Hasta el lunes!"),
        ("charset-that-lies", "Yes, gladly – in May."),
    ],
)
def test_only_what_is_new_counts_as_said(name: str, text: str) -> None:
    assert letter(name).text == text


def test_a_reply_names_whom_it_went_to_and_what_it_answers_the_nearest_first() -> None:
    found = letter("reply-gmail")
    assert found.sender == "maya@lindqvist.example"
    assert found.recipients == (
        "r+abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqr@reply.acme.example",
        "kim@acme.example",
    )
    assert found.answers == (OURS, OURS.replace("2@", "1@"))
    assert found.sent_at == datetime(2026, 3, 3, 17, 22, 7, tzinfo=UTC)
    assert found.message_id == "<CAF+one@mail.lindqvist.example>"


@pytest.mark.parametrize("name", ["bounce-no-mailbox", "bounce-vague-status", "complaint"])
def test_a_report_names_the_mail_that_it_brings_back(name: str) -> None:
    assert letter(name).answers == (OURS,)


def test_a_date_that_nobody_can_read_and_a_missing_message_id_are_left_out() -> None:
    found = letter("charset-that-lies")
    assert (found.sent_at, found.message_id) == (None, None)


def a_mail(**headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "maya@lindqvist.example"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Yes.\n")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("headers", "is_automatic"),
    [
        ({"Auto_Submitted": "auto-generated"}, True),
        ({"Auto_Submitted": "auto-notified; owner-email=x@y.example"}, True),
        ({"Auto_Submitted": "No"}, False),
        ({"Auto_Submitted": "no (a person)"}, True),
        ({"Precedence": "bulk"}, True),
        ({"Precedence": "auto_reply"}, True),
        ({"Precedence": "first-class"}, False),
        ({"X_Autoreply": "yes"}, True),
        ({"X_Autorespond": "Vacation"}, True),
        ({"X_Autoreply": "no"}, False),
        ({"X_Auto_Response_Suppress": "OOF"}, True),
        ({"X_Auto_Response_Suppress": "None"}, False),
        ({"Return_Path": "<>"}, True),
        ({"Return_Path": "<maya@lindqvist.example>"}, False),
        ({"X_Apple_Action": "VACATION"}, True),
        ({"List_Id": "<news.lindqvist.example>"}, True),
        ({"Subject": "Re: Out of office furniture"}, False),
        ({}, False),
    ],
)
def test_what_machines_write_is_known_by_its_headers(headers: dict[str, str], is_automatic: bool) -> None:
    found = read(a_mail(**headers), received_at=NOW)
    assert (found.kind is Kind.AUTOMATIC) is is_automatic
    assert found.doubt is None


def test_an_empty_sender_of_the_envelope_is_a_sign_too() -> None:
    assert read(a_mail(), received_at=NOW, envelope_sender="").kind is Kind.AUTOMATIC
    assert read(a_mail(), received_at=NOW, envelope_sender="maya@lindqvist.example").kind is Kind.REPLY


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply: x", "Out of office", "Auto: Re: x", "[EXT] Abwesenheitsnotiz", "Réponse automatique : x"],
)
def test_a_subject_alone_is_a_doubt_and_no_proof(subject: str) -> None:
    found = read(a_mail(Subject=subject), received_at=NOW)
    assert found.kind is Kind.REPLY
    assert (found.doubt is not None) is (subject != "Auto: Re: x")


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe", b"Subject: x\n\nText\n", b"\n\nFrom: x@y.example\n"])
def test_what_is_no_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused, match="no mail"):
        read(raw, received_at=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "On " * 30_000,
        ">" * 100_000,
        "back " * 20_000,
        "- \n" * 30_000,
        "from " * 20_000,
        "stop sending " * 8_000,
        "<div><blockquote>" * 10_000,
        "Best regards\n" * 8_000,
        "a@b wrote:\n" * 8_000,
        "\n" * 50_000,
        "x" * 200_000,
    ],
)
@pytest.mark.timeout(5)
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_made_to_keep_us_busy_does_not(text: str, kind: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["Auto-Submitted"] = "x@y.example", "auto-replied"
    mail.set_content(f"On vacation\n{text}", subtype=kind)
    read(mail.as_bytes(), received_at=NOW)
