"""What people change about an open task, on a real database."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.domain.tasks import TaskState
from nurture.errors import Conflict
from nurture.service.answering import complete_task
from nurture.service.task_terms import Changed, hand_over_task, reschedule_task, snooze_task
from nurture.store import contacts, tasks
from nurture.timing import Duration
from tests.unit.service.desk import KIM, MAYA, Desk, maya
from tests.unit.service.open_task import CALL, LADDER, RUN, RUNGS, changed, day, done, put_off, started, task


def test_a_task_that_is_put_off_stands_still_and_so_does_its_ladder(desk: Desk) -> None:
    started(desk, LADDER)
    assert 'It can be put off by 5 days in all: "nurture snooze TASK TIME".' in desk.post.asked[0].text
    desk.run(until=day(3))
    put_off(desk, "3 days")
    assert (task(desk).due_at, task(desk).snoozed_until) == (day(9), day(6))
    assert (
        desk.standing(RUN).summary
        == "call: waits for the recruiter, due Mon 9 Mar 09:00 UTC; tells the talent on Tue 10 Mar 09:00 UTC"
    )
    desk.run(until=day(9, 23))
    assert len(desk.sent) == 1
    desk.run(until=day(10))
    assert desk.sent[1:] == ["Overdue: Call"]


def test_a_warning_that_went_before_a_task_was_put_off_is_spent(desk: Desk) -> None:
    started(desk, LADDER)
    desk.run(until=day(5, 12))
    put_off(desk, "3 days")
    desk.run(until=day(20))
    assert [mail.subject for mail in desk.post.asked] == ["Task: Call", "Overdue: Call"]


@pytest.mark.parametrize(
    ("steps", "length", "told"),
    [
        (LADDER, "6 days", "by 5 days in all, until Sat 7 Mar"),
        (LADDER.replace("  snooze: 5 days\n", ""), "1 day", "can't be put off"),
    ],
)
def test_a_task_is_put_off_as_far_as_its_step_allows(desk: Desk, steps: str, length: str, told: str) -> None:
    started(desk, steps)
    with pytest.raises(Conflict, match=told):
        put_off(desk, length)
    assert task(desk).due_at == day(4)


def test_a_ladder_of_several_goes_up_rung_by_rung(desk: Desk) -> None:
    started(desk, RUNGS)
    desk.run(until=day(20))
    told = [(each.at, each.step) for each in desk.letters().values()]
    assert sorted(told) == [
        (day(2), "call/given"),
        (day(4), "call/escalated"),
        (day(4, 13), "call/escalated-2"),
        (day(5), "call/escalated-3"),
    ]
    assert [mail.to.email for mail in desk.post.asked] == [KIM.email, KIM.email, *["talent@acme.example"] * 2]


def test_a_ladder_goes_on_from_the_same_rung_when_a_task_was_put_off(desk: Desk) -> None:
    started(desk, RUNGS)
    desk.run(until=day(4, 10))
    put_off(desk, "1 day")
    desk.run(until=day(5, 12))
    assert len(desk.sent) == 2
    desk.run(until=day(5, 13))
    assert [mail.to.email for mail in desk.post.asked] == [KIM.email, KIM.email, "talent@acme.example"]


DESK = """\
- {id: call, task: Order a desk, due: until 3 days before hire.start_date at 09:00, overdue: wait}
"""


def hired(desk: Desk, start: date) -> None:
    """She is hired, or her first day moves."""
    moved = EventType.HIRE_START_DATE_CHANGED
    desk.hear(maya(moved, at=desk.clock.at, start_date=start, status=ApplicationStatus.HIRED))
    desk.run(days=0)


def test_a_task_that_nobody_waits_for_follows_a_date_that_moves(desk: Desk) -> None:
    started(desk, DESK.replace("overdue: wait", "wait: false") + "- {id: some-time, wait: 30 days}\n")
    hired(desk, date(2026, 3, 20))
    assert task(desk).due_at == day(17)
    hired(desk, date(2026, 3, 23))
    assert task(desk).due_at == day(20)
    changed(desk, reschedule_task(desk.parts.store, CALL, day(12, 15), now=desk.clock.at))
    hired(desk, date(2026, 3, 30))
    assert task(desk).due_at == day(12, 15)


def test_what_a_person_set_by_hand_no_date_moves(desk: Desk) -> None:
    started(desk, DESK)
    hired(desk, date(2026, 3, 20))
    assert task(desk).due_at == day(17)
    hired(desk, date(2026, 3, 23))
    assert task(desk).due_at == day(20)
    changed(desk, reschedule_task(desk.parts.store, CALL, day(12, 15), now=desk.clock.at))
    hired(desk, date(2026, 3, 30))
    assert task(desk).due_at == day(12, 15)


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: snooze_task(desk.parts.store, CALL, Duration.parse("1 day"), now=desk.clock.at),
        lambda desk: hand_over_task(desk.parts.store, CALL, "talent", now=desk.clock.at),
        lambda desk: reschedule_task(desk.parts.store, CALL, day(20), now=desk.clock.at),
    ],
)
def test_a_task_that_is_done_has_no_terms_any_more(desk: Desk, change: Callable[[Desk], Changed]) -> None:
    started(desk, LADDER)
    done(desk, "not now")
    with pytest.raises(Conflict, match="kim said “not now”"):
        change(desk)


def test_a_moment_that_has_passed_is_no_time_to_be_done_by(desk: Desk) -> None:
    started(desk, LADDER)
    with pytest.raises(Conflict, match="has passed"):
        reschedule_task(desk.parts.store, CALL, day(1), now=desk.clock.at)


def test_another_track_can_hear_that_a_task_was_put_off(desk: Desk) -> None:
    started(
        desk,
        """\
        - {id: call, task: Call, wait: false, snooze: 5 days}
        - id: heard
          wait_for: {event: task.snoozed, where: event.step == "call", timeout: 5 days}
          then: [{id: patience, email: three}]
        """,
    )
    put_off(desk, "2 days")
    assert desk.sent[1:] == ["three for Maya"]


APPROVED = """\
- {id: hello, email: one, approve: recruiter, approve_within: 2 business days}
- id: too-late
  branch:
    - when: steps.hello.outcome == "late"
      steps: [{id: other, email: two}]
"""
HELLO = f"{RUN}#hello#1"


def test_a_mail_that_nobody_says_yes_to_in_time_is_left_out_and_the_question_withdrawn(desk: Desk) -> None:
    started(desk, APPROVED)
    desk.run(until=day(3, 23))
    assert desk.standing(RUN).summary == "hello: waits for a yes of the recruiter, until Wed 4 Mar 09:00 UTC"
    desk.run(until=day(4))
    assert desk.sent == ["Task: May the mail “one” go to Maya?", "two for Maya"]
    with desk.parts.store.read() as conn:
        asked = tasks.get(conn, HELLO)
    assert (asked.state, asked.note) == (
        TaskState.CANCELLED,
        "the recruiter had not answered by Wed 4 Mar 09:00 UTC",
    )
    with pytest.raises(Conflict, match="had not answered"):
        complete_task(desk.parts.store, HELLO, "yes", by="kim", now=desk.clock.at)


@pytest.mark.parametrize(("reply", "sent"), [("yes", ["one for Maya"]), ("no", [])])
def test_an_answer_in_time_counts(desk: Desk, reply: str, sent: list[str]) -> None:
    started(desk, APPROVED)
    desk.run(until=day(3))
    for poke in complete_task(desk.parts.store, HELLO, reply, by="kim", now=desk.clock.at):
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=3)
    assert desk.sent[1:] == sent


@pytest.mark.parametrize(
    ("rungs", "told"),
    [
        ("[{after: 1 business day, to: talent}, {after: 2 business days, to: talent}]", [day(6), day(10)]),
        ("[{after: 1 day, to: talent}, {after: 4 days, to: talent}]", [day(6), day(12)]),
        ("[{after: 1 day, to: talent}]", [day(6)]),
    ],
    ids=["counted in business days", "counted in days", "nobody is left to be told"],
)
def test_who_is_told_next_of_a_task_that_is_overdue_is_told_that_much_later(
    desk: Desk, rungs: str, told: list[datetime]
) -> None:
    """Due on Thursday, told on Friday at 9, put off on Friday at 10 until Monday at 10."""
    ladder = LADDER.replace("due: 2 business days", "due: 3 days").replace("{after: 1 day, to: talent}", rungs)
    started(desk, ladder)
    desk.run(until=day(6, 10))
    put_off(desk, "3 days")
    desk.run(until=day(20))
    with desk.parts.store.read() as conn:
        at = [each.at for each in contacts.of_candidate(conn, MAYA) if "escalated" in str(each.step)]
    assert at == told


def test_a_task_is_put_off_bit_by_bit_by_as_much_in_all(desk: Desk) -> None:
    started(desk, LADDER)
    put_off(desk, "3 days")
    desk.run(until=day(4))
    put_off(desk, "1 day")  # it was put off until the 5th already: that is no more
    desk.run(until=day(9))
    with pytest.raises(Conflict, match="by 5 days in all, until Wed 11 Mar 09:00"):
        put_off(desk, "3 days")
    put_off(desk, "2 days")
    desk.run(until=day(11))
    with pytest.raises(Conflict, match="by 5 days in all, and that time is used up"):
        put_off(desk, "10 minutes")


def test_days_on_which_nobody_works_use_up_no_business_days_of_putting_off(desk: Desk) -> None:
    started(desk, LADDER.replace("snooze: 5 days", "snooze: 3 business days"))
    desk.run(until=day(6))
    put_off(desk, "1 business day")
    assert task(desk).snoozed_until == day(9)
    desk.run(until=day(9, 12))
    with pytest.raises(Conflict, match="until Wed 11 Mar"):
        put_off(desk, "3 business days")
    put_off(desk, "1 business day")
