"""What the provider of a mailbox lets it send, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.touchpoints import SendState
from nurture.service.answering import complete_task
from nurture.store import mailbox_slots, tasks
from nurture.store.mailbox_slots import Waiting
from tests.unit.service.desk import KIM, MAYA, MONDAY, Desk, maya, sequence

APART = {"mailboxes": {"default": {"apart": "10 minutes"}}}
MAIL = "- {id: first, email: one}\n"
HIGH = "{from: recruiter, hours: any time, holidays: none, priority: high}"
PEOPLE = tuple(f"greenhouse:{number}" for number in range(1, 7))


def entering(desk: Desk, *people: str, event: EventType = EventType.APPLICATION_REJECTED) -> None:
    """They come in one after the other, at one moment."""
    for person in people:
        desk.hear(
            maya(
                event,
                at=desk.clock.at,
                person=person,
                application=f"{person}0",
                first_name=f"No. {person.rpartition(':')[2]}",
                email=f"{person.replace(':', '-')}@home.example",
                team={"recruiter": KIM},
            )
        )


def left(desk: Desk, *people: str) -> list[timedelta]:
    """When the first mail of each of them left, since Monday."""
    return [desk.letters(person)["first"].at - MONDAY for person in people]


def waits(desk: Desk) -> tuple[Waiting, ...]:
    with desk.parts.store.read() as conn:
        return mailbox_slots.waiting(conn, after=desk.clock.at)


def minutes(*counts: float) -> list[timedelta]:
    return [timedelta(minutes=each) for each in counts]


def test_who_comes_at_once_is_written_to_one_after_the_other_and_it_is_seen_who_waits(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company=APART)
    entering(desk, *PEOPLE)
    desk.run(days=0)
    assert desk.sent == ["one for No. 1"]
    assert [each.at - MONDAY for each in waits(desk)] == minutes(10, 20, 30, 40, 50)
    assert {each.mailbox for each in waits(desk)} == {"kim@acme.example"}
    run = waits(desk)[0].enrollment_id
    said = "kim@acme.example has its next slot Mon 2 Mar 09:10 UTC"
    assert desk.standing(run).summary == f"first: {said}"
    assert ("mailbox", said) in [(each.rule, each.sentence) for each in desk.why(PEOPLE[1])]
    desk.run(days=1)
    assert left(desk, *PEOPLE) == minutes(0, 10, 20, 30, 40, 50)
    assert waits(desk) == ()


def test_no_more_leave_on_a_day_than_the_mailbox_may_send(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company={"mailboxes": {"kim@acme.example": {"per_day": 2}}})
    entering(desk, *PEOPLE[:5])
    desk.run(days=3)
    midnight = timedelta(hours=15)
    ahead = [timedelta(), timedelta(), midnight, midnight, midnight + timedelta(days=1)]
    assert left(desk, *PEOPLE[:5]) == ahead


def test_a_mailbox_that_is_not_named_may_send_what_there_is(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company={"mailboxes": {"talent@acme.example": {"per_day": 1}}})
    entering(desk, *PEOPLE)
    desk.run(days=0)
    assert len(desk.sent) == len(PEOPLE)


def test_a_mailbox_with_limits_of_its_own_keeps_none_of_the_others(desk: Desk) -> None:
    own = {"default": {"apart": "10 minutes"}, "Kim@acme.example": {"per_day": 1000}}
    desk.publish(sequence(MAIL), company={"mailboxes": own})
    entering(desk, *PEOPLE)
    desk.run(days=0)
    assert len(desk.sent) == len(PEOPLE)


def test_mail_to_our_own_people_counts(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one, to: recruiter}\n"), company=APART)
    entering(desk, *PEOPLE[:3])
    desk.run(days=1)
    assert left(desk, *PEOPLE[:3]) == minutes(0, 10, 20)


def test_what_has_more_of_a_hurry_takes_the_earliest_slot_of_what_has_less(desk: Desk) -> None:
    in_hurry = sequence(MAIL, name="receipt", purpose="application", send=HIGH)
    desk.publish(sequence(MAIL), in_hurry, company=APART)
    entering(desk, *PEOPLE[:4])
    desk.run(days=0)
    entering(desk, PEOPLE[4], event=EventType.APPLICATION_CREATED)
    desk.run(days=1)
    assert left(desk, *PEOPLE[:5]) == minutes(0, 40, 20, 30, 10)


def test_after_a_week_nobody_takes_the_slot_of_a_mail_any_more(desk: Desk) -> None:
    in_hurry = sequence(MAIL, name="receipt", purpose="application", send=HIGH)
    desk.publish(sequence(MAIL), in_hurry, company={"mailboxes": {"default": {"per_day": 1}}})
    entering(desk, PEOPLE[0])
    entering(desk, PEOPLE[1])
    for number in range(10):
        entering(desk, f"greenhouse:{20 + number}", event=EventType.APPLICATION_CREATED)
        desk.run(days=1)
    desk.run(days=5)
    [gone] = left(desk, PEOPLE[1])
    assert timedelta(days=7) < gone < timedelta(days=9)


@pytest.mark.parametrize("priority", ["normal", "low"])
def test_what_has_no_more_of_a_hurry_takes_its_turn(desk: Desk, priority: str) -> None:
    beside = sequence(MAIL, name="receipt", purpose="application", send=HIGH.replace("high", priority))
    desk.publish(sequence(MAIL), beside, company=APART)
    entering(desk, *PEOPLE[:3])
    desk.run(days=0)
    entering(desk, PEOPLE[3], event=EventType.APPLICATION_CREATED)
    desk.run(days=1)
    assert left(desk, *PEOPLE[:4]) == minutes(0, 10, 20, 30)


def test_the_slot_of_a_run_that_ends_is_given_to_who_comes_next(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company=APART)
    entering(desk, *PEOPLE[:3])
    desk.run(days=0)
    entering(desk, PEOPLE[1], event=EventType.APPLICATION_UNREJECTED)
    desk.run(days=0)
    assert [each.at - MONDAY for each in waits(desk)] == minutes(20)
    entering(desk, PEOPLE[3])
    desk.run(days=1)
    assert left(desk, PEOPLE[0], PEOPLE[2], PEOPLE[3]) == minutes(0, 20, 10)
    assert desk.states(PEOPLE[1]) == {"first": SendState.SKIPPED}


def test_what_never_left_has_used_no_slot_and_goes_as_soon_as_it_can(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company=APART)
    desk.post.failing["greenhouse-1@home.example"] = Failure.RELEASE
    entering(desk, *PEOPLE[:3])
    desk.run(days=0)
    assert desk.states(PEOPLE[0]) == {"first": SendState.RELEASED}
    desk.post.failing.clear()
    desk.run(days=1)
    times = sorted(left(desk, *PEOPLE[:3]))
    assert all(later - earlier >= timedelta(minutes=10) for earlier, later in pairwise(times))
    assert {desk.states(each)["first"] for each in PEOPLE[:3]} == {SendState.ACCEPTED}


def test_after_an_hour_without_a_worker_nobody_leaves_at_the_same_moment(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company=APART)
    entering(desk, *PEOPLE)
    desk.run(days=0)
    desk.clock.at += timedelta(minutes=75)
    desk.run(days=1)
    times = sorted(left(desk, *PEOPLE))
    assert all(later - earlier >= timedelta(minutes=10) for earlier, later in pairwise(times))


def test_two_at_once_keep_both_limits_and_give_no_slot_twice(desk: Desk) -> None:
    many = tuple(f"greenhouse:{number}" for number in range(100, 124))
    desk.publish(sequence(MAIL), company={"mailboxes": {"default": {"apart": "10 minutes", "per_day": 9}}})
    entering(desk, *many)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(carrier.turn) for carrier in desk.carriers.values()]:
            assert done.result(timeout=60)
    assert len(desk.sent) == 1
    assert len(waits(desk)) == len(many) - 1
    desk.run(days=5)
    times = sorted(left(desk, *many))
    assert all(later - earlier >= timedelta(minutes=10) for earlier, later in pairwise(times))
    days = [(MONDAY + each).date() for each in times]
    assert max(days.count(day) for day in days) == 9


def test_what_is_far_back_is_forgotten(desk: Desk) -> None:
    desk.publish(
        sequence("- {id: first, email: one}\n- {id: week, wait: 1 week}\n- {id: next, email: two}\n"), company=APART
    )
    entering(desk, MAYA)
    desk.run(days=10)
    with desk.parts.store.read() as conn:
        assert mailbox_slots.used_on(conn, MONDAY.date()) == {}
        assert mailbox_slots.used_on(conn, MONDAY.date() + timedelta(days=7)) == {"kim@acme.example": 1}


TALENT = "{from: talent, hours: any time, holidays: none}"
TASK = "- {id: call, task: 'Call {{ candidate.first_name | or(\"them\") }}'}\n"


def test_what_tells_of_a_task_has_a_slot_as_all_mail_has_and_goes_before_the_rest(desk: Desk) -> None:
    """Gmail and Outlook count every mail of a mailbox, whatever it is about."""
    given = sequence(TASK, name="given", purpose="internal", enroll="{on: application.created}", send=TALENT)
    desk.publish(sequence(MAIL, send=TALENT), given, company=APART)
    entering(desk, *PEOPLE[:3])
    desk.run(days=0)
    entering(desk, PEOPLE[3], event=EventType.APPLICATION_CREATED)
    desk.run(days=0)
    said = "talent@acme.example has its next slot Mon 2 Mar 09:10 UTC"
    assert ("mailbox", said) in [(each.rule, each.sentence) for each in desk.why(PEOPLE[3])]
    with desk.parts.store.read() as conn:
        assert [each.task.title for each in tasks.listed(conn)] == ["Call No. 4"]
    desk.run(days=1)
    assert left(desk, *PEOPLE[:3]) == minutes(0, 30, 20)
    assert desk.letters(PEOPLE[3])["call/given"].at - MONDAY == timedelta(minutes=10)


def test_a_task_that_is_done_while_its_notice_waits_is_told_to_nobody(desk: Desk) -> None:
    given = sequence(TASK, name="given", purpose="internal", enroll="{on: application.created}", send=TALENT)
    desk.publish(sequence(MAIL, send=TALENT), given, company=APART)
    entering(desk, PEOPLE[0])
    desk.run(days=0)
    entering(desk, PEOPLE[1], event=EventType.APPLICATION_CREATED)
    desk.run(days=0)
    with desk.parts.store.read() as conn:
        [assignment] = tasks.listed(conn)
    pokes = complete_task(desk.parts.store, assignment.task.id, "done", by="kim", now=desk.clock.at)
    for poke in pokes:
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=1)
    assert desk.sent == ["one for No. 1"]
    assert waits(desk) == ()


@pytest.mark.parametrize(
    ("steps", "ours"),
    [
        ("- {id: note, email: two, to: recruiter, digest: daily at 10:00}\n", "note"),
        (TASK.replace("}\n", ", digest: daily at 10:00}\n").replace("id: call", "id: note"), "note/given"),
    ],
    ids=["mail", "task"],
)
def test_a_digest_waits_for_one_slot_and_is_one_mail_all_the_same(desk: Desk, steps: str, ours: str) -> None:
    digest = sequence(steps, name="news", purpose="internal", enroll="{on: application.created}", send=TALENT)
    desk.publish(sequence(MAIL, send=TALENT), digest, company=APART)
    entering(desk, *PEOPLE[:3], event=EventType.APPLICATION_CREATED)
    desk.run(until=MONDAY + timedelta(minutes=58))
    entering(desk, PEOPLE[3])
    desk.run(days=0)
    assert len(desk.sent) == 1
    desk.run(until=MONDAY + timedelta(hours=1))
    assert len(waits(desk)) == 1, "one slot for what is one mail"
    desk.run(days=0.5)
    assert len(desk.sent) == 2
    assert [desk.letters(each)[ours].at - MONDAY for each in PEOPLE[:3]] == minutes(68, 68, 68)
    for person in PEOPLE[:3]:
        said = "talent@acme.example has its next slot Mon 2 Mar 10:08 UTC"
        assert said in [each.sentence for each in desk.why(person) if each.rule == "mailbox"]
    assert waits(desk) == ()


def test_where_the_run_that_has_the_slot_of_a_digest_ends_the_others_get_another(desk: Desk) -> None:
    steps = "- {id: note, email: two, to: recruiter, digest: daily at 10:00}\n"
    exits = "[{on: application.rejected, as: rejected}]"
    digest = sequence(
        steps, name="news", purpose="internal", enroll="{on: application.created}", send=TALENT, exit=exits
    )
    desk.publish(sequence(MAIL, send=TALENT, enroll="{on: application.stage_changed}"), digest, company=APART)
    entering(desk, *PEOPLE[:3], event=EventType.APPLICATION_CREATED)
    desk.run(until=MONDAY + timedelta(minutes=58))
    entering(desk, PEOPLE[3], event=EventType.APPLICATION_STAGE_CHANGED)
    desk.run(until=MONDAY + timedelta(hours=1))
    [first] = waits(desk)
    entering(desk, first.enrollment_id.split("/")[2].removesuffix("0"))
    desk.run(days=0.5)
    assert len(desk.sent) == 2
    states = sorted(str(desk.states(each).get("note")) for each in PEOPLE[:3])
    assert states == ["accepted", "accepted", "skipped"]
