"""Who is in a process is known to a quick rehearsal as to the whole one."""

from pathlib import Path

from nurture.language.check import check_folder
from nurture.simulator.quick import play, stage_of, why_not
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Kind
from tests.office import SEQUENCES

FREE = """\
sequence: for-the-free
title: Write to whom we turned down, unless they are in another process
owner: talent-ops@acme.example
purpose: application
enroll: {on: application.rejected, where: not candidate.in_process}
exit: {on: application.hired, as: hired}
steps:
  - {id: a-week, wait: 1 week}
"""
LOG = """\
jobs:
  one: {title: Welder}
  two: {title: Fitter}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, country: DE}
  theo: {name: Theo Park, email: theo@park.example, country: DE}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: one}
  - {at: 2026-03-02 09:00, who: maya, applied: two}
  - {at: 2026-03-02 09:00, who: theo, applied: one}
  - {at: 2026-03-02 10:00, who: theo, added: two}
  - {at: 2026-03-03 09:00, who: maya, job: one, rejected: true}
  - {at: 2026-03-03 09:00, who: theo, job: one, rejected: true}
  - {at: 2026-03-04 09:00, who: maya, job: two, rejected: true}
"""


def test_only_another_active_application_keeps_out_in_both(tmp_path: Path) -> None:
    for name, text in (("for-the-free.yaml", FREE), ("company.yaml", (SEQUENCES / "company.yaml").read_text())):
        (tmp_path / name).write_text(text)
    (tmp_path / "rehearsals").mkdir()
    (tmp_path / "rehearsals" / "log.yaml").write_text(LOG)
    checked, log = check_folder(tmp_path), read_log(tmp_path / "rehearsals" / "log.yaml").log
    assert checked.ok, checked.diagnostics
    assert log is not None
    assert why_not(checked) == ()
    for story in (simulate(checked, log).story, play(stage_of(checked), log)):
        entered = {
            person.name: [f"{entry.at:%d}" for entry in person.entries if entry.kind is Kind.ENTERED]
            for person in story.people
        }
        assert entered == {"maya": ["04"], "theo": ["03"]}
