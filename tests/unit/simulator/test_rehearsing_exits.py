"""Exits for more than one run, graces and restarts on the virtual clock."""

from pathlib import Path
from textwrap import dedent

from nurture.language.check import check_folder
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from tests.unit.simulator.test_rehearsing import COMPANY, WORDS

HEAD = "title: T\nowner: ops@acme.example\npurpose: internal\nfor: application\nsend: {from: talent, hours: any time}\n"
STEPS = "steps:\n  - {id: a-week, wait: 1 week}\n  - {id: first, email: words}\n"
LOG = """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
"""


def played(folder: Path, events: str, **sequences: str) -> list[tuple[str, str, str]]:
    """What came of it: day and time, sequence, and how a run left or what it sent."""
    (folder / "templates").mkdir()
    (folder / "templates" / "words.md").write_text(WORDS)
    (folder / "company.yaml").write_text(COMPANY)
    for name, text in sequences.items():
        (folder / f"{name}.yaml").write_text(f"sequence: {name}\n{HEAD}{dedent(text)}{STEPS}")
    (folder / "log.yml").write_text(LOG + events)
    checked, read = check_folder(folder), read_log(folder / "log.yml")
    assert checked.ok, checked.diagnostics
    assert read.log, read.diagnostics
    [maya] = simulate(checked, read.log).story.people
    return [
        (
            f"{entry.at.astimezone(maya.zone):%d %H:%M}",
            entry.sequence or "",
            f"{entry.kind}: {entry.text}".partition(": ended")[0],
        )
        for entry in maya.entries
        if entry.kind in ("left", "sent")
    ]


ENTER = "enroll: {on: application.created}\n"


def test_what_a_scope_ends_ends_at_the_same_moment(tmp_path: Path) -> None:
    came = played(
        tmp_path,
        "  - {at: 2026-03-04 10:00, who: maya, replied: true}\n",
        one=ENTER + "exit: {on: candidate.replied, as: replied, scope: candidate}\n",
        two=ENTER,
    )
    assert [(at, name, text.partition(":")[0] + text.partition(":")[2][:8]) for at, name, text in came] == [
        ("04 10:00", "one", "left replied"),
        ("04 10:00", "two", "left replied"),
    ]


def test_a_grace_that_nobody_takes_back_ends_the_run_when_it_is_over(tmp_path: Path) -> None:
    exits = "exit: {on: application.rejected, as: rejected, grace: 60 minutes, unless: application.unrejected}\n"
    came = played(tmp_path, "  - {at: 2026-03-04 10:00, who: maya, rejected: Oops}\n", one=ENTER + exits)
    assert [(at, text[:14]) for at, _, text in came] == [("04 11:00", "left: rejected")]


def test_taken_back_in_time_the_mail_leaves_when_it_would_have(tmp_path: Path) -> None:
    exits = "exit: {on: application.rejected, as: rejected, grace: 60 minutes, unless: application.unrejected}\n"
    events = "  - {at: 2026-03-04 10:00, who: maya, rejected: Oops}\n"
    events += "  - {at: 2026-03-04 10:30, who: maya, unrejected: true}\n"
    came = played(tmp_path, events, one=ENTER + exits)
    assert [(at, text[:4]) for at, _, text in came] == [("09 09:00", "sent"), ("09 09:00", "left")]


def test_whoever_starts_over_waits_anew(tmp_path: Path) -> None:
    came = played(
        tmp_path,
        "  - {at: 2026-03-04 10:00, who: maya, moved: Onsite}\n  - {at: 2026-03-06 10:00, who: maya, moved: Offer}\n",
        one="enroll: {on: application.stage_changed, again: restart}\n",
    )
    assert [(at, text[:15]) for at, _, text in came] == [
        ("06 10:00", "left: restarted"),
        ("13 10:00", "sent: A word, M"),
        ("13 10:00", "left: completed"),
    ]
