"""What SendGrid's Event Webhook says, whether it is SendGrid that says it, and what of it is kept."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from nurture.channels.sendgrid_events import FRESH, parse, verify
from nurture.domain.mail_reports import ORDER, MailFate, MailReport, is_further
from nurture.errors import Refused
from tests.doubles.sendgrid import Accepted
from tests.doubles.sendgrid_events import MORE, EventWebhookDouble

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAIL = Accepted(
    message_id="double01",
    body={
        "personalizations": [{"to": [{"email": "maya@lindqvist.example"}], "custom_args": {"nurture_touchpoint": "k"}}]
    },
)

# The vector of the vendor's own tests: sendgrid-python, test/unit/test_eventwebhook.py.
VENDOR_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6"
    "wEA3F+g=="
)
VENDOR_SIGNATURE = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
VENDOR_STAMP = "1600112502"
VENDOR_BODY = (
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    b'"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",'
    b'"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    b'"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
)
VENDOR_NOW = datetime.fromtimestamp(int(VENDOR_STAMP), UTC)


def headers(signature: str = VENDOR_SIGNATURE, stamp: str = VENDOR_STAMP) -> dict[str, str]:
    return {
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": stamp,
    }


def test_the_vendors_own_vector_is_verified_and_read() -> None:
    verify(VENDOR_BODY, headers(), [VENDOR_KEY], now=VENDOR_NOW)
    assert parse(VENDOR_BODY) == (
        MailReport(
            fate=MailFate.REJECTED,
            at=datetime(2020, 9, 14, 19, 41, 32, tzinfo=UTC),
            provider_id="LRzXl_NHStOGhQ4kofSm_A",
            seen_as="<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>",
            detail="Bounced Address",
        ),
    )


def test_of_several_keys_any_will_do_while_they_are_changed() -> None:
    verify(VENDOR_BODY, headers(), [EventWebhookDouble().public_key, VENDOR_KEY], now=VENDOR_NOW)


@pytest.mark.parametrize(
    ("raw", "sent", "why"),
    [
        (VENDOR_BODY.rstrip(), headers(), "the line break at the end is signed, too"),
        (VENDOR_BODY.replace(b"dropped", b"bounced"), headers(), "another body"),
        (VENDOR_BODY, headers(stamp="1600112503"), "another time"),
        (VENDOR_BODY, headers(stamp=""), "no time"),
        (VENDOR_BODY, headers(signature=""), "no signature"),
        (VENDOR_BODY, headers(signature="!"), "no base64"),
        (VENDOR_BODY, headers(signature="ü"), "no ASCII"),
        (VENDOR_BODY, headers(signature=base64.b64encode(b"x").decode()), "no signature of that kind"),
        (b"\xff", headers(), "no text"),
        (VENDOR_BODY, {}, "no headers"),
    ],
)
def test_what_is_not_signed_by_sendgrid_is_refused(raw: bytes, sent: dict[str, str], why: str) -> None:
    with pytest.raises(Refused) as refused:
        verify(raw, sent, [VENDOR_KEY], now=VENDOR_NOW)
    assert refused.value.status == 401, why


@pytest.mark.parametrize(
    ("late", "is_taken"),
    [
        (timedelta(hours=24), True),
        (FRESH + timedelta(seconds=1), False),
        (-timedelta(minutes=4), True),
        (-timedelta(minutes=6), False),
    ],
)
def test_a_signature_is_taken_for_as_long_as_sendgrid_tries_again(late: timedelta, is_taken: bool) -> None:
    sender = EventWebhookDouble()
    raw = sender.raw(sender.event("delivered", MAIL, at=NOW))
    if is_taken:
        verify(raw, sender.signed(raw, at=NOW), [sender.public_key], now=NOW + late)
        return
    with pytest.raises(Refused, match="too old, or from the future"):
        verify(raw, sender.signed(raw, at=NOW), [sender.public_key], now=NOW + late)


def another_kind() -> str:
    """A public key on another curve, with which SendGrid signs nothing."""
    key = ec.generate_private_key(ec.SECP384R1()).public_key()
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.mark.parametrize(
    ("keys", "status", "says"),
    [
        ([], 503, "no key to verify"),
        (["not a key"], 503, "is no public key"),
        ([""], 503, "is no public key"),
        ([another_kind()], 401, "not one of SendGrid's"),
    ],
)
def test_without_a_right_key_nothing_is_taken_and_sendgrid_tries_again(keys: list[str], status: int, says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        verify(VENDOR_BODY, headers(), keys, now=VENDOR_NOW)
    assert refused.value.status == status


@pytest.mark.parametrize(
    ("kind", "more", "fate", "is_for_good", "detail"),
    [
        ("processed", {}, MailFate.QUEUED, True, None),
        ("deferred", {}, MailFate.DEFERRED, True, "400 try again later"),
        ("delivered", {}, MailFate.DELIVERED, True, "250 OK"),
        ("bounce", {}, MailFate.BOUNCED, True, "550 5.1.1 no such mailbox"),
        ("bounce", {"type": "blocked", "reason": "550 spam"}, MailFate.BOUNCED, False, "550 spam"),
        ("bounce", {"reason": "no maya@lindqvist.example"}, MailFate.BOUNCED, True, "no the recipient"),
        ("dropped", {}, MailFate.REJECTED, True, "Bounced Address"),
        ("spamreport", {}, MailFate.COMPLAINED, True, None),
        ("unsubscribe", {}, MailFate.UNSUBSCRIBED, True, None),
    ],
)
def test_an_event_says_what_became_of_a_mail(
    kind: str, more: dict[str, str], fate: MailFate, is_for_good: bool, detail: str | None
) -> None:
    sender = EventWebhookDouble()
    [report] = parse(sender.raw(sender.event(kind, MAIL, at=NOW, **more)))
    assert (report.key, report.provider_id, report.at) == ("k", "double01", NOW)
    assert (report.fate, report.is_for_good, report.detail) == (fate, is_for_good, detail)


def test_opens_clicks_and_what_we_do_not_know_say_nothing() -> None:
    sender = EventWebhookDouble()
    events = [sender.event(kind, MAIL, at=NOW) for kind in MORE]
    unknown = {"event": "account_status_change", "type": "compliance_suspend", "timestamp": 1600112492}
    assert [report.fate for report in parse(sender.raw(*events, unknown))] == [
        MailFate.QUEUED,
        MailFate.DEFERRED,
        MailFate.DELIVERED,
        MailFate.BOUNCED,
        MailFate.REJECTED,
        MailFate.COMPLAINED,
        MailFate.UNSUBSCRIBED,
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[", b'[{"event": "processed"}]', b'[{"event": 1, "timestamp": 1}]', b"\xff"]
)
def test_what_is_no_array_of_events_is_refused_and_said_where(raw: bytes) -> None:
    with pytest.raises(Refused, match="no delivery of SendGrid's events") as refused:
        parse(raw)
    assert refused.value.status == 400


def test_a_refusal_shows_nothing_of_what_came() -> None:
    with pytest.raises(Refused) as refused:
        parse(json.dumps([{"event": "processed", "timestamp": "maya@lindqvist.example"}]).encode())
    assert "maya" not in refused.value.message


def test_a_mail_only_moves_forward() -> None:
    moves = {(before, told) for before in ORDER for told in ORDER if is_further(told, before)}
    assert (MailFate.DELIVERED, MailFate.BOUNCED) in moves
    assert (MailFate.DELIVERED, MailFate.DEFERRED) not in moves
    assert all((told, before) not in moves for before, told in moves)
    assert all(is_further(told, None) for told in ORDER)
