"""Tasks in a rehearsal: done, put off, handed over and set by hand as a log says."""

from pathlib import Path
from textwrap import dedent

import pytest

from nurture.errors import Conflict
from nurture.language.check import check_folder
from nurture.simulator.quick import play, stage_of
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import only, simulate
from nurture.simulator.story import Story
from tests.office import SEQUENCES

FILES = {
    "company.yaml": """\
        name: Acme
        postal_address: 1 Main Street, 10115 Berlin
        zone: Europe/Berlin
        country: DE
        senders: {talent: {name: Talent team, email: talent@acme.example}}
        sender_fallback: [talent]
        """,
    "templates/words.md": "---\nsubject: A word\n---\n\nWords.\n",
    "calls.yaml": """\
        sequence: calls
        title: Call finalists
        owner: ops@acme.example
        purpose: nurture
        enroll: {on: application.rejected}
        exit: [{on: candidate.replied, as: replied}]
        send: {from: talent, hours: mon-fri 09:00-17:00}
        steps:
          - id: call
            task: Call {{ candidate.first_name | or("them") }}
            assign: talent
            due: 2 business days
            snooze: 5 days
            hand_over: true
            outcomes: [interested, {name: later, asks: date}]
          - id: way
            branch:
              - when: steps.call.outcome == "later"
                steps:
                  - {id: then, wait: until steps.call.answer at 10:00}
                  - {id: mail, email: words}
        """,
}
LOG = """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-01 09:00, who: maya, applied: robotics}
  - {at: 2026-03-02 09:00, who: maya, rejected: Close second}
"""


def story(folder: Path, *events: str, calls: str = FILES["calls.yaml"]) -> Story:
    """What a log with these events comes to."""
    (folder / "templates").mkdir()
    for name, text in {**FILES, "calls.yaml": calls}.items():
        (folder / name).write_text(dedent(text))
    path = folder / "log.txt"
    path.write_text(LOG + "".join(f"  - {event}\n" for event in events))
    read, checked = read_log(path), check_folder(folder)
    assert read.log is not None, read.diagnostics
    assert checked.ok, checked.diagnostics
    return simulate(checked, read.log).story


def told(story: Story) -> list[str]:
    """When and what, on her clock."""
    [person] = story.people
    return [f"{each.at.astimezone(person.zone):%m-%d %H:%M} {each.text}" for each in person.entries]


def test_the_date_that_somebody_names_is_waited_for(tmp_path: Path) -> None:
    said = told(
        story(tmp_path, "{at: 2026-03-03 11:00, who: maya, done: {task: call, outcome: later, answer: 2026-04-07}}")
    )
    assert "03-03 11:00 call is done: later, 2026-04-07" in said
    assert any(each.startswith("04-07 10:00") and "A word" in each for each in said)


@pytest.mark.parametrize(
    ("events", "ended"),
    [
        ((), "03-04 09:00"),
        (("{at: 2026-03-03 09:00, who: maya, snoozed: {task: call, for: 3 days}}",), "03-09 09:00"),
        (("{at: 2026-03-03 12:00, who: maya, handed_over: {task: call, to: lou@acme.example}}",), "03-05 12:00"),
        (("{at: 2026-03-03 12:00, who: maya, rescheduled: {task: call, due: 2026-03-20 16:00}}",), "03-20 16:00"),
    ],
    ids=["left alone", "put off", "handed over", "set by hand"],
)
def test_a_task_that_nobody_does_is_overdue_by_its_latest_terms(
    tmp_path: Path, events: tuple[str, ...], ended: str
) -> None:
    assert told(story(tmp_path, *events))[-1].startswith(ended)


def test_a_task_that_is_not_open_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="maya has no open task `chat` on Tue 3 Mar 11:00") as raised:
        story(tmp_path, "{at: 2026-03-03 11:00, who: maya, done: {task: chat, outcome: interested}}")
    assert raised.value.hint == "open then: call"


def test_a_quick_rehearsal_tells_of_a_task_that_is_not_there_too(tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_text(LOG + "  - {at: 2026-03-03 11:00, who: maya, done: {task: call, outcome: interested}}\n")
    read = read_log(path)
    assert read.log is not None, read.diagnostics
    with pytest.raises(Conflict, match="maya has no open task `call`"):
        play(stage_of(only(check_folder(SEQUENCES), ("silver-medalist",))), read.log)


LOOKS = (
    dedent(FILES["calls.yaml"]).partition("steps:")[0]
    + """\
steps:
  - id: topics
    together: {each: candidate.tags, as: tag, steps: [{id: look, task: Look, assign: talent}]}
"""
)


def test_a_task_that_is_given_for_each_item_is_named_with_it(tmp_path: Path) -> None:
    tags = "{at: 2026-03-01 10:00, who: maya, updated: {tags: [go, rust]}}"
    done = '{at: 2026-03-03 11:00, who: maya, done: {task: "look[%s]", outcome: done}}'
    [person] = story(tmp_path, tags, done % "rust", calls=LOOKS).people
    assert [each.step for each in person.entries if each.rule == "task-done"] == ["look[rust]"]


def test_an_item_that_has_no_task_is_told(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match=r"no open task `look\[ruby\]`"):
        story(tmp_path, '{at: 2026-03-03 11:00, who: maya, done: {task: "look[ruby]", outcome: done}}', calls=LOOKS)
