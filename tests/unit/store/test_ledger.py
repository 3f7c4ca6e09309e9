"""Claimed before it leaves, settled after, never sent twice."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from nurture.domain.touchpoints import (
    SETTLES,
    Address,
    ChannelKind,
    Direction,
    Message,
    SendState,
    Touchpoint,
    touchpoint_key,
)
from nurture.errors import Conflict, NotFound
from nurture.store import contacts, frozen, ledger, records, sent
from nurture.store.ledger import Claim
from nurture.values import replace
from tests.unit.store.conftest import ADA, ADAS, NOW, enroll

LATER = NOW + timedelta(minutes=5)


def touchpoint(enrollment: str, *, step: str = "thanks", candidate: str = ADA, at: datetime = NOW) -> Touchpoint:
    return Touchpoint(
        id=touchpoint_key(enrollment, step, 1),
        candidate_id=candidate,
        channel=ChannelKind.EMAIL,
        direction=Direction.OUTBOUND,
        at=at,
        summary="Thank you",
        enrollment_id=enrollment,
        step=step,
    )


def message(key: str, subject: str = "Thank you") -> Message:
    return Message(
        key=key,
        message_id=f"<{key}@acme.example>",
        sender=Address(email="rita@acme.example", name="Rita Cruz"),
        to=Address(email="ada@home.example"),
        subject=subject,
        text="Dear Ada",
        html="<p>Dear Ada</p>",
    )


def claim(conn: Connection, point: Touchpoint, *, token: str = "first", to: str = "candidate", **said: str) -> Claim:
    return ledger.claim(
        conn,
        point,
        message(point.id, **said),
        token=token,
        purpose="nurture",
        address_hash="hash",
        recipient=to,
    )


def claimed(conn: Connection, enrollment: str, *, step: str = "thanks", **more: object) -> str:
    """Claims a message with the token `first`, and returns its key."""
    point = touchpoint(enrollment, step=step, **more)
    assert claim(conn, point).is_ours
    return point.id


def settled(
    conn: Connection,
    key: str,
    state: SendState = SendState.ACCEPTED,
    *,
    token: str | None = "first",
    at: datetime = LATER,
) -> SendState:
    return ledger.settle(conn, key, token, state, at=at, provider_id="p1", detail="said so")


def test_a_message_is_claimed_once(conn: Connection) -> None:
    point = touchpoint(enroll(conn))
    assert claim(conn, point) == Claim(
        is_ours=True, state=SendState.CLAIMED, token="first", message=message(point.id), claimed_at=NOW
    )
    second = claim(conn, replace(point, at=LATER), token="second", subject="Rendered anew")
    assert second == Claim(
        is_ours=False, state=SendState.CLAIMED, token="first", message=message(point.id), claimed_at=NOW
    )


def test_a_released_message_is_claimed_again_as_it_was_frozen(conn: Connection) -> None:
    point = touchpoint(enroll(conn))
    claim(conn, point)
    assert settled(conn, point.id, SendState.RELEASED) is SendState.RELEASED
    again = claim(conn, replace(point, at=LATER), token="second", subject="Rendered anew")
    assert again == Claim(
        is_ours=True, state=SendState.CLAIMED, token="second", message=message(point.id), claimed_at=LATER
    )
    assert settled(conn, point.id, SendState.REJECTED, token="first") is SendState.CLAIMED
    assert settled(conn, point.id, SendState.ACCEPTED, token="second") is SendState.ACCEPTED


@pytest.mark.parametrize("start", [state for state in SendState if state is not SendState.SKIPPED])
@pytest.mark.parametrize("end", [SendState.ACCEPTED, SendState.REJECTED, SendState.RELEASED, SendState.UNKNOWN])
def test_the_holder_settles_along_the_allowed_ways_only(conn: Connection, start: SendState, end: SendState) -> None:
    key = claimed(conn, enroll(conn))
    if start is not SendState.CLAIMED:
        settled(conn, key, start)
    expected = end if end in SETTLES[start] else start
    assert settled(conn, key, end) is expected
    assert ledger.state_of(conn, key) is expected


@pytest.mark.parametrize("state", [SendState.REJECTED, SendState.RELEASED, SendState.UNKNOWN, SendState.ACCEPTED])
def test_somebody_elses_token_moves_nothing_that_is_claimed(conn: Connection, state: SendState) -> None:
    key = claimed(conn, enroll(conn))
    assert settled(conn, key, state, token="zombie") is SendState.CLAIMED


def test_whoever_saw_an_unknown_message_leave_settles_it(conn: Connection) -> None:
    key = claimed(conn, enroll(conn))
    assert ledger.mark_unknown(conn, key, "first", at=LATER, detail="the worker was lost") is SendState.UNKNOWN
    assert [each.id for each in ledger.unknowns(conn)] == [key]
    assert settled(conn, key, SendState.REJECTED, token="zombie") is SendState.UNKNOWN
    assert settled(conn, key, SendState.ACCEPTED, token="zombie") is SendState.ACCEPTED
    assert ledger.unknowns(conn) == ()


@pytest.mark.parametrize("word", [SendState.ACCEPTED, SendState.REJECTED])
@pytest.mark.parametrize("start", [SendState.CLAIMED, SendState.UNKNOWN])
def test_the_providers_own_word_settles_what_is_claimed_or_unknown(
    conn: Connection, start: SendState, word: SendState
) -> None:
    key = claimed(conn, enroll(conn))
    if start is SendState.UNKNOWN:
        settled(conn, key, start)
    assert settled(conn, key, word, token=None) is word


def test_the_ledger_knows_no_message_that_was_never_claimed(conn: Connection) -> None:
    with pytest.raises(NotFound):
        settled(conn, "nothing#here#1")


def test_a_message_that_left_is_a_contact_and_one_that_did_not_is_none(conn: Connection) -> None:
    enrollment = enroll(conn)
    settled(conn, claimed(conn, enrollment, step="bounces"), SendState.REJECTED)
    assert records.candidate(conn, ADA).last_contact is None
    settled(conn, claimed(conn, enrollment), at=LATER)
    assert records.candidate(conn, ADA).last_contact == LATER
    settled(conn, claimed(conn, enrollment, step="earlier"), at=NOW)
    assert records.candidate(conn, ADA).last_contact == LATER


def test_mail_to_a_colleague_is_no_contact_with_the_candidate(conn: Connection) -> None:
    point = touchpoint(enroll(conn))
    claim(conn, point, to="recruiter")
    settled(conn, point.id)
    assert records.candidate(conn, ADA).last_contact is None
    assert sent.recent(conn, ADA, since=NOW - timedelta(days=1)) == ()


def test_a_skipped_step_is_kept_with_its_reason_and_never_claimed(conn: Connection) -> None:
    point = touchpoint(enroll(conn))
    assert ledger.skip(conn, point, why="the person replied", purpose="nurture")
    assert ledger.state_of(conn, point.id) is SendState.SKIPPED
    with pytest.raises(Conflict):
        claim(conn, point)
    assert settled(conn, point.id) is SendState.SKIPPED


def test_a_released_message_can_be_given_up_and_a_sent_one_cannot(conn: Connection) -> None:
    enrollment = enroll(conn)
    released = claimed(conn, enrollment, step="released")
    settled(conn, released, SendState.RELEASED)
    assert ledger.skip(conn, touchpoint(enrollment, step="released"), why="replied", purpose="nurture")
    sent = claimed(conn, enrollment, step="sent")
    settled(conn, sent)
    assert not ledger.skip(conn, touchpoint(enrollment, step="sent"), why="replied", purpose="nurture")
    assert (ledger.state_of(conn, released), ledger.state_of(conn, sent)) == (SendState.SKIPPED, SendState.ACCEPTED)


def test_touches_are_what_left_or_may_have_and_what_people_of_ours_did(conn: Connection) -> None:
    enrollment = enroll(conn)
    ends = {"a": SendState.ACCEPTED, "b": SendState.UNKNOWN, "c": SendState.REJECTED, "d": SendState.RELEASED}
    for minutes, (step, state) in enumerate(ends.items()):
        settled(conn, claimed(conn, enrollment, step=step, at=NOW + timedelta(minutes=minutes)), state)
    claimed(conn, enrollment, step="e", at=NOW + timedelta(minutes=10))
    for channel, direction in (
        (ChannelKind.CALL, Direction.OUTBOUND),
        (ChannelKind.NOTE, Direction.OUTBOUND),
        (ChannelKind.EMAIL, Direction.INBOUND),
    ):
        contacts.record(conn, by_hand(channel, direction, at=NOW + timedelta(minutes=20)))
    touches = sent.recent(conn, ADA, since=NOW - timedelta(days=1))
    assert [(at - NOW) // timedelta(minutes=1) for at in touches] == [20, 10, 1, 0]
    assert sent.recent(conn, ADA, since=NOW + timedelta(minutes=20)) == ()


def by_hand(channel: ChannelKind, direction: Direction, at: datetime = NOW) -> Touchpoint:
    return Touchpoint(
        id=f"{channel}/{direction}",
        candidate_id=ADA,
        application_id=ADAS,
        channel=channel,
        direction=direction,
        at=at,
        summary="talked",
    )


def test_a_reply_counts_as_contact_and_as_reply_once(conn: Connection) -> None:
    reply = by_hand(ChannelKind.EMAIL, Direction.INBOUND, at=LATER)
    assert contacts.record(conn, reply, message_id="<r1@home.example>")
    assert not contacts.record(conn, reply)
    ada = records.candidate(conn, ADA)
    assert (ada.last_reply, ada.last_contact) == (LATER, LATER)
    assert contacts.by_message_id(conn, "<r1@home.example>") == reply
    assert contacts.by_id(conn, reply.id) == reply
    assert contacts.by_message_id(conn, "<other@home.example>") is None


@pytest.mark.parametrize(
    ("channel", "is_automatic"), [(ChannelKind.EMAIL, True), (ChannelKind.NOTE, False)], ids=["absence", "note"]
)
def test_what_no_person_said_to_the_other_is_no_contact(
    conn: Connection, channel: ChannelKind, is_automatic: bool
) -> None:
    contacts.record(conn, by_hand(channel, Direction.INBOUND), is_automatic=is_automatic)
    ada = records.candidate(conn, ADA)
    assert (ada.last_reply, ada.last_contact) == (None, None)
    assert len(contacts.of_candidate(conn, ADA)) == 1


def test_the_newest_messages_can_be_read(conn: Connection) -> None:
    enrollment = enroll(conn)
    keys = [claimed(conn, enrollment, step=step, at=NOW + timedelta(hours=n)) for n, step in enumerate("abc")]
    found = frozen.latest_messages(conn, limit=2)
    assert [point.id for point, _ in found] == [keys[2], keys[1]]
    assert found[0][1] == frozen.message_of(conn, keys[2]) == message(keys[2])
    assert frozen.message_of(conn, "nothing") is None
