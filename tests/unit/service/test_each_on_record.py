"""`together: each:` on a real database: what is sent, given and recalled for each item, under its name."""

from collections.abc import Mapping

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import Person
from nurture.domain.tasks import Task, TaskState
from nurture.domain.touchpoints import SendState
from nurture.service.answering import complete_task
from nurture.store import tasks
from tests.unit.service.desk import KIM, MAYA, MAYAS, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
TAGGED = ("rust", "go")


def templates(**texts: str) -> Mapping[str, Mapping[str, str]]:
    """Templates with these subjects."""
    return {name: {"": f"---\nsubject: {subject}\n---\n\nWords.\n"} for name, subject in texts.items()}


WORDS = templates(one="About {{ tag }}", two="Once more about {{ tag }}", last="That was all")


def started(desk: Desk, steps: str, *, more: str = "", tags: tuple[str, ...] = TAGGED) -> None:
    """Maya, who has these tags, enters a sequence that does these steps for each of them."""
    each = f"- id: topics\n  together: {{each: candidate.tags, as: tag, {more}steps: [{steps}]}}\n"
    desk.publish(sequence(each + "- {id: last, email: last}\n"), templates=WORDS)
    desk.hear(maya_is_rejected(tags=tags))
    desk.run(days=0)


def given(desk: Desk) -> Mapping[str, Task]:
    """The tasks about Maya, by step."""
    with desk.parts.store.read() as conn:
        return {each.step: each for each in tasks.of_candidate(conn, MAYA)}


def test_each_item_is_written_about_once_and_the_timeline_names_it(desk: Desk) -> None:
    started(desk, "{id: ask, email: one}, {id: pause, wait: 2 days}, {id: more, email: two, reply_to_step: ask}")
    desk.run(days=3)
    assert desk.sent == ["About rust", "About go", "Re: About rust", "Re: About go", "That was all"]
    assert {step for step, state in desk.states().items() if state is SendState.ACCEPTED} == {
        *("ask[rust]", "ask[go]", "more[rust]", "more[go]", "last")
    }
    assert desk.letters()["ask[go]"].id == f"{RUN}#ask[go]#1"


TASK = """\
{id: look, task: 'Look at {{ tag }}', outcomes: [good, bad]},
{id: mail, email: one, if: 'steps.look.outcome == "good"'}"""


def test_a_task_is_given_for_each_item_and_its_outcome_counts_for_that_one(desk: Desk) -> None:
    started(desk, TASK)
    assert {step: each.title for step, each in given(desk).items()} == {
        "look[rust]": "Look at rust",
        "look[go]": "Look at go",
    }
    for tag, outcome in (("rust", "bad"), ("go", "good")):
        for poke in complete_task(desk.parts.store, f"{RUN}#look[{tag}]#1", outcome, by="kim", now=desk.clock.at):
            desk.carriers[poke.enrollment_id].poke(poke.event)
        desk.run(days=1)
    assert (desk.states()["mail[rust]"], desk.states()["mail[go]"]) == (SendState.SKIPPED, SendState.ACCEPTED)
    assert desk.standing(RUN).outcome == "completed"


LOOK = "{id: look, task: 'Look at {{ tag }}'}"


def test_an_item_that_goes_takes_its_open_task_along(desk: Desk) -> None:
    started(desk, LOOK)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, tags=("go",)))
    desk.run(days=0)
    looks = given(desk)
    assert (looks["look[rust]"].state, looks["look[go]"].state) == (TaskState.CANCELLED, TaskState.OPEN)
    assert looks["look[rust]"].note == "its track ended: nobody waits for it any more"


def test_an_item_that_comes_back_gets_a_task_of_its_own(desk: Desk) -> None:
    started(desk, LOOK)
    for tags in (("go",), TAGGED):
        desk.hear(maya(EventType.CANDIDATE_UPDATED, tags=tags))
        desk.run(days=0)
    with desk.parts.store.read() as conn:
        keys = {each.id: each.state for each in tasks.of_candidate(conn, MAYA) if each.step == "look[rust]"}
    assert keys == {f"{RUN}#look[rust]#1": TaskState.CANCELLED, f"{RUN}#look[rust]#2": TaskState.OPEN}


def test_an_event_ends_one_track_and_cancels_what_was_to_be_done_in_it(desk: Desk) -> None:
    ends = "ends_when: {on: application.stage_changed, where: event.to_stage == tag}, "
    started(desk, LOOK, more=ends)
    desk.hear(maya(EventType.APPLICATION_STAGE_CHANGED, data={"to_stage": "rust"}))
    desk.run(days=0)
    assert {step: each.state for step, each in given(desk).items()} == {
        "look[rust]": TaskState.CANCELLED,
        "look[go]": TaskState.OPEN,
    }


def test_an_exit_of_the_sequence_cancels_the_tasks_of_all_items(desk: Desk) -> None:
    started(desk, LOOK)
    desk.hear(maya(EventType.CANDIDATE_REPLIED))
    desk.run(days=0)
    assert {each.state for each in given(desk).values()} == {TaskState.CANCELLED}


def test_a_mail_that_waits_for_a_yes_is_asked_about_for_each_item(desk: Desk) -> None:
    started(desk, "{id: ask, email: one, approve: recruiter}")
    for poke in complete_task(desk.parts.store, f"{RUN}#ask[go]#1", "yes", by="kim", now=desk.clock.at):
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=0)
    assert desk.states()["ask[go]"] is SendState.ACCEPTED
    assert "ask[rust]" not in desk.states()


TRACKS = """\
- id: either
  together:
    until: any
    tracks:
      person: [{id: look, task: Look}, {id: never, wait: 9 days}]
      asked: [{id: ask, email: one, approve: recruiter}]
      left: [{id: review, task: Review, wait: false}, {id: rest, wait: 9 days}]
      time: [{id: pause, wait: 1 day}]
- {id: last, email: last}
"""


@pytest.mark.parametrize("days", [1, 5])
def test_a_track_that_is_cut_off_cancels_the_tasks_that_it_waited_for(desk: Desk, days: int) -> None:
    desk.publish(sequence(TRACKS), templates=templates(one="Hello", last="That was all"))
    desk.hear(maya_is_rejected())
    desk.run(days=days)
    assert {step: each.state for step, each in given(desk).items()} == {
        "look": TaskState.CANCELLED,
        "ask": TaskState.CANCELLED,
        "review": TaskState.OPEN,
    }
    assert desk.sent[-1] == "That was all"
    assert "task-cancelled" in desk.rules()


def test_templates_of_tracks_name_the_event_that_their_own_wait_saw(desk: Desk) -> None:
    steps = """\
    - id: both
      together:
        tracks:
          one:
            - {id: first, wait_for: {event: application.stage_changed}}
            - {id: rest, wait: 2 days}
            - {id: mail-1, email: one}
          two:
            - {id: pause, wait: 1 day}
            - {id: second, wait_for: {event: application.stage_changed}}
            - {id: mail-2, email: two}
    - {id: last, email: last}
    """
    staged = templates(one="One {{ event.to_stage }}", two="Two {{ event.to_stage }}", last="Last {{ event.to_stage }}")
    desk.publish(sequence(steps), templates=staged)
    desk.hear(maya_is_rejected())
    desk.run(days=0.5)
    desk.hear(maya(EventType.APPLICATION_STAGE_CHANGED, at=desk.clock.at, data={"to_stage": "Onsite"}))
    desk.run(days=1)
    desk.hear(maya(EventType.APPLICATION_STAGE_CHANGED, at=desk.clock.at, data={"to_stage": "Offer"}))
    desk.run(days=2)
    assert desk.sent == ["Two Offer", "One Onsite", "Last Offer"]


LOU = Person(id="greenhouse:2", name="Lou Brandt", email="lou@acme.example")
PEOPLE = """\
- id: ours
  together:
    each: "[recruiter, coordinator, referrer]"
    as: colleague
    steps: [{id: ask, email: one, to: colleague}]
"""


def test_a_mail_goes_to_each_person_who_is_there(desk: Desk) -> None:
    words = templates(one="For {{ colleague.first_name }}")
    desk.publish(sequence(PEOPLE), templates=words)
    desk.hear(maya_is_rejected(team={"recruiter": KIM, "coordinator": LOU}))
    desk.run(days=1)
    assert [(mail.to.email, mail.subject) for mail in desk.post.asked] == [
        ("kim@acme.example", "For Kim"),
        ("lou@acme.example", "For Lou"),
    ]
    assert set(desk.states()) == {"ask[greenhouse:1]", "ask[greenhouse:2]"}
    assert desk.standing(RUN).outcome == "completed"


def test_who_holds_the_role_meanwhile_is_asked_too_and_who_does_not_is_not_any_more(desk: Desk) -> None:
    held = PEOPLE.replace("to: colleague", "to: colleague, hold: 1 day")
    desk.publish(sequence(held), templates=templates(one="For {{ colleague.first_name }}"))
    desk.hear(maya_is_rejected(team={"recruiter": KIM}))
    desk.run(days=0)
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at, team={"recruiter": LOU}))
    desk.run(days=2)
    assert desk.sent == ["For Lou"]
    assert desk.states() == {"ask[greenhouse:1]": SendState.SKIPPED, "ask[greenhouse:2]": SendState.ACCEPTED}
