"""`digest`: what several runs have to say to one reader is one mail a day, put together by one of them."""

from datetime import timedelta

import pytest

from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from nurture.store import frozen, tasks
from tests.unit.service.applicants import NAMES, NOTE, TASK, all_apply, applies, day, ends, fates, in_mails, run_of
from tests.unit.service.desk import KIM, Desk, maya, sequence

LEE = Person(id="greenhouse:2", name="Lee Park", email="lee@acme.example")


def test_what_three_runs_have_to_say_is_one_mail_and_each_has_its_own_outcome(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))
    assert desk.sent == []
    desk.run(until=day(2))
    [mail] = desk.post.asked
    assert mail.to.email == KIM.email
    assert mail.subject == "one for Ada, and 2 more"
    assert [line for line in mail.text.splitlines() if line.startswith("one for")] == [
        "one for Ada",
        "one for Ben",
        "one for Cleo",
    ]
    assert fates(desk) == [SendState.ACCEPTED] * 3
    assert [desk.standing(run_of(name)).outcome for name in NAMES] == ["completed"] * 3
    for name in NAMES:
        assert desk.rules(name)[-3:] == ["digest", "accepted", "completed"]
        with desk.parts.store.read() as conn:
            assert frozen.message_of(conn, f"{run_of(name)}#note#1") == mail


def test_the_digest_of_a_sequence_is_for_each_mail_that_does_not_leave_by_itself(desk: Desk) -> None:
    steps = "- {id: at-once, email: two, to: recruiter, digest: none}\n- {id: note, email: one, to: recruiter}\n"
    send = "{from: talent, hours: any time, holidays: none, digest: daily at 10:00}"
    desk.publish(sequence(steps, purpose="internal", send=send))
    for name in NAMES:
        applies(desk, name)
    desk.run(until=day(2, 9, 59))
    assert desk.sent == ["two for Ada", "two for Ben", "two for Cleo"]
    desk.run(until=day(2))
    assert desk.sent[3:] == ["one for Ada, and 2 more"]
    assert fates(desk) == [SendState.ACCEPTED] * 3


def test_the_digest_of_a_sequence_keeps_no_task_waiting(desk: Desk) -> None:
    steps = TASK.replace("  digest: daily at 10:00\n", "")
    desk.publish(sequence(steps, purpose="internal", send="{from: talent, hours: any time, digest: daily at 10:00}"))
    applies(desk, "ada")
    desk.run(until=day(2, 9, 1))
    assert len(desk.sent) == 1


def test_one_alone_is_a_mail_like_any_other(desk: Desk) -> None:
    all_apply(desk)
    ends(desk, "ben")
    ends(desk, "cleo")
    desk.run(until=day(2))
    assert desk.sent == ["one for Ada"]
    assert in_mails(desk) == [["ada"]]


def test_who_left_meanwhile_is_not_in_it(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))
    ends(desk, "ben")
    desk.run(until=day(2))
    assert in_mails(desk) == [["ada", "cleo"]]
    assert fates(desk)[1] in (None, SendState.SKIPPED)


def test_each_reader_gets_their_own(desk: Desk) -> None:
    all_apply(desk)
    applies(desk, "dora", recruiter=LEE)
    desk.run(until=day(2))
    assert sorted(mail.to.email for mail in desk.post.asked) == [KIM.email, LEE.email]


def test_what_the_gate_holds_back_is_not_in_it(desk: Desk) -> None:
    all_apply(desk, NOTE.replace("to: recruiter", "to: recruiter, if: candidate.title is none"))
    desk.hear(maya(person="ben", application="of-ben", title="Engineer"), pokes=False)
    desk.run(until=day(2))
    assert in_mails(desk) == [["ada", "cleo"]]
    assert fates(desk) == [SendState.ACCEPTED, SendState.SKIPPED, SendState.ACCEPTED]
    assert "if" in desk.rules("ben")


def test_who_comes_after_it_has_left_waits_for_the_next(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 10, 1))
    applies(desk, "dora")
    desk.run(until=day(3, 9, 59))
    assert len(desk.sent) == 1
    desk.run(until=day(3))
    assert desk.sent[1:] == ["one for Dora"]


@pytest.mark.parametrize("steps", [NOTE + "- {id: a-day, wait: 1 day}\n" + NOTE.replace("id: note", "id: again"), TASK])
def test_a_run_that_comes_a_little_late_does_not_miss_the_next(desk: Desk, steps: str) -> None:
    all_apply(desk, steps)
    desk.clock.at = day(2) + timedelta(seconds=40)
    desk.run(days=0)
    desk.run(until=day(4))
    assert len(desk.sent) == 2
    assert in_mails(desk) == [list(NAMES)] * 2


def test_tasks_that_are_given_and_overdue_are_told_in_one_mail(desk: Desk) -> None:
    all_apply(desk, TASK)
    desk.run(until=day(2))
    assert desk.sent == ["Task: Call Ada, and 2 more"]
    assert fates(desk, "call/given") == [SendState.ACCEPTED] * 3
    with desk.parts.store.read() as conn:
        given = [tasks.get(conn, f"{run_of(name)}#call#1") for name in NAMES]
    assert [(task.created_at, task.due_at) for task in given] == [(day(2), day(3))] * 3
    desk.run(until=day(3, 9))
    applies(desk, "dora")
    desk.run(until=day(4))
    assert desk.sent[1:] == ["Task: Call Dora", "Overdue: Call Ada, and 2 more"]
    assert fates(desk, "call/escalated") == [SendState.ACCEPTED] * 3
    assert desk.rules("ben").count("accepted") == 2
