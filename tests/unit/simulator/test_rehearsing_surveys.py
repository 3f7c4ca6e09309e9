"""A rehearsal sends surveys, reminds, and takes the answers of its log."""

from pathlib import Path

import pytest

from nurture.errors import Conflict
from nurture.language.check import check_folder
from nurture.simulator.formats import calendar, timeline
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Story

FILES = {
    "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\ncountry: DE\n"
    "senders: {talent: {name: Talent, email: talent@acme.example}}\nsender_fallback: [talent]\n"
    "surveys:\n  care: {title: Care, question: Would you come again?, scale: 0-10}\n",
    "care.yaml": """\
sequence: care
title: How was it
owner: ops@acme.example
purpose: nurture
enroll: {on: application.rejected}
exit: [{on: candidate.replied, as: replied}]
steps:
  - {id: ask, survey: care, template: ask, timeout: 10 days, remind: {every: 3 days, template: again}}
  - id: which
    branch:
      - when: steps.ask.score and steps.ask.score <= 6
        steps: [{id: sorry, email: sorry}]
""",
    "templates/ask.md": "---\nsubject: How was it?\n---\n[Answer]({{ survey_url }})\n",
    "templates/again.md": "---\nsubject: How was it, once more?\n---\n[Answer]({{ survey_url }})\n",
    "templates/sorry.md": "---\nsubject: We are sorry\n---\nWords.\n",
    "log.txt": """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-02 08:00, who: maya, applied: robotics}
  - {at: 2026-03-02 10:00, who: maya, rejected: true}
""",
}


def played(folder: Path, *lines: str) -> Story:
    (folder / "templates").mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    log = folder / "log.txt"
    log.write_text(log.read_text() + "".join(f"  - {line}\n" for line in lines))
    read = read_log(log)
    assert read.log is not None, read.diagnostics
    checked = check_folder(folder)
    assert checked.ok, checked.diagnostics
    return simulate(checked, read.log).story


def test_an_answer_in_the_log_decides_where_the_journey_goes_on(tmp_path: Path) -> None:
    story = played(tmp_path, "{at: 2026-03-06 11:00, who: maya, answered: {survey: care, answer: 4}}")
    assert [line.split("  -> ")[0] for line in calendar(story).splitlines() if line.startswith("  ")] == [
        "  10:00  maya  care/ask  How was it?",
        "  10:00  maya  care/ask  How was it, once more?",
        "  11:00  maya  care/sorry  We are sorry",
    ]
    assert "answered care: 4" in timeline(story)


def test_without_one_it_ends_when_its_time_is_over(tmp_path: Path) -> None:
    told = timeline(played(tmp_path))
    assert "no answer until Thu 12 Mar 10:00 Europe/Berlin  [survey-timeout]" in told
    assert "We are sorry" not in told


@pytest.mark.parametrize(
    "line",
    [
        "{at: 2026-03-02 09:00, who: maya, answered: {survey: care, answer: 4}}",  # nobody has asked yet
        "{at: 2026-03-03 09:00, who: maya, answered: {survey: other, answer: 4}}",
        "{at: 2026-03-03 09:00, who: maya, answered: {survey: care, answer: 40}}",
    ],
)
def test_an_answer_that_nobody_could_give_stops_the_rehearsal(tmp_path: Path, line: str) -> None:
    with pytest.raises(Conflict):
        played(tmp_path, line)
