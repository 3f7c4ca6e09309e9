"""Tasks on a real database: given once, told once, done once, and what becomes of them when people come and go."""

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.domain.records import Person
from nurture.domain.tasks import TaskState
from nurture.errors import Conflict, NotFound
from nurture.service.answering import complete_task
from nurture.service.lives import life_of
from tests.unit.service.desk import KIM, MAYA, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.given_task import CALL, RUN, STEPS, WAITS, answer, day, duties, started, task

LOU = Person(id="greenhouse:2", name="Lou Brandt", email="lou@acme.example")


def test_a_task_is_put_on_record_with_its_words_and_told_to_whose_it_is(desk: Desk) -> None:
    started(desk)
    given = task(desk)
    assert (given.title, given.kind, given.state) == ("Call Maya about Engineer", "call", TaskState.OPEN)
    assert (given.created_at, given.due_at) == (day(2), day(4))
    [mail] = desk.post.asked
    assert (mail.to.email, mail.sender.email, mail.subject) == (
        "kim@acme.example",
        "talent@acme.example",
        "Task: Call Maya about Engineer",
    )
    assert "Maya, Engineer, due Wed 4 Mar 09:00 UTC." in mail.text
    assert f'Say it by "nurture done TASK OUTCOME". The task is\n\n{CALL}\n' in mail.text


def test_the_outcome_that_was_chosen_is_the_way_taken(desk: Desk) -> None:
    started(desk)
    desk.run(until=day(3))
    answer(desk, "interested")
    desk.run(days=1)
    assert desk.sent[1:] == ["one for Maya"]
    assert (task(desk).outcome, task(desk).by, task(desk).ended_at) == ("interested", "kim", day(3))


def test_a_task_that_is_not_done_is_overdue_and_stays_open(desk: Desk) -> None:
    started(desk)
    desk.run(until=day(5))
    assert desk.sent[1:] == ["two for Maya"]
    assert task(desk).is_overdue(day(5))
    answer(desk, "interested")
    assert task(desk).state is TaskState.DONE


def test_an_overdue_task_is_told_to_somebody_else_once(desk: Desk) -> None:
    started(desk, WAITS)
    desk.run(until=day(9))
    assert [(mail.to.email, mail.subject) for mail in desk.post.asked] == [
        ("kim@acme.example", "Task: Call Maya about Engineer"),
        ("talent@acme.example", "Overdue: Call Maya about Engineer"),
    ]
    assert task(desk).escalated_at == day(5)
    answer(desk, "interested")
    desk.run(days=1)
    assert desk.sent[2:] == ["one for Maya"]


def test_a_task_of_nobody_holds_the_run_until_somebody_has_the_role(desk: Desk) -> None:
    desk.publish(sequence(STEPS))
    desk.hear(maya_is_rejected(team={}))
    desk.run(days=0)
    assert duties(desk) == ()
    held = desk.standing(RUN).held_reason or ""
    assert held.startswith("there is nobody to be told of call: no address for recruiter")
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, team={"recruiter": LOU}))
    desk.run(days=0)
    assert [each.owner for each in duties(desk)] == ["Lou Brandt, recruiter"]


def test_an_open_task_belongs_to_whoever_holds_the_role_today(desk: Desk) -> None:
    started(desk)
    assert [each.owner for each in duties(desk)] == ["Kim Berger, recruiter"]
    desk.hear(maya(at=desk.clock.at, team={"recruiter": LOU}))
    assert [each.owner for each in duties(desk, mine="LOU@acme.example")] == ["Lou Brandt, recruiter"]
    assert duties(desk, mine=KIM.email) == ()


def test_an_exit_cancels_what_is_open_and_says_why(desk: Desk) -> None:
    started(desk)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at))
    desk.run(days=1)
    cancelled = task(desk)
    assert cancelled.state is TaskState.CANCELLED
    assert cancelled.note == "the run ended, back: application.unrejected Mon 2 Mar 09:00 UTC"
    with pytest.raises(Conflict, match="not open any more: the run ended, back"):
        answer(desk, "interested")


def test_a_task_outlives_a_journey_that_came_to_its_own_end(desk: Desk) -> None:
    started(desk, "- {id: call, task: Call them, wait: false, outcomes: [interested]}\n")
    assert desk.standing(RUN).outcome == "completed"
    assert task(desk).state is TaskState.OPEN
    assert complete_task(desk.parts.store, CALL, "interested", by="kim", now=day(3)) == ()
    assert task(desk).state is TaskState.DONE


def test_a_task_can_be_done_once_and_only_in_one_of_its_ways(desk: Desk) -> None:
    started(desk)
    with pytest.raises(Conflict, match="can't come of this task") as raised:
        answer(desk, "intrested")
    assert raised.value.hint == "did you mean `interested`?"
    answer(desk, "not now")
    with pytest.raises(Conflict, match="kim said “not now”"):
        answer(desk, "interested")
    with pytest.raises(NotFound):
        complete_task(desk.parts.store, "no/such#task#1", "done", by="kim", now=day(3))


def test_an_outcome_that_is_said_again_wakes_the_journey_again(desk: Desk) -> None:
    started(desk, STEPS.replace("due: 2 business days\n  ", ""))
    answer(desk, "interested", pokes=False)
    desk.run(days=30)
    assert desk.standing(RUN).step == "call"
    answer(desk, "interested")
    desk.run(days=1)
    assert desk.sent[1:] == ["one for Maya"]
    answer(desk, "interested")


def test_another_run_does_not_hear_of_the_task(desk: Desk) -> None:
    follows = sequence(
        "- id: heard\n  wait_for: {event: task.done, timeout: 5 days}\n  then: [{id: yes, email: three}]\n",
        name="other",
    )
    desk.publish(sequence(STEPS), follows)
    desk.hear(maya_is_rejected())
    desk.run(days=0)
    answer(desk, "not now")
    desk.run(days=2)
    assert "three for Maya" not in desk.sent


def test_a_run_hears_of_its_own_task_that_it_did_not_wait_for(desk: Desk) -> None:
    started(
        desk,
        """\
        - {id: call, task: Call, wait: false, outcomes: [interested, not now]}
        - id: heard
          wait_for: {event: task.done, where: event.outcome == "interested", timeout: 5 days}
          then: [{id: chat, email: three}]
        """,
    )
    answer(desk, "interested")
    desk.run(days=1)
    assert desk.sent[1:] == ["three for Maya"]


def test_erasing_a_person_blanks_their_tasks_and_ends_them(desk: Desk) -> None:
    started(desk)
    desk.hear(Intake(at=desk.clock.at, erased=(MAYA,)))
    desk.run(days=1)
    erased = task(desk)
    assert (erased.title, erased.state) == ("erased", TaskState.CANCELLED)


def test_the_tasks_of_somebody_who_is_merged_go_along(desk: Desk) -> None:
    started(desk)
    known = CandidateUpdate(id="greenhouse:9", fields={"first_name": "Maja"})
    desk.hear(Intake(at=desk.clock.at, candidates=(known,), merged_into={MAYA: "greenhouse:9"}))
    assert task(desk).candidate_id == "greenhouse:9"
    answer(desk, "interested")
    desk.run(days=1)
    assert desk.standing(RUN).outcome == "completed"
    assert task(desk).outcome == "interested"


def test_the_timeline_tells_when_a_task_was_given_overdue_and_done(desk: Desk) -> None:
    started(desk)
    desk.run(until=day(5))
    answer(desk, "not now")
    with desk.parts.store.read() as conn:
        life = life_of(conn, MAYA, company_zone="UTC", now=day(6))
    told = [(each.at, each.said_kind, each.state) for each in life.entries if each.said_kind.startswith("task")]
    assert told == [
        (day(2), "task for the recruiter", None),
        (day(4), "task overdue", None),
        (day(5), "task done", "not now"),
    ]


def test_the_times_in_a_task_are_on_our_own_clock(desk: Desk) -> None:
    steps = STEPS.replace('{{ job.title | or("a job") }}', 'it at {{ now | date("%H:%M") }}')
    desk.publish(sequence(steps))
    desk.hear(maya_is_rejected(zone="Asia/Tokyo"))
    desk.run(days=0)
    assert task(desk).title == f"Call Maya about it at {desk.clock.at:%H:%M}"


def test_a_task_after_a_wait_is_given_when_the_wait_is_over(desk: Desk) -> None:
    started(desk, "- {id: a-day, wait: 1 day}\n" + STEPS)
    desk.run(days=2)
    assert task(desk).state is TaskState.OPEN
