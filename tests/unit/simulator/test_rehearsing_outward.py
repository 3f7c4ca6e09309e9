"""A rehearsal changes its own ATS and tells nobody outside; what it changes is true from then on."""

from pathlib import Path

import pytest

from nurture.errors import NotFound
from nurture.language.check import check_folder
from nurture.simulator.formats import FORMATS
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
senders:
  talent: {name: Talent, email: talent@acme.example}
sender_fallback: [talent]
webhooks:
  payroll: {url: https://hooks.acme.example/p, secret: PAYROLL_WEBHOOK_SECRET}
"""
CHASE = """\
sequence: chase
title: Chase
owner: ops@acme.example
purpose: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.hired, as: hired}
steps:
  - id: quiet
    wait_for: {event: candidate.replied, timeout: 3 days}
  - id: tag
    ats: {tag: no response}
  - id: tell
    webhook: payroll
    body: {stage: "{{ application.stage | or('none') }}", who: "{{ candidate.first_name | or('them') }}"}
  - id: move
    ats: {stage: Archive}
  - id: late
    wait: 1 day
  - id: reject
    ats: {reject: No answer}
"""
POOL = """\
sequence: pool
title: Pool
owner: ops@acme.example
purpose: nurture
for: candidate
enroll: {on: candidate.updated, where: '"no response" in candidate.tags', again: never}
exit:
  - {on: candidate.replied, as: replied}
  - {on: application.rejected, as: rejected}
steps:
  - {id: hello, email: hello}
  - {id: long, wait: 30 days}
"""
LOG = """\
jobs:
  robotics: {title: Robotics Engineer}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
"""
CALENDAR = """\
2026-03-05 Thu
  09:00  maya  chase/tag  tag “no response”: made  -> the ATS
  09:00  maya  chase/tell  told payroll: it answers 200  -> payroll
  09:00  maya  chase/move  stage “Archive”: made  -> the ATS
  09:00  maya  pool/hello  Hello  -> maya@lindqvist.example

2026-03-06 Fri
  09:00  maya  chase/reject  reject “No answer”: made  -> the ATS
"""


def played(folder: Path, form: str, happens: str = LOG) -> str:
    (folder / "templates").mkdir(exist_ok=True)
    for name, text in {
        "company.yaml": COMPANY,
        "chase.yaml": CHASE,
        "pool.yaml": POOL,
        "templates/hello.md": "---\nsubject: Hello\n---\n\nHello.\n",
    }.items():
        (folder / name).write_text(text)
    (folder / "logs").mkdir(exist_ok=True)
    log = folder / "logs/log.yaml"
    log.write_text(happens)
    checked, read = check_folder(folder), read_log(log)
    assert checked.ok, [each.message for each in checked.diagnostics]
    assert read.log is not None, read.diagnostics
    return FORMATS[form](simulate(checked, read.log).story)


def test_the_calendar_shows_what_other_systems_are_told(tmp_path: Path) -> None:
    assert played(tmp_path, "calendar") == CALENDAR


def test_what_a_run_changes_lets_others_in_and_ends_them(tmp_path: Path) -> None:
    timeline = played(tmp_path, "timeline")
    ends = [line.split() for line in timeline.splitlines() if "  left  " in line]
    assert [(at, hour, sequence, outcome.rstrip(":")) for at, _, hour, _, sequence, outcome, *_ in ends] == [
        ("2026-03-06", "09:00", "chase", "rejected"),
        ("2026-03-06", "09:00", "pool", "rejected"),
    ]


def test_a_log_can_have_a_step_refused(tmp_path: Path) -> None:
    log = f"refused: [chase/tag, chase/tell]\n{LOG}"
    told = [line for line in played(tmp_path, "calendar", log).splitlines() if "chase/" in line]
    assert [line.split("  ")[-2] for line in told] == [
        "tag “no response”: refused, as the log says",
        "told payroll: refused, as the log says",
        "stage “Archive”: made",
        "reject “No answer”: made",
    ]


def test_a_step_that_could_not_be_refused_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no step chase/tags that could be refused") as raised:
        played(tmp_path, "calendar", f"refused: [chase/tags]\n{LOG}")
    assert raised.value.hint == "did you mean `chase/tag`?"
