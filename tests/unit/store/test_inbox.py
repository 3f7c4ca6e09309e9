"""Deliveries are kept once, as they came, until it is known what became of them."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from nurture.errors import Conflict, NotFound
from nurture.store import inbox
from nurture.store.inbox import Stored
from nurture.store.overview import Backlog, backlog
from nurture.store.words import InboxState
from tests.unit.store.conftest import ADA, NOW, enroll

RAW = b'{"action": "\x00\xff"}'


def keep(conn: Connection, delivery_id: str = "d1", *, body: bytes = RAW, connection: str = "acme") -> Stored:
    return inbox.store(
        conn,
        connection=connection,
        delivery_id=delivery_id,
        body=body,
        headers={"Signature": "sha256 1"},
        received_at=NOW,
    )


def test_a_delivery_comes_back_byte_for_byte(conn: Connection) -> None:
    stored = keep(conn)
    found = inbox.load(conn, stored.id, lock=True)
    assert (found.body, found.headers, found.received_at) == (RAW, {"Signature": "sha256 1"}, NOW)
    assert (found.state, found.attempts, found.note) == (InboxState.RECEIVED, 0, None)


def test_the_same_delivery_is_kept_once_and_another_body_is_told(conn: Connection) -> None:
    first = keep(conn)
    assert keep(conn) == Stored(id=first.id, is_new=False, is_same_body=True)
    assert keep(conn, body=b"{}") == Stored(id=first.id, is_new=False, is_same_body=False)
    assert keep(conn, connection="other").is_new


def test_what_became_of_a_delivery_is_kept_with_whom_it_was_about(conn: Connection) -> None:
    stored = keep(conn)
    inbox.settle(conn, stored.id, InboxState.TAKEN_IN, note="application.created", candidate_id=ADA)
    found = inbox.load(conn, stored.id)
    assert (found.state, found.note, found.candidate_id, found.attempts) == (
        InboxState.TAKEN_IN,
        "application.created",
        ADA,
        1,
    )


def test_what_waits_is_found_again_after_a_crash(conn: Connection) -> None:
    waits, fails = keep(conn), keep(conn, "d2")
    inbox.settle(conn, fails.id, InboxState.FAILED, note="no name")
    assert inbox.waiting(conn, received_before=NOW) == ()
    later = NOW + timedelta(seconds=1)
    assert [each.id for each in inbox.waiting(conn, received_before=later)] == [waits.id]
    assert [each.id for each in inbox.failed(conn)] == [fails.id]


@pytest.mark.parametrize(
    ("state", "connection", "is_emptied", "why"),
    [
        (InboxState.TAKEN_IN, "acme", True, "it is settled"),
        (InboxState.IGNORED, "acme", True, "it was nobody's"),
        (InboxState.FAILED, "acme", False, "it waits for a person"),
        (InboxState.RECEIVED, "acme", False, "it is still to be taken in"),
        (InboxState.TAKEN_IN, "other", False, "it is none of theirs"),
    ],
)
def test_what_waits_for_nobody_is_emptied_and_known_all_the_same(
    conn: Connection, state: InboxState, connection: str, is_emptied: bool, why: str
) -> None:
    stored = keep(conn, connection=connection)
    inbox.settle(conn, stored.id, state, note="a note", candidate_id=ADA)
    for before, count in ((NOW, 0), (NOW + timedelta(seconds=1), int(is_emptied)), (NOW + timedelta(seconds=1), 0)):
        assert inbox.empty(conn, connection="acme", received_before=before, limit=10) == count, why
    found = inbox.load(conn, stored.id)
    assert (found.body, found.headers) == ((b"", {}) if is_emptied else (RAW, {"Signature": "sha256 1"})), why
    assert (found.state, found.note, found.candidate_id) == (state, "a note", ADA)
    assert keep(conn, connection=connection) == Stored(id=stored.id, is_new=False, is_same_body=True)


def test_the_backlog_counts_all_that_waits(conn: Connection) -> None:
    keep(conn)
    enroll(conn)
    assert backlog(conn, before=NOW + timedelta(seconds=1)) == Backlog(
        deliveries=1,
        oldest_delivery=NOW,
        failed_deliveries=0,
        conflicting_deliveries=0,
        people_waiting=0,
        unstarted=1,
        held=0,
        unknown_messages=0,
    )
    assert backlog(conn, before=NOW).deliveries == 0


def test_an_unknown_delivery_is_not_found(conn: Connection) -> None:
    with pytest.raises(NotFound):
        inbox.load(conn, 404)


def test_another_body_under_a_used_id_is_counted_and_shown(conn: Connection) -> None:
    first = keep(conn)
    keep(conn)
    assert inbox.conflicting(conn) == ()
    keep(conn, body=b"{}")
    keep(conn, body=b"[]")
    [seen] = inbox.conflicting(conn)
    assert (seen.id, seen.body, seen.conflicts, seen.conflict_at) == (first.id, RAW, 2, NOW)
    assert backlog(conn, before=NOW).conflicting_deliveries == 1


@pytest.mark.parametrize("state", [InboxState.FAILED, InboxState.IGNORED])
def test_what_came_to_nothing_can_be_taken_in_once_more(conn: Connection, state: InboxState) -> None:
    stored = keep(conn)
    inbox.settle(conn, stored.id, state, note="why")
    inbox.reopen(conn, stored.id)
    assert (inbox.load(conn, stored.id).state, inbox.load(conn, stored.id).note) == (InboxState.RECEIVED, None)
    with pytest.raises(Conflict, match="is received"):
        inbox.reopen(conn, stored.id)
    with pytest.raises(NotFound):
        inbox.reopen(conn, 4711)
