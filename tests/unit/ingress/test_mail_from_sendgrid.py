"""Mail that SendGrid hands over: what is kept, as it came, and what SendGrid hears."""

import logging
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import select

from nurture.config import Settings
from nurture.inbound.envelope import Envelope
from nurture.store import Store, inbox
from nurture.store.inbox import StoredDelivery
from nurture.store.tables import inbox as inbox_table
from tests.doubles.sendgrid_events import EventWebhookDouble
from tests.doubles.sendgrid_inbound import form, post
from tests.edge import RecordingWorkflows, Serve

MAYA = "maya@lindqvist.example"
OURS = "r+abc.def@reply.acme.example"
RAW = b"From: maya@lindqvist.example\r\nSubject: Gr\xfc\xdfe\r\n\r\n--xYz\r\nYes, in M\xe4rz \xe2\x82\xac.\r\n"
BODY = form(RAW, to=OURS, sender=MAYA, dkim="{@lindqvist.example : pass, @mail.example : fail}", spf="pass")


def kept(store: Store) -> list[StoredDelivery]:
    with store.read() as conn:
        ids = conn.execute(select(inbox_table.c.id).order_by(inbox_table.c.id)).scalars().all()
        return [inbox.load(conn, each) for each in ids]


@pytest.fixture
def signer() -> EventWebhookDouble:
    return EventWebhookDouble()


@pytest.fixture
def open_door(settings: Settings, serve: Serve) -> httpx.Client:
    """An app that takes replies, from whoever posts them."""
    return serve(settings.model_copy(update={"reply_domain": "reply.acme.example"}))


@pytest.fixture
def guarded(settings: Settings, serve: Serve, signer: EventWebhookDouble) -> httpx.Client:
    """The same with a security policy."""
    update = {"reply_domain": "reply.acme.example", "sendgrid_inbound_keys": (signer.public_key,)}
    return serve(settings.model_copy(update=update))


def now() -> datetime:
    return datetime.now(UTC)


def test_a_mail_is_kept_byte_by_byte_and_its_intake_started(
    open_door: httpx.Client, store: Store, workflows: RecordingWorkflows
) -> None:
    assert post(open_door, BODY).status_code == 200
    [stored] = kept(store)
    assert stored.body == RAW
    assert Envelope.read(stored.headers) == Envelope(to=(OURS,), sender=MAYA)
    assert workflows.started == [("mail", stored.delivery_id, stored.id)]


def test_what_sendgrid_says_of_the_sender_counts_where_it_is_signed(
    guarded: httpx.Client, store: Store, signer: EventWebhookDouble
) -> None:
    assert post(guarded, BODY, signer=signer, at=now()).status_code == 200
    [stored] = kept(store)
    envelope = Envelope.read(stored.headers)
    assert envelope.proven == {"lindqvist.example"}
    assert envelope.stands_for("maya@lindqvist.example")
    assert envelope.stands_for("maya@mail.lindqvist.example")
    assert not envelope.stands_for("maya@notlindqvist.example")


@pytest.mark.parametrize(("dkim", "spf"), [("{@lindqvist.example : fail}", "softfail"), ("none", "fail"), ("", "")])
def test_what_failed_proves_nothing(
    guarded: httpx.Client, store: Store, signer: EventWebhookDouble, dkim: str, spf: str
) -> None:
    post(guarded, form(RAW, to=OURS, sender=MAYA, dkim=dkim, spf=spf), signer=signer, at=now())
    [stored] = kept(store)
    assert Envelope.read(stored.headers).proven == frozenset()


def test_a_mail_that_is_not_signed_is_not_taken_where_there_is_a_policy_and_comes_again(
    guarded: httpx.Client, store: Store, signer: EventWebhookDouble
) -> None:
    assert post(guarded, BODY).status_code == 503
    assert post(guarded, BODY, signer=EventWebhookDouble(), at=now()).status_code == 503
    assert kept(store) == []


def test_a_mail_that_comes_again_is_kept_once_and_acknowledged_again(
    open_door: httpx.Client, store: Store, workflows: RecordingWorkflows
) -> None:
    assert [post(open_door, BODY).status_code for _ in range(2)] == [200, 200]
    assert len(kept(store)) == 1
    assert len(set(workflows.started)) == 1


def test_while_temporal_is_away_it_is_kept_and_acknowledged(
    open_door: httpx.Client, store: Store, workflows: RecordingWorkflows
) -> None:
    workflows.is_away = True
    assert post(open_door, BODY).status_code == 200
    assert len(kept(store)) == 1


def test_without_a_domain_for_replies_there_is_no_such_door(client: httpx.Client, store: Store) -> None:
    assert post(client, BODY).status_code == 404
    assert kept(store) == []


def test_a_signed_mail_is_taken_where_the_journeys_have_another_time(
    sped_up: Settings, serve: Serve, store: Store, signer: EventWebhookDouble
) -> None:
    update = {"reply_domain": "reply.acme.example", "sendgrid_inbound_keys": (signer.public_key,)}
    client = serve(sped_up.model_copy(update=update))
    assert post(client, BODY, signer=signer, at=now()).status_code == 200
    assert len(kept(store)) == 1


def test_a_form_without_the_raw_mail_is_left_for_later_with_what_to_set(
    open_door: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = post(open_door, form(None, to=OURS, sender=MAYA))
    assert answer.status_code == 503
    assert "POST the raw, full MIME message" in caplog.text
    assert MAYA not in caplog.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", BODY[:200], BODY.replace(b'{"to"', b'["to"'), BODY.replace(b"xYzZY", b"other")],
    ids=["empty", "json", "cut off", "no envelope", "another boundary"],
)
def test_what_is_no_such_form_is_refused(open_door: httpx.Client, store: Store, body: bytes) -> None:
    assert post(open_door, body).status_code in (400, 503)
    assert kept(store) == []


def test_of_a_mail_of_many_megabytes_the_beginning_is_kept_and_one_beyond_the_limit_is_refused(
    open_door: httpx.Client, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    large = RAW + b"x" * 70 * 100_000
    with caplog.at_level(logging.INFO):
        assert post(open_door, form(large, to=OURS, sender=MAYA)).status_code == 200
    assert post(open_door, form(large * 5, to=OURS, sender=MAYA)).status_code == 413
    [stored] = kept(store)
    assert stored.body == large[: 2 * 1_048_576]
    assert Envelope.read(stored.headers).size == len(large)
    assert f"of a mail of {len(large)} bytes the first 2097152 are kept" in caplog.text


def test_how_much_is_taken_and_how_much_is_kept_can_be_set(settings: Settings, serve: Serve, store: Store) -> None:
    update = {"reply_domain": "reply.acme.example", "inbound_largest": 100_000, "inbound_keeps": 70_000}
    client = serve(settings.model_copy(update=update))
    assert post(client, form(RAW + b"x" * 80_000, to=OURS, sender=MAYA)).status_code == 200
    assert post(client, form(RAW + b"x" * 100_000, to=OURS, sender=MAYA)).status_code == 413
    assert [len(each.body) for each in kept(store)] == [70_000]
