"""Mails that depend on what this run, or an earlier one, has sent already."""

from datetime import timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.touchpoints import SendState
from tests.unit.service.desk import KIM, MAIL, MONDAY, Desk, maya, maya_is_rejected, sequence

ROUNDS = sequence(
    """\
    - id: news
      repeat:
        every: 7 days
        times: 4
        steps:
          - {id: tell, email: [one, two, three]}
    """
)
LOU = Person(id="greenhouse:2", name="Lou Brandt", email="lou@acme.example")


def words(desk: Desk) -> list[str]:
    """The first words of the subjects of all mails: their templates."""
    return [subject.split()[0] for subject in desk.sent]


def test_each_round_sends_the_next_mail_until_none_is_left(desk: Desk) -> None:
    desk.publish(ROUNDS)
    desk.hear(maya_is_rejected())
    desk.run(days=60)
    assert words(desk) == ["one", "two", "three"]
    assert "none-left" in desk.rules()
    assert desk.standing("warm/application/greenhouse:6931/1").outcome == "completed"


@pytest.mark.parametrize(
    ("failure", "sent"),
    [
        (Failure.REJECT, ["one", "one", "two", "three"]),  # it never left, so it is still to come
        (Failure.UNKNOWN, ["one", "two", "three"]),  # it may have left
    ],
)
def test_a_mail_counts_as_sent_where_it_may_have_left(desk: Desk, failure: Failure, sent: list[str]) -> None:
    desk.publish(ROUNDS)
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = failure
    desk.run(days=1)
    desk.post.failing.clear()
    desk.run(days=60)
    assert words(desk) == sent


def test_a_mail_that_another_step_has_sent_counts_too(desk: Desk) -> None:
    steps = """\
    - {id: first, email: two}
    - {id: pause, wait: 7 days}
    - {id: next-one, email: [two, three]}
    """
    desk.publish(sequence(steps))
    desk.hear(maya_is_rejected())
    desk.run(days=30)
    assert words(desk) == ["two", "three"]


def comes_twice(desk: Desk, step: str, **changes: str) -> None:
    """Maya is turned down, and once more a month later."""
    desk.publish(sequence(step, enroll="{on: application.rejected, again: always}", **changes))
    desk.hear(maya_is_rejected())
    desk.run(days=30)
    desk.hear(
        maya(
            EventType.APPLICATION_UNREJECTED,
            at=desk.clock.at,
            status=ApplicationStatus.ACTIVE,
        )
    )
    desk.run(days=1)
    desk.hear(maya_is_rejected(at=desk.clock.at, team={"recruiter": LOU}))
    desk.run(days=30)


@pytest.mark.parametrize(("option", "times"), [("", 2), (", once: true", 1)])
def test_a_second_run_repeats_no_mail_that_is_sent_once(desk: Desk, option: str, times: int) -> None:
    comes_twice(desk, f"- {{id: hello, email: one{option}}}")
    assert len(desk.standing("warm/application/greenhouse:6931/2").enrollment.id) > 0
    assert words(desk) == ["one"] * times
    assert ("once" in desk.rules()) is (times == 1)


def test_what_is_sent_once_goes_to_somebody_else_who_has_the_role_by_then(desk: Desk) -> None:
    comes_twice(desk, "- {id: tell, email: one, to: recruiter, once: true}")
    assert [mail.to.email for mail in desk.post.asked] == [KIM.email, LOU.email]


def test_what_was_refused_did_not_leave_and_comes_again(desk: Desk) -> None:
    desk.post.failing[MAIL] = Failure.REJECT
    comes_twice(desk, "- {id: hello, email: one, once: true}")
    assert words(desk) == ["one", "one"]


@pytest.mark.parametrize(("condition", "sent"), [("1 > 0", ["one"]), ("1 > 2", ["two"])])
def test_a_mail_is_left_out_where_another_left_in_its_place(desk: Desk, condition: str, sent: list[str]) -> None:
    steps = f"""\
    - {{id: personal, email: one, if: {condition}}}
    - {{id: pause, wait: 3 days}}
    - {{id: general, email: two, unless_sent: personal}}
    """
    desk.publish(sequence(steps))
    desk.hear(maya_is_rejected(at=MONDAY - timedelta(hours=1)))
    desk.run(days=10)
    assert words(desk) == sent
    assert ("sent-instead" in desk.rules()) is (sent == ["one"])
    assert desk.states()["general"] is (SendState.SKIPPED if sent == ["one"] else SendState.ACCEPTED)
