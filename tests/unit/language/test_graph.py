"""A picture shows every step once, every way on, and nothing outside its frame."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.codes import Example
from nurture.language.graph import Picture, picture_of, to_mermaid, to_svg
from nurture.language.graph.layout import Plate, Point, lay_out
from nurture.language.load import read_text
from nurture.language.sequence import Sequence
from nurture.language.steps import STEP_KINDS, every_step

ROOT = Path(__file__).parents[3]
OURS = {each.path.stem: each.sequence for each in check_folder(ROOT / "sequences").sequences}
JOURNEYS = [
    each.sequence for folder in sorted((ROOT / "tests/journeys").glob("j*/")) for each in check_folder(folder).sequences
]
SVG = "{http://www.w3.org/2000/svg}"
BRANCHES = """\
steps:
  - id: by-source
    branch:
      - when: application.source == "Referral"
        steps:
          - id: inner
            branch:
              - when: candidate.can_email
                steps:
                  - {id: mail, email: hello}
              - otherwise:
                  - {id: gone, exit: gone}
      - when: application.source == "Agency"
        steps: []
      - when: application.source == "Event"
        steps:
          - {id: stop, exit: stopped}
  - {id: pause, wait: 3 days}
"""


def sequence(steps: str) -> Sequence:
    data = read_text(Example(text=steps).folder()["welcome.yaml"], Path("welcome.yaml")).data
    return Sequence.model_validate(data)


def arrows(text: str) -> set[tuple[str, str, str]]:
    found = re.findall(r'^ *(\w+) -->(?:\|"(.*)"\|)? (\w+)$', text, re.MULTILINE)
    return {(source, label, target) for source, label, target in found}


def mermaid(steps: str) -> str:
    return to_mermaid(picture_of(sequence(steps)))


def pictures() -> dict[str, Picture]:
    journeys = {f"journeys/{each.sequence}": picture_of(each) for each in JOURNEYS}
    ours = {name: picture_of(each) for name, each in OURS.items()}
    return ours | journeys | {"branches": picture_of(sequence(BRANCHES))}


every_picture = pytest.mark.parametrize("picture", pictures().values(), ids=pictures())


def test_every_step_of_ours_stands_in_the_text_once() -> None:
    for each in OURS.values():
        text = to_mermaid(picture_of(each))
        for step in every_step(each.steps):
            assert len(re.findall(rf'^  s_{step.id.replace("-", "_")}\W+"{step.id}<br/>', text, re.MULTILINE)) == 1


def test_the_arrows_follow_each_way_to_where_it_meets_the_others() -> None:
    assert arrows(mermaid(BRANCHES)) == {
        ("enter_1", "", "s_by_source"),
        ("s_by_source", "if application.source == #34;Referral#34;", "s_inner"),
        ("s_inner", "if candidate.can_email", "s_mail"),
        ("s_inner", "otherwise", "s_gone"),
        ("s_by_source", "if application.source == #34;Event#34;", "s_stop"),
        ("s_by_source", "if application.source == #34;Agency#34;", "s_pause"),
        ("s_by_source", "none of these", "s_pause"),
        ("s_mail", "", "s_pause"),
        ("s_pause", "", "done"),
    }


def test_what_nobody_gets_past_leads_nowhere() -> None:
    text = mermaid("steps:\n  - {id: bye, exit: gone}\n")
    assert arrows(text) == {("enter_1", "", "s_bye")}
    assert "done" not in text


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("- {id: a, email: hello, to: hiring_manager}", ["Mail hello", "to the hiring manager"]),
        ("- {id: a, email: hello, hold: 30 minutes}", ["Mail hello", "held for 30 minutes"]),
        ("- {id: a, email: hello, if_late: skip}", ["Mail hello", "left out when 1 day late"]),
        ("- {id: a, email: hello, if: candidate.can_email}", ["Mail hello", "if candidate.can_email"]),
        ("- {id: a, wait: 3 business days at 10:00}", ["Wait 3 business days at 10:00"]),
        (
            "- {id: a, wait: until hire.start_date at 07:30, if_past: exit}",
            ["Wait until hire.start_date at 07:30", "gone by: exit"],
        ),
        (
            "- {id: a, wait_for: {event: [job.opened, job.closed], timeout: 90 days}}",
            ["Wait for job.opened or job.closed", "for 90 days at most"],
        ),
        ("- {id: a, email: hello, approve: hiring_manager}", ["Mail hello", "once the hiring manager says yes"]),
        (
            "- {id: a, task: 'Call {{ candidate.first_name | or(\"them\") }}', assign: coordinator, due: 2 days}",
            ["Task: Call {candidate.first_name}", "for the coordinator", "due 2 days"],
        ),
        (
            "- {id: a, task: Look, due: 1 day, overdue: wait, escalate: {after: 1 day, to: hiring_manager}}",
            ["Task: Look", "for the recruiter", "due 1 day", "1 day later tells the hiring manager"],
        ),
        ("- {id: a, exit: done}", ["Exit: done"]),
    ],
)
def test_a_step_is_told_as_people_read_it(steps: str, said: list[str]) -> None:
    assert f'"a<br/>{"<br/>".join(said)}"' in mermaid(f"steps:\n  {steps}\n")


def test_a_wait_for_an_event_says_when_each_way_is_taken() -> None:
    found = arrows(to_mermaid(picture_of(OURS["silver-medalist"])))
    assert ("s_new_role", "it happens", "s_share_role") in found
    assert ("s_new_role", "not within 90 days", "s_coffee") in found


def test_a_split_says_how_many_take_each_arm_and_a_holdout_goes_straight_on() -> None:
    arms = "{by-name: {weight: 3, steps: [{id: a, email: hello}]}, holdout: {weight: 1}}"
    found = arrows(mermaid(f"steps:\n  - {{id: draw, split: {arms}}}\n"))
    assert ("s_draw", "by-name: 75%", "s_a") in found
    assert ("s_draw", "holdout: 25%", "done") in found


def test_exits_and_the_goal_are_shown() -> None:
    text = to_mermaid(picture_of(OURS["silver-medalist"]))
    assert '["on application.created"] -.-> x_2_end(["converted (the goal)"])' in text
    drawn = "".join(ET.fromstring(to_svg(picture_of(OURS["silver-medalist"]))).itertext())
    assert "→ converted ★ the goal" in drawn


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("for: hire\nenroll: {at: 9 days before hire.start_date}\n", "9 days before hire.start_date"),
        (
            "for: candidate\nenroll: {every: monday at 09:00, where: candidate.country == 'DE', again: restart}\n",
            "Every mon at 09:00",
        ),
        (
            "exit: {on: application.rejected, as: r, grace: 60 minutes, unless: application.unrejected}\n",
            "on application.rejected, 60 minutes later unless application.unrejected comes",
        ),
    ],
)
def test_who_comes_in_by_a_time_and_who_leaves_later_is_told(head: str, said: str) -> None:
    assert said in mermaid(f"{head}steps:\n  - {{id: hello, email: hello}}\n")


def test_a_change_of_one_step_changes_its_own_lines_alone() -> None:
    before = mermaid(BRANCHES).splitlines()
    after = mermaid(BRANCHES.replace("3 days", "4 days")).splitlines()
    changed = [line for line in after if line not in before]
    assert changed == ['  s_pause[/"pause<br/>Wait 4 days"/]']


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_every_kind_of_step_can_be_drawn(kind: str) -> None:
    indented = "".join(f"  {line}" for line in STEP_KINDS[kind].EXAMPLE.splitlines(keepends=True))
    picture = picture_of(sequence(f"steps:\n{indented}"))
    assert to_mermaid(picture)
    assert ET.fromstring(to_svg(picture)).tag == f"{SVG}svg"


@every_picture
def test_no_two_boxes_overlap_and_all_lie_in_the_frame(picture: Picture) -> None:
    drawing = lay_out(picture)
    for plate in drawing.plates:
        assert plate.x > 0
        assert plate.y > 0
        assert plate.x + plate.width < drawing.width
        assert plate.y + plate.height < drawing.height
    pairs = [(one, other) for one in drawing.plates for other in drawing.plates if one is not other]
    assert not [pair for pair in pairs if overlap(*pair)]


def overlap(one: Plate, other: Plate) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


@every_picture
def test_no_line_goes_through_a_box(picture: Picture) -> None:
    drawing = lay_out(picture)
    lines = [pair for stroke in drawing.strokes for pair in pairwise(stroke.points)]
    assert not [(line, plate.head) for line in lines for plate in drawing.plates if crosses(line, plate)]


def crosses(line: tuple[Point, Point], plate: Plate) -> bool:
    (x, y), (to_x, to_y) = line
    across = min(x, to_x) < plate.x + plate.width and plate.x < max(x, to_x)
    return across and min(y, to_y) < plate.y + plate.height and plate.y < max(y, to_y)


@every_picture
def test_every_arrow_ends_on_a_box(picture: Picture) -> None:
    drawing = lay_out(picture)
    tops = {(plate.x + plate.width / 2, plate.y) for plate in drawing.plates}
    assert {stroke.points[-1] for stroke in drawing.strokes if stroke.is_arrow} <= tops


def test_the_picture_has_colors_for_day_and_night_and_needs_no_other_file() -> None:
    drawn = to_svg(picture_of(OURS["silver-medalist"]))
    assert "prefers-color-scheme: dark" in drawn
    assert "href" not in drawn
    assert "url(http" not in drawn


def test_signs_that_mean_something_to_a_form_are_written_for_it() -> None:
    steps = 'steps:\n  - {id: a, email: hello, if: application.source != "<b>" and 1 < 2}\n'
    assert "application.source != #34;#60;b#62;#34; and 1 #60; 2" in mermaid(steps)
    texts = [each.text for each in ET.fromstring(to_svg(picture_of(sequence(steps)))).iter(f"{SVG}text")]
    assert any("<b>" in (text or "") for text in texts)


def test_rounds_and_tracks_are_told_in_words() -> None:
    text = mermaid(
        """\
steps:
  - id: again
    repeat: {every: 2 days, times: 5, until: candidate.do_not_contact, steps: [{id: mail, email: hello}]}
  - id: both
    together:
      until: any
      tracks: {left: [{id: in-left, wait: 1 day}], right: [{id: in-right, wait: 2 days}]}
  - {id: last, email: hello}
"""
    )
    assert "Again every 2 days, 5 times at most<br/>until candidate.do_not_contact" in text
    assert "Side by side, until any is done" in text
    assert {
        ("s_again", "each time", "s_mail"),
        ("s_both", "left", "s_in_left"),
        ("s_in_right", "", "s_last"),
    } <= arrows(text)


def test_of_items_it_says_how_many_at_a_time() -> None:
    each = "steps:\n  - id: ask\n    together: {each: candidate.tags, as: tag, %s, steps: [{id: look, task: Look}]}\n"
    assert "For each of candidate.tags, one after the other, until all are done" in mermaid(each % "at_once: 1")
    assert "For each of candidate.tags, 3 at a time, until 2 are done" in mermaid(each % "at_once: 3, until: 2")
