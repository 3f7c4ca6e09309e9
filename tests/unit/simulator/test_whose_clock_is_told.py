"""Times in a mail are on the clock of whoever reads it."""

from pathlib import Path

from nurture.language.check import check_folder
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Kind

FILES = {
    "company.yaml": """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
country: DE
senders:
  talent: {name: Talent team, email: talent@acme.example}
sender_fallback: [talent]
""",
    "clocks.yaml": """\
sequence: clocks
title: Tell both when they meet
owner: ops@acme.example
purpose: internal
for: interview
send: {from: talent, hours: always}
enroll: {on: interview.scheduled}
steps:
  - {id: theirs, email: when}
  - {id: ours, email: when, to: recruiter}
""",
    "templates/when.md": "---\nsubject: \"{{ interview.starts_at | date('%A %H:%M') | or('soon') }}\"\n---\n\nWords.\n",
}
LOG = """\
team:
  kim: {name: Kim Berg, email: kim@acme.example}
jobs:
  robotics: {title: Robotics Engineer}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, zone: Asia/Tokyo, recruiter: kim}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-02 10:00, who: maya, interview: {name: talk, at: 2026-03-06 17:00}}
"""


def test_the_candidate_reads_their_own_time_and_we_read_ours(tmp_path: Path) -> None:
    for name, text in {**FILES, "log.yaml": LOG}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    read = read_log(tmp_path / "log.yaml")
    (tmp_path / "log.yaml").unlink()
    assert read.log is not None, read.diagnostics
    (maya,) = simulate(check_folder(tmp_path), read.log).story.people
    told = {each.step: each.text.split("  ->")[0] for each in maya.entries if each.kind is Kind.SENT}
    assert told == {"theirs": "Saturday 01:00", "ours": "Friday 17:00"}
