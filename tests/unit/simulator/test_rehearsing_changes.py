"""Rehearsals in which a date is taken out and comes back, and in which a job gets another manager."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.simulator.reading import ReadLog, read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Kind

COMPANY = """\
name: Acme
postal_address: 1 Main Street, London
zone: Europe/London
senders:
  talent: {name: Talent team, email: talent@acme.example}
roles:
  buddy: shows a new hire around
"""
SEQUENCE = """\
sequence: before-the-first-day
title: Before the first day
owner: ops@acme.example
purpose: onboarding
for: hire
enroll: {on: application.hired}
exit: {on: application.unhired, as: rescinded}
send: {from: talent, hours: any time, holidays: none}
steps:
  - {id: a-week-before, wait: until 7 days before hire.start_date at 09:00}
  - {id: tell-the-manager, email: hello, to: hiring_manager}
  - {id: tell-the-buddy, email: hello, to: buddy}
"""
LOG = """\
team:
  sam: {name: Sam Okoro, email: sam@acme.example}
  kim: {name: Kim Berger, email: kim@acme.example}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer, hiring_manager: sam}
events:
  - {at: 2026-05-04 09:00, who: maya, applied: robotics}
  - {at: 2026-05-11 09:00, who: maya, hired: 2026-06-01}
"""


def log_with(folder: Path, *events: str) -> ReadLog:
    """What is read of the log with these lines below."""
    (folder / "templates").mkdir()
    (folder / "templates" / "hello.md").write_text("---\nsubject: Hello\n---\n\nWords.\n")
    (folder / "company.yaml").write_text(COMPANY)
    (folder / "one.yaml").write_text(SEQUENCE)
    (folder / "log.txt").write_text(LOG + "".join(f"  - {event}\n" for event in events))
    checked = check_folder(folder)
    assert checked.company is not None, checked.diagnostics
    return read_log(folder / "log.txt", checked.company.own)


def told(folder: Path, *events: str) -> list[tuple[str, str]]:
    """Each mail, when and to whom."""
    read = log_with(folder, *events)
    assert read.log is not None, read.diagnostics
    (maya,) = simulate(check_folder(folder), read.log).story.people
    return [(f"{each.at:%d %b %H:%M}", each.to or "") for each in maya.entries if each.kind is Kind.SENT]


def test_without_a_date_all_stands_still_until_there_is_one(tmp_path: Path) -> None:
    out = "{at: 2026-05-20 10:00, who: maya, start_date_changed: unknown}"
    assert told(tmp_path, out, "{at: 2026-06-10 10:00, who: maya, start_date_changed: 2026-06-22}") == [
        ("15 Jun 08:00", "sam@acme.example"),
    ]


def test_without_a_date_nothing_ever_leaves(tmp_path: Path) -> None:
    assert told(tmp_path, "{at: 2026-05-20 10:00, who: maya, start_date_changed: unknown}") == []


def test_whoever_manages_the_job_by_then_is_told(tmp_path: Path) -> None:
    changed = "{at: 2026-05-20 10:00, job_changed: {job: robotics, hiring_manager: kim, buddy: sam}}"
    assert told(tmp_path, changed) == [("25 May 08:00", "kim@acme.example"), ("25 May 08:00", "sam@acme.example")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("job_changed: {job: robots, hiring_manager: kim}", "no `robots` in `jobs`"),
        ("job_changed: {job: robotics, hiring_manager: lou}", "no `lou` in `team`"),
        ("job_changed: {job: robotics, buddy: lou}", "no `lou` in `team`"),
        ("job_changed: {job: robotics, buddi: kim}", "unknown key `buddi`"),
        ("who: maya, job_changed: {job: robotics, hiring_manager: kim}", "for everybody"),
        ("who: maya, start_date_changed: open", "“open” is not a day"),
    ],
)
def test_a_change_that_can_not_be_is_told(tmp_path: Path, line: str, says: str) -> None:
    (found,) = log_with(tmp_path, f"{{at: 2026-05-20 10:00, {line}}}").diagnostics
    assert says in found.message


def test_a_change_of_a_job_stands_on_the_timelines_of_those_who_applied_for_it(tmp_path: Path) -> None:
    changed = "{at: 2026-05-20 10:00, job_changed: {job: robotics, hiring_manager: kim}}"
    read = log_with(tmp_path, changed)
    assert read.log is not None, read.diagnostics
    (maya,) = simulate(check_folder(tmp_path), read.log).story.people
    assert "Robotics Engineer changed: hiring_manager kim" in [each.text for each in maya.entries]
