"""Who may tell another system something, and who not, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from nurture.domain.dispatches import Dispatch
from nurture.domain.touchpoints import SendState
from nurture.errors import NotFound
from nurture.store import dispatches
from nurture.values import replace
from tests.unit.store.conftest import ADA, ADAS, NOW, enroll

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def tag(conn: Connection) -> Dispatch:
    run = enroll(conn)
    return Dispatch(
        id=f"{run}#tag#1",
        candidate_id=ADA,
        application_id=ADAS,
        enrollment_id=run,
        step="tag",
        visit=1,
        kind="tag",
        to="greenhouse",
        summary="tag: math",
        at=NOW,
        claimed_at=NOW,
        content={"value": "math"},
        token="first",
    )


def again(tag: Dispatch) -> Dispatch:
    """Another attempt, which would say something else."""
    return replace(tag, token="second", at=LATER, claimed_at=LATER, content={"value": "physics"})


def test_the_first_may_tell_and_what_it_tells_is_frozen(conn: Connection, tag: Dispatch) -> None:
    assert dispatches.claim(conn, tag, is_repeatable=False).is_ours
    found = dispatches.claim(conn, again(tag), is_repeatable=False)
    assert (found.is_ours, found.dispatch) == (False, tag)


@pytest.mark.parametrize("is_repeatable", [True, False])
def test_what_did_not_arrive_may_be_told_again(conn: Connection, tag: Dispatch, is_repeatable: bool) -> None:
    dispatches.claim(conn, tag, is_repeatable=is_repeatable)
    assert dispatches.settle(conn, tag.id, "first", SendState.RELEASED, at=NOW)
    claim = dispatches.claim(conn, again(tag), is_repeatable=is_repeatable)
    assert claim.is_ours
    assert claim.dispatch == replace(tag, token="second", claimed_at=LATER, attempts=2)


def test_a_lost_attempt_is_followed_by_another_only_where_that_does_no_harm(conn: Connection, tag: Dispatch) -> None:
    dispatches.claim(conn, tag, is_repeatable=True)
    assert dispatches.claim(conn, again(tag), is_repeatable=True).is_ours
    assert not dispatches.settle(conn, tag.id, "first", SendState.REJECTED, at=LATER)
    assert dispatches.settle(conn, tag.id, "second", SendState.ACCEPTED, at=LATER, result="done")
    assert not dispatches.claim(conn, again(tag), is_repeatable=True).is_ours


def test_whoever_was_only_slow_can_still_say_that_it_arrived(conn: Connection, tag: Dispatch) -> None:
    dispatches.claim(conn, tag, is_repeatable=False)
    dispatches.give_up(conn, tag.id, why="lost", at=LATER)
    assert [each.id for each in dispatches.unknowns(conn)] == [tag.id]
    assert not dispatches.settle(conn, tag.id, "first", SendState.RELEASED, at=LATER)
    assert dispatches.settle(conn, tag.id, "first", SendState.ACCEPTED, at=LATER, result="done")
    assert dispatches.unknowns(conn) == ()


def test_the_end_of_a_run_takes_back_only_what_did_not_arrive(conn: Connection, tag: Dispatch) -> None:
    other = replace(tag, id=f"{tag.enrollment_id}#more#1", step="more")
    for each in (tag, other):
        dispatches.claim(conn, each, is_repeatable=True)
    dispatches.settle(conn, tag.id, "first", SendState.RELEASED, at=NOW)
    dispatches.drop(conn, tag.enrollment_id, why="the run ended", at=LATER)
    states = {each.step: each.state for each in dispatches.of_candidate(conn, ADA)}
    assert states == {"tag": SendState.SKIPPED, "more": SendState.CLAIMED}


def test_an_echo_is_awaited_once_and_not_for_ever(conn: Connection, tag: Dispatch) -> None:
    dispatches.claim(conn, tag, is_repeatable=True)
    assert dispatches.awaited_echo(conn, ADA, at=NOW) is None
    dispatches.settle(conn, tag.id, "first", SendState.ACCEPTED, at=NOW)
    assert dispatches.awaited_echo(conn, ADA, at=NOW) == tag.id
    assert dispatches.awaited_echo(conn, ADA, at=NOW + dispatches.ECHO_WITHIN) is None
    dispatches.note_echo(conn, tag.id, at=NOW)
    assert dispatches.awaited_echo(conn, ADA, at=NOW) is None


def test_what_was_never_told_is_not_there(conn: Connection) -> None:
    with pytest.raises(NotFound):
        dispatches.get(conn, "nothing#at#1")
