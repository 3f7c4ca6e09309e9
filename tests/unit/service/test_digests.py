"""`digest`: what several runs have to say to one reader is one mail a day, put together by one of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from nurture.channels.outbox import Failure
from nurture.contracts import Act
from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from nurture.errors import Released
from nurture.service import sending
from nurture.service.digests import PATIENCE
from nurture.store import frozen, tasks
from tests.unit.service.desk import KIM, Desk, maya, sequence

LEE = Person(id="greenhouse:2", name="Lee Park", email="lee@acme.example")
NAMES = ("ada", "ben", "cleo")
NOTE = "- {id: note, email: one, to: recruiter, digest: daily at 10:00}\n"
TASK = """\
- id: call
  task: Call {{ candidate.first_name | or("them") }}
  digest: daily at 10:00
  due: 1 day
  overdue: wait
  escalate: {after: 1 day}
"""


def day(number: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def run_of(name: str) -> str:
    return f"warm/application/of-{name}/1"


def applies(desk: Desk, name: str, recruiter: Person = KIM, **fields: str) -> None:
    """Somebody applies, and enters."""
    told: dict[str, object] = {"first_name": name.title(), "email": f"{name}@people.example", **fields}
    desk.hear(
        maya(
            EventType.APPLICATION_CREATED,
            at=desk.clock.at,
            person=name,
            application=f"of-{name}",
            team={"recruiter": recruiter},
            **told,
        )
    )


def all_apply(desk: Desk, steps: str = NOTE, **changes: str) -> None:
    """Three people apply one after the other, an hour before the digest leaves."""
    exits = "[{on: application.rejected, as: rejected}]"
    send = "{from: talent, hours: any time, holidays: none}"
    desk.publish(sequence(steps, purpose="internal", exit=exits, send=send, **changes))
    for name in NAMES:
        applies(desk, name)


def ends(desk: Desk, name: str) -> None:
    """The application is turned down; the run has not heard of it yet."""
    told = maya(EventType.APPLICATION_REJECTED, at=desk.clock.at, person=name, application=f"of-{name}")
    desk.hear(told, pokes=False)


def in_mails(desk: Desk) -> list[list[str]]:
    """Of each mail that was to be sent, about whom it is."""
    return [[name for name in NAMES if name.title() in mail.text + mail.subject] for mail in desk.post.asked]


def fates(desk: Desk, step: str = "note") -> list[SendState | None]:
    return [desk.states(name).get(step) for name in NAMES]


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


def test_what_did_not_leave_is_put_together_anew(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))

    def away() -> None:
        assert fates(desk) == [SendState.CLAIMED] * 3
        raise Released("the mail server is away")

    desk.post.during = away
    desk.run(until=day(2))
    assert fates(desk) == [SendState.RELEASED] * 3
    ends(desk, "ada")  # whose mail it was
    desk.run(until=day(2, 10, 10))
    assert in_mails(desk) == [["ada", "ben", "cleo"], ["ben", "cleo"]]
    assert fates(desk)[1:] == [SendState.ACCEPTED] * 2
    assert fates(desk)[0] is not SendState.ACCEPTED


@pytest.mark.parametrize(
    ("failure", "state"), [(Failure.REJECT, SendState.REJECTED), (Failure.UNKNOWN, SendState.UNKNOWN)]
)
def test_all_fare_as_their_mail_does(desk: Desk, failure: Failure, state: SendState) -> None:
    all_apply(desk)
    desk.post.failing[KIM.email] = failure
    desk.run(until=day(3))
    assert fates(desk) == [state] * 3
    assert len(desk.sent) == 1


def test_a_run_waits_while_its_mail_is_on_its_way(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))

    def meanwhile() -> None:
        for name in ("ben", "cleo"):
            carrier = desk.carriers[run_of(name)]
            carrier.act()
            assert carrier.move.at == day(2, 10, 1)

    desk.post.during = meanwhile
    desk.run(until=day(2))
    assert len(desk.sent) == 1
    assert desk.standing(run_of("ben")).outcome is None
    desk.run(until=day(2, 10, 1))
    assert [desk.standing(run_of(name)).outcome for name in NAMES] == ["completed"] * 3
    assert fates(desk) == [SendState.ACCEPTED] * 3
    assert len(desk.sent) == 1


def test_what_is_in_the_mail_of_a_run_that_is_lost_is_never_sent_again(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))

    def crash() -> None:
        raise KeyboardInterrupt

    desk.post.during = crash
    with pytest.raises(KeyboardInterrupt):
        desk.run(until=day(2))
    del desk.carriers[run_of("ada")]
    desk.run(until=day(2) + PATIENCE - timedelta(minutes=1))
    assert fates(desk) == [SendState.CLAIMED] * 3
    desk.run(until=day(2) + PATIENCE)
    assert fates(desk) == [SendState.UNKNOWN] * 3
    assert len(desk.sent) == 1


def test_erasing_a_person_blanks_every_mail_that_names_them(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2))
    desk.hear(Intake(at=desk.clock.at, erased=("cleo",)))
    with desk.parts.store.read() as conn:
        assert [frozen.message_of(conn, f"{run_of(name)}#note#1") for name in NAMES] == [None] * 3


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


def test_a_notice_that_did_not_leave_is_put_together_anew(desk: Desk) -> None:
    all_apply(desk, TASK)
    desk.run(until=day(2, 9, 59))
    desk.post.failing[KIM.email] = Failure.RELEASE
    desk.run(until=day(2))
    assert fates(desk, "call/given") == [SendState.RELEASED] * 3
    desk.post.failing.clear()
    ends(desk, "ada")
    desk.run(until=day(2, 10, 10))
    assert in_mails(desk) == [["ada", "ben", "cleo"], ["ben", "cleo"]]
    assert fates(desk, "call/given")[1:] == [SendState.ACCEPTED] * 2


def test_of_several_workers_at_once_one_sends_it(desk: Desk) -> None:
    names = [f"person-{number}" for number in range(8)]
    exits = "[{on: application.rejected, as: rejected}]"
    desk.publish(sequence(NOTE, purpose="internal", exit=exits, send="{from: talent, hours: any time, holidays: none}"))
    for name in names:
        applies(desk, name)
    desk.clock.at = day(2)
    start = Barrier(len(names))

    def act(name: str) -> None:
        carrier = desk.carriers[run_of(name)]
        start.wait(timeout=30)
        sending.send_message(desk.parts, Act(enrollment_id=carrier.enrollment_id, move=carrier.move), name)

    with ThreadPoolExecutor(len(names)) as pool:
        for done in [pool.submit(act, name) for name in names]:
            done.result(timeout=60)
    [mail] = desk.post.asked
    assert all(name.title() in mail.text for name in names)
    assert {desk.states(name)["note"] for name in names} == {SendState.ACCEPTED}
