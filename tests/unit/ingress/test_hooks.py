"""Deliveries at the door: who gets in, what is kept, and what the vendor hears."""

import http.client
import logging

import httpx
import pytest
from sqlalchemy import select, text, update

from nurture.config import Settings
from nurture.store import Store, inbox
from nurture.store.inbox import StoredDelivery
from nurture.store.tables import inbox as inbox_table
from nurture.store.tables import inbox_subjects
from nurture.store.words import InboxState
from tests.edge import RecordingWorkflows, Serve
from tests.greenhouse import body, headers

RAW = body("candidate_stage_change")
HOOK = "/hooks/greenhouse"


def kept(store: Store) -> list[StoredDelivery]:
    with store.read() as conn:
        ids = conn.execute(select(inbox_table.c.id).order_by(inbox_table.c.id)).scalars().all()
        return [inbox.load(conn, each) for each in ids]


def test_a_signed_delivery_is_kept_as_it_came_and_its_intake_started(
    client: httpx.Client, store: Store, workflows: RecordingWorkflows
):
    answer = client.post(HOOK, content=RAW, headers=headers(RAW))
    assert answer.status_code == 200
    (delivery,) = kept(store)
    assert delivery.body == RAW
    assert (delivery.connection, delivery.delivery_id) == ("greenhouse", "delivery-1")
    assert delivery.state is InboxState.RECEIVED
    assert workflows.started == [("greenhouse", "delivery-1", delivery.id)]


def test_whom_a_delivery_names_is_kept_with_it_once(client: httpx.Client, store: Store):
    for _ in range(2):
        assert client.post(HOOK, content=RAW, headers=headers(RAW)).status_code == 200
    with store.read() as conn:
        named = conn.execute(select(inbox_subjects.c.kind, inbox_subjects.c.record_id)).all()
    assert sorted((row.kind.value, row.record_id) for row in named) == [
        ("application", "greenhouse:693"),
        ("candidate", "greenhouse:57683"),
    ]


def test_neither_signature_nor_credentials_are_kept(client: httpx.Client, store: Store):
    client.post(HOOK, content=RAW, headers={**headers(RAW), "Authorization": "Basic x", "Cookie": "a=b"})
    (delivery,) = kept(store)
    assert set(delivery.headers) == {"content-type", "greenhouse-event-id", "user-agent"}


def test_the_old_key_counts_while_both_are_set(client: httpx.Client, store: Store):
    assert client.post(HOOK, content=RAW, headers=headers(RAW, secret="the old key")).status_code == 200
    assert len(kept(store)) == 1


def test_a_ping_is_answered_and_leaves_nothing_behind(
    client: httpx.Client, store: Store, workflows: RecordingWorkflows
):
    ping = body("ping")
    assert client.post(HOOK, content=ping, headers=headers(ping)).status_code == 200
    assert (kept(store), workflows.started) == ([], [])


@pytest.mark.parametrize(
    ("raw", "sent", "status"),
    [
        (RAW, headers(RAW, secret="a guess"), 401),
        (RAW, {"Greenhouse-Event-ID": "delivery-1"}, 401),
        (body("ping"), headers(RAW), 401),
        (b"not JSON", headers(b"not JSON"), 400),
        (b'{"payload": {}}', headers(b'{"payload": {}}'), 400),
    ],
)
def test_what_is_refused_is_not_kept(
    client: httpx.Client,
    store: Store,
    workflows: RecordingWorkflows,
    raw: bytes,
    sent: dict[str, str],
    status: int,
):
    answer = client.post(HOOK, content=raw, headers=sent)
    assert answer.status_code == status
    assert answer.json()["error"]
    assert (kept(store), workflows.started) == ([], [])


def test_a_body_that_is_announced_too_large_is_not_even_read(client: httpx.Client):
    caller = http.client.HTTPConnection("127.0.0.1", client.base_url.port)
    caller.putrequest("POST", HOOK)
    caller.putheader("Content-Length", "1048577")
    caller.endheaders()
    assert caller.getresponse().status == 413
    caller.close()


def test_a_body_of_unknown_length_is_read_up_to_the_limit(client: httpx.Client, store: Store):
    caller = http.client.HTTPConnection("127.0.0.1", client.base_url.port)
    caller.putrequest("POST", HOOK)
    caller.putheader("Transfer-Encoding", "chunked")
    caller.endheaders()
    caller.send(b"100001\r\n" + b"x" * 0x100001 + b"\r\n")  # and no last chunk: it could go on for ever
    assert caller.getresponse().status == 413
    caller.close()
    assert kept(store) == []


def test_a_body_of_just_a_megabyte_is_looked_at(client: httpx.Client):
    raw = b"x" * 1_048_576
    assert client.post(HOOK, content=raw, headers=headers(raw)).status_code == 400


def test_only_connected_systems_have_an_address(client: httpx.Client):
    assert client.post("/hooks/somebody", content=RAW, headers=headers(RAW)).status_code == 404
    assert client.get(HOOK).status_code == 405


def test_without_a_key_nothing_is_taken_and_the_log_says_what_to_do(
    settings: Settings, serve: Serve, store: Store, caplog: pytest.LogCaptureFixture
):
    client = serve(settings.model_copy(update={"greenhouse_secrets": ()}))
    assert client.post(HOOK, content=RAW, headers=headers(RAW, secret="")).status_code == 503
    assert kept(store) == []
    assert "NURTURE_GREENHOUSE_SECRETS" in caplog.text


def test_a_repeated_delivery_is_one(client: httpx.Client, store: Store, workflows: RecordingWorkflows):
    answers = [client.post(HOOK, content=RAW, headers=headers(RAW)).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    (delivery,) = kept(store)
    assert workflows.started == [("greenhouse", "delivery-1", delivery.id)] * 3, "nobody has taken it in yet"


def test_a_repeated_delivery_that_was_taken_in_starts_nothing(
    client: httpx.Client, store: Store, workflows: RecordingWorkflows
):
    client.post(HOOK, content=RAW, headers=headers(RAW))
    with store.write() as conn:
        conn.execute(update(inbox_table).values(state=InboxState.TAKEN_IN))
    workflows.started.clear()
    assert client.post(HOOK, content=RAW, headers=headers(RAW)).status_code == 200
    assert workflows.started == []


def test_without_ids_two_stage_changes_are_two_deliveries(client: httpx.Client, store: Store):
    for raw in (RAW, body("reject_candidate"), RAW):
        assert client.post(HOOK, content=raw, headers=headers(raw, delivery=None)).status_code == 200
    assert len(kept(store)) == 2


def test_one_id_with_two_bodies_is_a_conflict_and_the_first_one_stays(
    client: httpx.Client, store: Store, caplog: pytest.LogCaptureFixture
):
    other = body("reject_candidate")
    client.post(HOOK, content=RAW, headers=headers(RAW))
    assert client.post(HOOK, content=other, headers=headers(other)).status_code == 409
    (delivery,) = kept(store)
    assert delivery.body == RAW
    assert "came before with another body" in caplog.text


def test_a_delivery_that_cannot_be_understood_later_is_kept_for_people_to_see(client: httpx.Client, store: Store):
    raw = b'{"action": "hire_candidate", "payload": {}}'
    assert client.post(HOOK, content=raw, headers=headers(raw)).status_code == 200
    assert len(kept(store)) == 1


def test_when_temporal_is_away_the_delivery_is_kept_all_the_same(
    client: httpx.Client, store: Store, workflows: RecordingWorkflows, caplog: pytest.LogCaptureFixture
):
    workflows.is_away = True
    assert client.post(HOOK, content=RAW, headers=headers(RAW)).status_code == 200
    assert len(kept(store)) == 1
    assert "taken in later" in caplog.text


def test_when_nothing_can_be_kept_the_vendor_is_to_try_again(
    client: httpx.Client, store: Store, workflows: RecordingWorkflows, caplog: pytest.LogCaptureFixture
):
    with store.write() as conn:
        conn.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
    answer = client.post(HOOK, content=RAW, headers=headers(RAW))
    assert answer.status_code == 503
    assert "elsewhere" not in answer.text
    assert workflows.started == []
    assert any(record.levelno == logging.ERROR for record in caplog.records)


def test_the_health_page_tells_whether_the_database_answers(settings: Settings, serve: Serve):
    nowhere = settings.model_copy(update={"database_url": "sqlite:////nowhere/at/all.db"})
    assert serve(settings).get("/healthz").status_code == 200
    assert serve(nowhere).get("/healthz").status_code == 503
