"""Attempts at a mail that are lost, or slow, while the world goes on: never twice, and nobody stays behind."""

from datetime import timedelta

from nurture.channels.outbox import Failure
from nurture.contracts import LOOK, Act, Command, Pause
from nurture.domain.events import EventType
from nurture.domain.touchpoints import SendState
from nurture.service import journeys, sending
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAIL, Desk, maya, sequence
from tests.unit.service.two_mails import RUN, crash_during_the_call, enter


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
