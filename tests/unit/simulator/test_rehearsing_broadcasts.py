"""Occasions for many, on the virtual clock."""

from pathlib import Path
from textwrap import dedent

import pytest

from nurture.language.check import check_folder
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from tests.unit.simulator.test_rehearsing import COMPANY, WORDS

HEAD = "sequence: many\ntitle: T\nowner: ops@acme.example\npurpose: internal\nsend: {from: talent, hours: any time}\n"
STEPS = "steps:\n  - {id: first, email: words}\n"
LOG = """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, tags: [alumni]}
  jonas: {name: Jonas Weber, email: jonas@weber.example}
jobs:
  robotics: {title: Robotics Engineer, department: alumni}
  design: {title: Designer, department: alumni}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-02 10:00, who: jonas, applied: robotics}
"""


def played(folder: Path, sequence: str, events: str) -> dict[str, list[str]]:
    """When each person was sent what."""
    (folder / "templates").mkdir()
    (folder / "templates" / "words.md").write_text(WORDS)
    (folder / "company.yaml").write_text(COMPANY)
    (folder / "many.yaml").write_text(HEAD + dedent(sequence) + STEPS)
    (folder / "log.yml").write_text(LOG + events)
    checked, read = check_folder(folder), read_log(folder / "log.yml")
    assert checked.ok, checked.diagnostics
    assert read.log, read.diagnostics
    return {
        each.name: [f"{entry.at.astimezone(each.zone):%d %b %H:%M}" for entry in each.entries if entry.kind == "sent"]
        for each in simulate(checked, read.log).story.people
    }


@pytest.mark.parametrize(
    ("sequence", "events", "sent"),
    [
        (
            "for: candidate\nenroll: {on: job.opened, where: job.department in candidate.tags, again: never}\n",
            "  - {at: 2026-03-05 12:00, opened: design}\n",
            {"maya": ["05 Mar 12:00"], "jonas": []},
        ),
        (
            "for: candidate\n"
            "enroll: {every: monday at 06:00, where: \"'alumni' in candidate.tags\", again: after 300 days}\n",
            "",
            {"maya": ["09 Mar 06:00", "04 Jan 06:00"], "jonas": []},
        ),
        (
            "for: hire\nenroll: {at: 5 days before hire.start_date at 09:00}\n",
            "  - {at: 2026-03-03 12:00, who: maya, hired: 2026-03-20}\n"
            "  - {at: 2026-03-04 12:00, who: maya, start_date_changed: 2026-03-25}\n"
            "  - {at: 2026-03-04 13:00, who: jonas, hired: 2026-04-20}\n",
            {"maya": ["20 Mar 09:00"], "jonas": ["15 Apr 09:00"]},
        ),
    ],
    ids=["news of a job", "a time that comes again", "a date that moved"],
)
def test_they_come_in_as_the_worker_lets_them_in(
    tmp_path: Path, sequence: str, events: str, sent: dict[str, list[str]]
) -> None:
    assert played(tmp_path, sequence, events) == sent
