"""Mails that come too late: their words go out in the next one, or a person gets a task in their place."""

from datetime import timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.touchpoints import SendState
from nurture.errors import Released
from nurture.service.roster import duties_of
from nurture.store import frozen, sent
from tests.unit.service.desk import MAIL, MAYA, MAYAS, MONDAY, Desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
TEMPLATES = {name: {"": f"---\nsubject: {name}\n---\n\nWords of {name}.\n"} for name in ("one", "two", "three")}
STEPS = """\
- {id: first, email: one, if_late: merge}
- {id: pause, wait: 1 day}
- {id: second, email: two}
- {id: a-week, wait: 1 week}
- {id: third, email: three}
"""


def after_an_outage(desk: Desk, steps: str = STEPS, **changes: str) -> None:
    """Maya enters, and nothing runs for four days."""
    desk.publish(sequence(steps, **changes), templates=TEMPLATES)
    desk.hear(maya_is_rejected())
    desk.clock.at += timedelta(days=4)


def words(desk: Desk) -> list[list[str]]:
    """Of each mail that the channel was asked to send, whose words it holds, in order."""
    return [
        [line.removeprefix("Words of ").rstrip(".") for line in mail.text.splitlines() if line.startswith("Words of")]
        for mail in desk.post.asked
    ]


def fate(desk: Desk) -> tuple[SendState | None, SendState | None]:
    """How the late mail and the one after it stand."""
    states = desk.states()
    return states.get("first"), states.get("second")


def test_what_came_too_late_goes_out_in_the_next_mail_and_both_are_on_the_timeline(desk: Desk) -> None:
    after_an_outage(desk)
    desk.run(days=20)
    assert words(desk) == [["one", "two"], ["three"]]
    assert desk.sent == ["two", "three"]
    assert fate(desk) == (SendState.ACCEPTED, SendState.ACCEPTED)
    assert {"merged", "carried"} <= set(desk.rules())
    with desk.parts.store.read() as conn:
        assert len(sent.recent(conn, MAYA, since=MONDAY)) == 2
        assert frozen.message_of(conn, f"{RUN}#first#1") == desk.post.asked[0]


def test_a_mail_in_time_is_a_mail_of_its_own(desk: Desk) -> None:
    desk.publish(sequence(STEPS), templates=TEMPLATES)
    desk.hear(maya_is_rejected())
    desk.run(days=20)
    assert words(desk) == [["one"], ["two"], ["three"]]


@pytest.mark.parametrize(
    ("failure", "state"), [(Failure.REJECT, SendState.REJECTED), (Failure.UNKNOWN, SendState.UNKNOWN)]
)
def test_both_fare_alike_and_neither_is_tried_again(desk: Desk, failure: Failure, state: SendState) -> None:
    after_an_outage(desk)
    desk.post.failing[MAIL] = failure
    desk.run(days=1)
    desk.post.failing.clear()
    desk.run(days=20)
    assert fate(desk) == (state, state)
    assert words(desk) == [["one", "two"], ["three"]]


def test_what_never_left_leaves_again_with_the_same_words(desk: Desk) -> None:
    after_an_outage(desk)

    def away() -> None:
        assert fate(desk) == (SendState.CLAIMED, SendState.CLAIMED)
        raise Released("the mail server is away")

    desk.post.during = away
    desk.run(days=0)
    assert fate(desk) == (SendState.RELEASED, SendState.RELEASED)
    desk.run(days=1)
    assert words(desk) == [["one", "two"], ["one", "two"]]
    assert fate(desk) == (SendState.ACCEPTED, SendState.ACCEPTED)


def test_after_a_crash_in_the_call_neither_is_sent_again(desk: Desk) -> None:
    after_an_outage(desk)

    def crash() -> None:
        raise KeyboardInterrupt

    desk.post.during = crash
    with pytest.raises(KeyboardInterrupt):
        desk.run(days=0)
    assert fate(desk) == (SendState.CLAIMED, SendState.CLAIMED)
    desk.run(days=20)
    assert fate(desk) == (SendState.UNKNOWN, SendState.UNKNOWN)
    assert words(desk) == [["one", "two"], ["three"]]


def test_the_words_wait_for_a_mail_that_does_leave(desk: Desk) -> None:
    after_an_outage(desk, STEPS.replace("email: two", "email: two, if: 1 > 2"))
    desk.run(days=20)
    assert words(desk) == [["one", "three"]]
    assert desk.states()["first"] is SendState.ACCEPTED


def test_what_was_released_in_a_mail_that_is_given_up_goes_out_in_the_one_after(desk: Desk) -> None:
    after_an_outage(desk, STEPS.replace("email: two", "email: two, if: candidate.title is none"))

    def away() -> None:
        raise Released("the mail server is away")

    desk.post.during = away
    desk.run(days=0)
    desk.hear(maya_is_rejected(at=desk.clock.at, title="Engineer"), pokes=False)
    desk.run(days=20)
    assert fate(desk) == (SendState.ACCEPTED, SendState.SKIPPED)
    assert words(desk)[1:] == [["one", "three"]]


def test_the_late_mails_own_condition_is_judged_when_its_words_would_leave(desk: Desk) -> None:
    after_an_outage(desk, STEPS.replace("email: one", "email: one, if: 1 > 2"))
    desk.run(days=20)
    assert words(desk) == [["two"], ["three"]]
    assert fate(desk) == (SendState.SKIPPED, SendState.ACCEPTED)


BY_HAND = STEPS.replace("if_late: merge", "if_late: task")


def test_a_person_gets_a_task_in_place_of_a_mail_that_came_too_late(desk: Desk) -> None:
    after_an_outage(desk, BY_HAND)
    desk.run(days=0)
    with desk.parts.store.read() as conn:
        [duty] = duties_of(conn, now=desk.clock.at)
    assert duty.task.title == "The mail “one” for Maya came too late: write yourself"
    assert duty.owner == "Kim Berger, recruiter"
    desk.run(days=20)
    assert [mail.subject for mail in desk.post.asked][1:] == ["two", "three"]
    progress = desk.carriers[RUN].move.progress
    assert progress.outcomes["first"].result == "task"


def test_no_task_is_given_for_a_mail_that_was_not_to_leave_anyway(desk: Desk) -> None:
    after_an_outage(desk, BY_HAND.replace("email: one", "email: one, if: 1 > 2"))
    desk.run(days=20)
    assert desk.sent == ["two", "three"]
