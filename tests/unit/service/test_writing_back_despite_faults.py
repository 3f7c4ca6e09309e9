"""What is written to an ATS where that, a worker or an answer is lost: once, and not for ever."""

from datetime import timedelta

import pytest

from nurture.contracts import Act
from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.errors import OutcomeUnknown, Released
from nurture.simulator.runs import DISPATCHES
from nurture.store import erasing
from tests.unit.service.desk import MAYA, MONDAY, Desk, maya, maya_is_rejected
from tests.unit.service.outside import Outside, outside
from tests.unit.service.written_back import NOTE, RUN, TAG, outcome, tags, told


def test_what_did_not_arrive_is_tried_again_later_and_later_and_then_given_up(desk: Desk) -> None:
    world = outside(desk)
    world.ats.script.extend(Released("Greenhouse can't be reached") for _ in range(100))
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(days=3)
    assert outcome(desk, "tag") == "refused"
    [dispatch] = told(desk)
    assert dispatch.state is SendState.REJECTED
    assert dispatch.attempts == len(world.values) < 20
    ended = desk.standing(RUN).ended_at
    assert ended is not None
    assert timedelta(days=2) <= ended - MONDAY < timedelta(days=2, hours=7)


def test_the_ats_own_word_on_when_to_try_again_counts(desk: Desk) -> None:
    world = outside(desk)
    world.ats.script.append(Released("Greenhouse answers 429", retry_at=MONDAY + timedelta(hours=1)))
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY + timedelta(minutes=59))
    assert len(world.values) == 1
    desk.run(until=MONDAY + timedelta(hours=1))
    assert world.values == ["no response", "no response"]


class _WorkerDied(BaseException):
    """Nothing of what follows happens."""


def die_during_the_call(desk: Desk, world: Outside) -> None:
    """It has been claimed, and perhaps written, and nobody settles it."""

    def dies() -> None:
        raise _WorkerDied

    world.ats.during = dies
    with pytest.raises(_WorkerDied):
        desk.run(days=1)


def test_a_note_that_may_have_been_left_is_not_left_again(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(NOTE)
    desk.hear(maya_is_rejected())
    die_during_the_call(desk, world)
    desk.run(days=2)
    assert world.values == ["Wrote to Maya."]
    assert outcome(desk, "note") == "unknown"
    assert told(desk)[0].state is SendState.UNKNOWN


def test_a_note_whose_answer_never_came_is_not_left_again(desk: Desk) -> None:
    world = outside(desk)
    world.ats.script.append(OutcomeUnknown("the request left, and Greenhouse did not answer"))
    desk.publish(NOTE)
    desk.hear(maya_is_rejected())
    desk.run(days=2)
    assert world.values == ["Wrote to Maya."]
    assert outcome(desk, "note") == "unknown"


def test_a_tag_comes_to_the_same_twice_and_is_set_again_after_a_crash(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    die_during_the_call(desk, world)
    desk.run(days=2)
    assert (world.values, tags(desk)) == (["no response", "no response"], ("no response",))
    assert (told(desk)[0].attempts, outcome(desk, "tag")) == (2, "done")


def test_an_answer_that_temporal_lost_writes_nothing_again(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(NOTE)
    desk.hear(maya_is_rejected())
    carrier = desk.carriers[RUN]
    first = carrier.move
    carrier.act(first)
    went_on = carrier.move
    carrier.act(first)
    assert world.values == ["Wrote to Maya."]
    assert (carrier.move.step, carrier.move.at) == (went_on.step, went_on.at) == ("then", MONDAY + timedelta(days=1))


def test_an_attempt_that_was_taken_for_lost_settles_nothing(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    carrier = desk.carriers[RUN]
    first = carrier.move
    world.ats.during = lambda: carrier.act(first)  # another worker, while this one is slow
    slow = DISPATCHES["update_ats"](desk.parts, Act(enrollment_id=carrier.enrollment_id, move=first), "the slow one")
    assert slow.move.action == "look"
    assert told(desk)[0].state is SendState.ACCEPTED
    assert tags(desk) == ("no response",)


def test_a_run_that_ends_meanwhile_tries_nothing_more(desk: Desk) -> None:
    world = outside(desk)
    world.ats.script.extend(Released("Greenhouse can't be reached") for _ in range(100))
    desk.publish(TAG)
    desk.hear(maya_is_rejected())
    desk.run(until=MONDAY + timedelta(minutes=2))
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, status=ApplicationStatus.ACTIVE))
    desk.run(days=3)
    assert len(world.values) == 1
    assert told(desk)[0].state is SendState.SKIPPED


def test_nothing_is_written_about_somebody_who_was_erased(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(TAG.replace("- {id: tag", "- {id: pause, wait: 1 day}\n- {id: tag"))
    desk.hear(maya_is_rejected())
    with desk.parts.store.write() as conn:
        erasing.erase(conn, MAYA, now=desk.clock.at)
    desk.run(days=2)
    assert world.values == []
