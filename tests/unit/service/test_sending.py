"""Gate, claim, call, settle: what every way in which a message can end means for its journey."""

from datetime import timedelta

from sqlalchemy import select

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.touchpoints import SendState
from nurture.service import sending
from nurture.service.lost import MOST_CALLS, RECONCILED_WITHIN
from nurture.store import frozen, ledger
from nurture.store.tables import touchpoints
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAIL, MONDAY, Desk, maya, sequence
from tests.unit.service.two_mails import RUN, crash_during_the_call, enter


def test_mails_leave_in_turn_and_the_record_says_why(desk: Desk) -> None:
    enter(desk)
    desk.run(days=8)
    assert desk.sent == ["one for Maya", "two for Maya"]
    assert desk.states() == {"first": SendState.ACCEPTED, "second": SendState.ACCEPTED}
    assert [rule for rule in desk.rules() if rule != "next"] == [
        "entered",
        "accepted",
        "wait-over",
        "accepted",
        "completed",
    ]
    standing = desk.standing(RUN)
    assert (standing.status, standing.outcome) == (EnrollmentStatus.ENDED, "completed")


def test_what_never_left_is_tried_again_with_the_words_that_were_frozen(desk: Desk) -> None:
    enter(desk)
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(until=MONDAY)
    assert desk.states() == {"first": SendState.RELEASED}
    assert desk.standing(RUN).next_at == MONDAY + sending.RETRY_AFTER
    desk.post.failing.clear()
    desk.hear(maya(EventType.CANDIDATE_UPDATED, first_name="Maja"), pokes=False)
    desk.run(until=MONDAY + sending.RETRY_AFTER - timedelta(seconds=1))
    assert len(desk.sent) == 1
    desk.run(until=MONDAY + sending.RETRY_AFTER)
    assert desk.sent == ["one for Maya", "one for Maya"]
    assert desk.post.asked[0] == desk.post.asked[1]
    assert desk.letters()["first"].at == MONDAY + sending.RETRY_AFTER, "it counts from when it left"


def test_what_never_left_goes_to_the_address_that_is_theirs_by_then(desk: Desk) -> None:
    enter(desk)
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(until=MONDAY)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, email="maya@new.example"))
    desk.run(days=1)
    assert [message.to.email for message in desk.post.asked] == [MAIL, "maya@new.example"]
    assert desk.states() == {"first": SendState.ACCEPTED}
    with desk.parts.store.read() as conn:
        kept = frozen.message_of(conn, f"{RUN}#first#1")
        hashed = conn.execute(select(touchpoints.c.address_hash)).scalar_one()
    assert kept == desk.post.asked[-1]
    assert hashed == desk.parts.address_hash("maya@new.example")


def test_news_meanwhile_does_not_bring_the_next_attempt_forward(desk: Desk) -> None:
    enter(desk)
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(until=MONDAY)
    desk.clock.at += timedelta(minutes=1)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, title="Engineer"))
    desk.run(until=MONDAY + timedelta(minutes=4))
    assert len(desk.sent) == 1
    assert desk.standing(RUN).next_at == MONDAY + sending.RETRY_AFTER


def test_what_may_have_left_is_never_sent_again_and_is_listed(desk: Desk) -> None:
    enter(desk)
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=1)
    desk.post.failing.clear()
    desk.run(days=8)
    assert desk.sent == ["one for Maya", "two for Maya"]
    assert desk.states() == {"first": SendState.UNKNOWN, "second": SendState.ACCEPTED}
    with desk.parts.store.read() as conn:
        assert [each.step for each in ledger.unknowns(conn)] == ["first"]


AT_LEAST_ONCE = sequence(
    """\
    - {id: first, email: one, delivery: at_least_once, unless_sent_within: 1 day}
    - {id: second, email: two}
    """
)


def test_what_must_arrive_is_handed_over_once_more_after_an_hour_with_the_same_words(desk: Desk) -> None:
    enter(desk, AT_LEAST_ONCE)
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(until=MONDAY)
    assert desk.states() == {"first": SendState.UNKNOWN}
    desk.post.failing.clear()
    desk.run(until=MONDAY + RECONCILED_WITHIN - timedelta(seconds=1))
    assert len(desk.sent) == 1
    desk.run(until=MONDAY + RECONCILED_WITHIN)
    assert desk.sent == ["one for Maya", "one for Maya", "two for Maya"]
    assert desk.post.asked[0] == desk.post.asked[1]
    assert desk.states()["first"] is SendState.ACCEPTED


def test_a_server_that_never_answers_gets_what_must_arrive_twice_and_not_every_hour(desk: Desk) -> None:
    enter(desk, AT_LEAST_ONCE)
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=8)
    assert desk.sent.count("one for Maya") == MOST_CALLS
    assert desk.states()["first"] is SendState.UNKNOWN


def test_what_the_provider_turns_out_to_have_is_not_handed_over_again(desk: Desk) -> None:
    enter(desk, AT_LEAST_ONCE)
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(until=MONDAY)
    desk.post.failing.clear()
    with desk.parts.store.write() as conn:
        ledger.settle(conn, f"{RUN}#first#1", None, SendState.ACCEPTED, at=desk.clock.at)
    desk.run(days=1)
    assert desk.sent == ["one for Maya", "two for Maya"]


def test_nobody_gets_it_again_who_may_not_have_it_by_then(desk: Desk) -> None:
    enter(desk, AT_LEAST_ONCE)
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(until=MONDAY)
    desk.post.failing.clear()
    desk.hear(maya(EventType.CANDIDATE_UPDATED, do_not_contact=True))
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]
    assert desk.states()["first"] is SendState.UNKNOWN
    assert "do-not-contact" in desk.rules()


def test_after_a_crash_what_must_arrive_waits_its_hour_too(desk: Desk) -> None:
    enter(desk, AT_LEAST_ONCE)
    crash_during_the_call(desk)
    desk.run(until=MONDAY + RECONCILED_WITHIN - timedelta(seconds=1))
    assert desk.states() == {"first": SendState.UNKNOWN}
    desk.run(until=MONDAY + RECONCILED_WITHIN)
    assert desk.states()["first"] is SendState.ACCEPTED


def test_what_is_refused_for_good_lets_the_journey_go_on(desk: Desk) -> None:
    enter(desk)
    desk.post.failing[MAIL] = Failure.REJECT
    desk.run(days=1)
    assert desk.states() == {"first": SendState.REJECTED}
    assert "rejected" in desk.rules()
    assert desk.standing(RUN).step == "second"
