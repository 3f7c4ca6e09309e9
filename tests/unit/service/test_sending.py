"""Gate, claim, call, settle: what every way in which a message can end means for its journey."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from nurture.channels.outbox import Failure
from nurture.contracts import LOOK, Act, Command, Pause
from nurture.domain.events import EventType
from nurture.domain.touchpoints import SendState
from nurture.service import journeys, sending
from nurture.service.lost import MOST_CALLS, RECONCILED_WITHIN
from nurture.store import frozen, ledger
from nurture.store.tables import touchpoints
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAIL, MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
TWO_MAILS = sequence(
    """\
    - {id: first, email: one}
    - {id: a-week, wait: 1 week}
    - {id: second, email: two}
    """
)


class Crash(Exception):
    """The worker dies at this point."""


def enter(desk: Desk, *texts: str, **company: object) -> None:
    """Maya is in the sequences."""
    desk.publish(*(texts or (TWO_MAILS,)), company=company)
    desk.hear(maya_is_rejected())


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


def crash_during_the_call(desk: Desk) -> None:
    """The worker dies while the first mail is on its way; its claim stays."""

    def die() -> None:
        raise Crash

    desk.post.during = die
    with pytest.raises(Crash):
        desk.run(until=MONDAY)


def test_a_claim_of_an_attempt_that_was_lost_counts_as_unknown(desk: Desk) -> None:
    enter(desk)
    crash_during_the_call(desk)
    assert desk.states() == {"first": SendState.CLAIMED}
    desk.run(days=8)
    assert desk.sent == ["one for Maya", "two for Maya"]
    assert desk.states() == {"first": SendState.UNKNOWN, "second": SendState.ACCEPTED}


def test_an_exit_before_the_next_attempt_leaves_no_claim_behind_and_tells_no_recall(desk: Desk) -> None:
    enter(desk)
    crash_during_the_call(desk)
    desk.hear(maya(EventType.CANDIDATE_REPLIED))
    desk.carriers[RUN].act()
    assert desk.standing(RUN).outcome == "replied"
    assert desk.states() == {"first": SendState.UNKNOWN}
    assert "recalled" not in desk.rules()


def test_a_lost_answer_changes_nothing_about_what_comes_next(desk: Desk) -> None:
    enter(desk)
    carrier = desk.carriers[RUN]
    before = carrier.move
    expected = carrier.act()
    desk.clock.at += timedelta(hours=3)
    again = carrier.act(before)
    assert len(desk.sent) == 1
    assert (again.step, again.at) == (expected.step, expected.at)
    assert again.progress.outcomes["first"] == expected.progress.outcomes["first"]


def test_a_lost_answer_about_a_mail_that_was_held_back_keeps_its_outcome(desk: Desk) -> None:
    enter(desk)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, can_email=False), pokes=False)
    carrier = desk.carriers[RUN]
    before = carrier.move
    assert carrier.act().progress.outcomes["first"].result == "suppressed"
    assert carrier.act(before).progress.outcomes["first"].result == "suppressed"


ANSWER_ON_THE_STAGE = sequence(
    """\
    - {id: first, email: one}
    - id: moved
      wait_for: {event: application.updated, timeout: 3 weeks}
      then:
        - {id: second, email: two}
      otherwise:
        - {id: third, email: three}
    """
)


def test_what_happened_while_a_lost_attempt_was_away_still_ends_a_wait(desk: Desk) -> None:
    enter(desk, ANSWER_ON_THE_STAGE)
    crash_during_the_call(desk)
    desk.clock.at += timedelta(minutes=30)
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at))
    desk.clock.at += timedelta(minutes=30)
    desk.carriers[RUN].act()
    desk.run(days=1)
    assert desk.sent == ["one for Maya", "two for Maya"]


def test_what_happens_during_the_call_ends_the_wait_after_it(desk: Desk) -> None:
    enter(desk, ANSWER_ON_THE_STAGE)

    def meanwhile() -> None:
        desk.clock.at += timedelta(seconds=5)
        desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at), pokes=False)
        desk.clock.at += timedelta(seconds=5)

    desk.post.during = meanwhile
    desk.run(days=1)
    assert desk.sent == ["one for Maya", "two for Maya"]


def test_a_branch_right_after_a_mail_sees_that_it_was_sent(desk: Desk) -> None:
    enter(
        desk,
        sequence(
            """\
            - {id: first, email: one}
            - id: fork
              branch:
                - when: candidate.last_contact
                  steps: [{id: second, email: two}]
                - otherwise: [{id: third, email: three}]
            """
        ),
    )
    desk.run(days=1)
    assert desk.sent == ["one for Maya", "two for Maya"]


def test_a_pause_during_the_call_stays_on_record(desk: Desk) -> None:
    enter(desk)
    pause = Pause(enrollment_id=RUN, paused=True, command=Command(by="kim", reason="a second look"))
    desk.post.during = lambda: journeys.record_pause(desk.parts, pause)
    desk.carriers[RUN].act()
    assert desk.standing(RUN).status is EnrollmentStatus.PAUSED


def test_an_attempt_that_was_taken_for_lost_does_not_turn_the_journey_back(desk: Desk) -> None:
    enter(desk)
    carrier = desk.carriers[RUN]
    first = carrier.move

    def meanwhile() -> None:
        desk.clock.at += timedelta(minutes=2)
        carrier.act(first)
        desk.post.failing[MAIL] = Failure.RELEASE

    desk.post.during = meanwhile
    late = sending.send_message(desk.parts, Act(enrollment_id=RUN, move=first), token="slow")
    assert late.action == LOOK
    assert len(desk.sent) == 1
    assert desk.states() == {"first": SendState.UNKNOWN}
    assert desk.standing(RUN).step == "second"


def test_a_slow_attempt_that_was_heard_of_after_all_settles_what_was_unknown(desk: Desk) -> None:
    enter(desk)
    carrier = desk.carriers[RUN]
    first = carrier.move
    desk.post.during = lambda: carrier.act(first)
    sending.send_message(desk.parts, Act(enrollment_id=RUN, move=first), token="slow")
    assert desk.states() == {"first": SendState.ACCEPTED}
    desk.run(days=8)
    assert desk.sent == ["one for Maya", "two for Maya"]
