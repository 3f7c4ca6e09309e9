"""Tasks and their notices, where a worker, an answer or a mail is lost."""

from datetime import UTC, datetime

import pytest

from nurture.contracts import Command, Pause
from nurture.domain.touchpoints import SendState
from nurture.errors import Released
from nurture.service import journeys
from tests.unit.service.desk import KIM, Desk, maya_is_rejected, sequence
from tests.unit.service.given_task import CALL, RUN, STEPS, WAITS, answer, day, duties, started, task


def test_a_lost_answer_of_the_activity_gives_no_second_task_and_no_second_mail(desk: Desk) -> None:
    desk.publish(sequence(STEPS))
    desk.hear(maya_is_rejected())
    carrier = desk.carriers[RUN]
    move = carrier.move
    carrier.act(move)
    carrier.act(move)
    assert len(desk.post.asked) == 1
    assert len(duties(desk)) == 1
    assert task(desk).created_at == day(2)


def test_a_worker_lost_during_the_call_leaves_a_notice_of_unknown_fate_and_one_task(desk: Desk) -> None:
    desk.publish(sequence(STEPS))
    desk.hear(maya_is_rejected())
    carrier = desk.carriers[RUN]
    move = carrier.move

    def die() -> None:
        raise KeyboardInterrupt

    desk.post.during = die
    with pytest.raises(KeyboardInterrupt):
        carrier.act(move)
    carrier.act(move)
    assert len(desk.post.asked) == 1
    assert desk.states()["call/given"] is SendState.UNKNOWN
    assert desk.standing(RUN).summary == "call: waits for the recruiter, until Wed 4 Mar 09:00 UTC"


def test_a_notice_that_never_left_is_tried_again_and_the_task_can_be_done_meanwhile(desk: Desk) -> None:
    desk.publish(sequence(STEPS))
    desk.hear(maya_is_rejected())

    def away() -> None:
        raise Released("the mail server is away")

    desk.post.during = away
    desk.carriers[RUN].act()
    assert desk.standing(RUN).next_at == datetime(2026, 3, 2, 9, 5, tzinfo=UTC)
    assert [each.task.id for each in duties(desk)] == [CALL]
    desk.run(until=day(3))
    assert [mail.subject for mail in desk.post.asked] == ["Task: Call Maya about Engineer"] * 2
    assert desk.states()["call/given"] is SendState.ACCEPTED


def test_a_notice_that_never_left_is_given_up_once_the_task_is_done(desk: Desk) -> None:
    desk.publish(sequence(STEPS))
    desk.hear(maya_is_rejected())

    def away() -> None:
        raise Released("the mail server is away")

    desk.post.during = away
    desk.carriers[RUN].act()
    answer(desk, "not now")
    desk.run(days=1)
    assert desk.states()["call/given"] is SendState.SKIPPED
    assert [mail.to.email for mail in desk.post.asked] == [KIM.email, "maya@lindqvist.example"]


def test_a_task_done_while_its_journey_was_paused_is_taken_up_afterwards(desk: Desk) -> None:
    started(desk)
    command = Command(by="ops", reason="a test")
    journeys.record_pause(desk.parts, Pause(enrollment_id=RUN, paused=True, command=command))
    desk.carriers[RUN].is_paused = True
    answer(desk, "interested")
    desk.run(days=1)
    assert desk.sent[1:] == []
    journeys.record_pause(desk.parts, Pause(enrollment_id=RUN, paused=False, command=command))
    desk.carriers[RUN].is_paused = False
    desk.run(days=1)
    assert desk.sent[1:] == ["one for Maya"]


def test_a_lost_poke_loses_no_outcome(desk: Desk) -> None:
    started(desk, WAITS)
    desk.run(until=day(3))
    answer(desk, "interested", pokes=False)
    desk.run(until=day(6))
    assert desk.sent[1:] == ["one for Maya"]
