"""Mails that come in to a desk, and what is on record then."""

from email.message import EmailMessage
from pathlib import Path

from nurture.contracts import Delivery, TakenIn
from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import Direction
from nurture.inbound.envelope import Envelope
from nurture.service.mail.keeping import keep
from nurture.service.mail.taking import take_in
from nurture.store import contacts, inbox, suppressions
from nurture.store.inbox import StoredDelivery
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, Desk, maya

RUN = f"warm/application/{MAYAS}/1"
STEPS = """\
- {id: first, email: one}
- {id: a-week, wait: 1 week}
- {id: second, email: two}
- {id: to-kim, email: three, to: recruiter}
"""
MAILS = Path(__file__).parents[2] / "fixtures" / "mail"
PROVED = Envelope(sender=MAIL, proven=frozenset({"lindqvist.example"}))


def rejected(desk: Desk, person: str, application: str) -> None:
    desk.hear(
        maya(
            EventType.APPLICATION_REJECTED,
            status=ApplicationStatus.REJECTED,
            person=person,
            application=application,
            first_name="Maya",
            email=MAIL,
            team={"recruiter": KIM},
        )
    )


def a_mail(text: str = "Yes, gladly.\n", *, sender: str = f"Maya <{MAIL}>", **headers: str) -> bytes:
    """A mail of Maya's to Kim, on the day after ours."""
    mail = EmailMessage()
    told = {
        "From": sender,
        "To": "kim@acme.example",
        "Message-ID": "<1@lindqvist.example>",
        "Subject": "Re: one for Maya",
        "Date": "Tue, 3 Mar 2026 08:00:00 +0000",
    }
    for name, value in {**told, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def to_our_address(desk: Desk) -> str:
    reply_to = desk.post.asked[0].reply_to
    assert reply_to is not None
    return reply_to.email


def take(desk: Desk, raw: bytes, envelope: Envelope | None = None) -> tuple[StoredDelivery, TakenIn]:
    """Keeps a mail and takes it in; whoever is to be woken is."""
    with desk.parts.store.write() as conn:
        kept = keep(conn, raw, envelope or Envelope(), received_at=desk.clock.at)
    taken = take_in(desk.parts, Delivery(inbox_id=kept.inbox_id))
    desk.wake(taken)
    with desk.parts.store.read() as conn:
        return inbox.load(conn, kept.inbox_id), taken


def suppressed(desk: Desk, purpose: str, email: str = MAIL) -> str | None:
    with desk.parts.store.read() as conn:
        return suppressions.why_suppressed(conn, desk.parts.address_hash(email), purpose=purpose)


def replies(desk: Desk) -> list[str]:
    with desk.parts.store.read() as conn:
        theirs = contacts.of_candidate(conn, MAYA)
    return [each.summary for each in theirs if each.direction is Direction.INBOUND]


def away_notice(desk: Desk, **headers: str) -> bytes:
    told = {"In-Reply-To": desk.post.asked[0].message_id, "Auto-Submitted": "auto-replied", **headers}
    return a_mail("I am on vacation, back on 20 March 2026.", **told)


def report(desk: Desk, name: str) -> bytes:
    """One of the reports in tests/fixtures/mail, about the mail that Maya got."""
    raw = (MAILS / f"{name}.eml").read_text(encoding="utf-8")
    ours = desk.post.asked[0].message_id
    return raw.replace("<00000000000000000000000000000002@mail.acme.example>", ours).encode()
