"""A task that goes from one person to the next until somebody takes it, on a real database."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from nurture.domain.records import Person
from nurture.domain.tasks import Task, TaskState
from nurture.errors import Conflict
from nurture.service.answering import complete_task
from nurture.service.roster import duties_of
from nurture.store import tasks
from tests.unit.service.desk import KIM, MAYA, MAYAS, Desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
LOU = Person(id="greenhouse:2", name="Lou Brandt", email="lou@acme.example")
SAM = Person(id="greenhouse:3", name="Sam Okoro", email="sam@acme.example")
TEAM = {"recruiter": KIM, "coordinator": LOU, "referrer": SAM}
NOOR, NOORS = "greenhouse:58000", "greenhouse:7000"

HOSTS = """\
- id: find-a-host
  together:
    each: "[recruiter, coordinator, referrer]"
    as: host
    {pace}
    steps:
      - id: ask
        task: Talk with {{{{ candidate.first_name | or("them") }}}}, {{{{ host.first_name }}}}?
        assign: host
        due: 2 business days
        overdue: withdraw
        outcomes: [accept, decline]
        unless_given_within: 14 days
      - id: says
        branch:
          - when: steps.ask.outcome == "accept"
            steps:
              - {{id: meet, email: one}}
              - {{id: taken, exit: taken}}
- {{id: nobody, email: two}}
"""
IN_TURN = HOSTS.format(pace="at_once: 1")


def day(number: int, hour: int = 9) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def started(desk: Desk, steps: str = IN_TURN) -> None:
    """Maya enters, and somebody is asked to talk with her."""
    desk.publish(sequence(steps))
    desk.hear(maya_is_rejected(team=TEAM))
    desk.run(days=0)


def says(desk: Desk, host: Person, outcome: str, *, run: str = RUN) -> None:
    """A host says yes or no."""
    for poke in complete_task(desk.parts.store, f"{run}#ask[{host.id}]#1", outcome, by=host.name, now=desk.clock.at):
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=0)


def asked(desk: Desk) -> list[str]:
    """Who was told of a task, in turn."""
    return [mail.to.email for mail in desk.post.asked if mail.subject.startswith("Task:")]


def given(desk: Desk, candidate: str = MAYA) -> Mapping[str, Task]:
    """The tasks about somebody, by step."""
    with desk.parts.store.read() as conn:
        return {each.step: each for each in tasks.of_candidate(conn, candidate)}


def test_the_next_is_asked_when_the_one_before_has_declined(desk: Desk) -> None:
    started(desk)
    assert asked(desk) == ["kim@acme.example"]
    says(desk, KIM, "decline")
    assert asked(desk) == ["kim@acme.example", "lou@acme.example"]
    says(desk, LOU, "accept")
    desk.run(days=10)
    assert asked(desk) == ["kim@acme.example", "lou@acme.example"]
    assert desk.standing(RUN).outcome == "taken"


def test_silence_takes_the_task_back_and_asks_the_next(desk: Desk) -> None:
    started(desk)
    desk.run(until=day(4, 8))
    assert asked(desk) == ["kim@acme.example"]
    desk.run(until=day(4))
    assert asked(desk) == ["kim@acme.example", "lou@acme.example"]
    kims = given(desk)[f"ask[{KIM.id}]"]
    assert (kims.state, kims.note) == (TaskState.CANCELLED, "not done by Wed 4 Mar 09:00 UTC")
    with pytest.raises(Conflict, match="not open any more"):
        says(desk, KIM, "accept")


def test_when_nobody_takes_it_the_run_goes_on(desk: Desk) -> None:
    started(desk)
    for host in (KIM, LOU, SAM):
        says(desk, host, "decline")
    assert desk.sent[-1] == "two for Maya"
    assert desk.standing(RUN).outcome == "completed"


def test_two_can_be_asked_at_a_time(desk: Desk) -> None:
    started(desk, HOSTS.format(pace="at_once: 2"))
    assert asked(desk) == ["kim@acme.example", "lou@acme.example"]
    says(desk, LOU, "decline")
    assert asked(desk) == ["kim@acme.example", "lou@acme.example", "sam@acme.example"]


def test_with_any_nobody_else_is_asked_once_one_has_answered(desk: Desk) -> None:
    started(desk, HOSTS.format(pace="at_once: 1\n    until: any"))
    says(desk, KIM, "decline")
    assert asked(desk) == ["kim@acme.example"]
    assert desk.sent[-1] == "two for Maya"


def test_whoever_is_gone_is_passed_over_when_the_turn_is_theirs(desk: Desk) -> None:
    started(desk)
    desk.hear(maya_is_rejected(team={**TEAM, "coordinator": None}))
    says(desk, KIM, "decline")
    assert asked(desk) == ["kim@acme.example", "sam@acme.example"]


def test_the_task_is_on_the_list_of_the_person_it_was_given_to(desk: Desk) -> None:
    started(desk)
    with desk.parts.store.read() as conn:
        kims, lous = (duties_of(conn, now=desk.clock.at, mine=each.email) for each in (KIM, LOU))
    assert [each.task.title for each in kims] == ["Talk with Maya, Kim?"]
    assert lous == ()


@pytest.mark.parametrize(
    ("later", "hosts"),
    [
        (day(6), ["kim@acme.example", "lou@acme.example"]),
        (day(15), ["kim@acme.example", "lou@acme.example"]),
        (day(16), ["kim@acme.example", "kim@acme.example"]),
    ],
    ids=["soon", "a day too soon", "in two weeks"],
)
def test_nobody_is_asked_again_within_the_time_for_whomever(desk: Desk, later: datetime, hosts: list[str]) -> None:
    started(desk)
    says(desk, KIM, "accept")
    desk.run(until=later)
    desk.hear(
        maya_is_rejected(person=NOOR, application=NOORS, first_name="Noor", email="noor@haddad.example", team=TEAM)
    )
    desk.run(days=0)
    assert asked(desk) == hosts
    spared = [each.sentence for each in desk.why(NOOR) if each.rule == "given-within"]
    said = "no task: the host had one Mon 2 Mar 09:00 UTC, and that is within 14 days"
    assert spared == ([said] if "lou@acme.example" in hosts else [])


def test_another_task_of_the_same_person_does_not_count(desk: Desk) -> None:
    other = "- {id: look, task: Look at it, assign: recruiter}\n" + IN_TURN
    started(desk, other)
    for poke in complete_task(desk.parts.store, f"{RUN}#look#1", "done", by="kim", now=desk.clock.at):
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=0)
    assert asked(desk) == ["kim@acme.example", "kim@acme.example"]


def test_a_lost_answer_of_the_activity_does_not_spare_whom_it_asked(desk: Desk) -> None:
    desk.publish(sequence(IN_TURN))
    desk.hear(maya_is_rejected(team=TEAM))
    carrier = desk.carriers[RUN]
    while carrier.move.action != "create_task":
        assert carrier.turn()
    before = carrier.move
    assert carrier.turn()
    carrier.move = before
    desk.run(days=0)
    assert asked(desk) == ["kim@acme.example"]
    assert given(desk)[f"ask[{KIM.id}]"].state is TaskState.OPEN
