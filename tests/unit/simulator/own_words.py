"""A company with words of its own, played from a log."""

from collections.abc import Callable
from pathlib import Path

from nurture.language.check import check_folder
from nurture.language.diagnostics import render
from nurture.simulator.formats import FORMATS
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
country: DE
senders:
  talent: {name: Talent team, email: talent@acme.example}
sender_fallback: [talent]
roles:
  buddy: shows a new hire around
  client-manager: decides about an assignment
fields:
  candidate: {graduates_on: date, languages: list}
  application: {contract_ends: date, shift: text}
  job: {invite_pool: yes-no}
  hire: {laptop: text}
events:
  background-check.invited: {means: the check was ordered, about: application, carries: {order: text, days: number}}
  fair.scanned: {means: somebody was scanned at a stand, carries: {fair: text, ended: time}}
"""
HEAD = """\
sequence: own
title: In our own words
owner: ops@acme.example
purpose: internal
for: application
send: {from: talent, hours: always}
enroll: {on: application.created}
"""
WORDS = "---\nsubject: %s\n---\n\nWords.\n"
LOG = """\
team:
  kim: {name: Kim Berg, email: kim@acme.example}
  sam: {name: Sam Ito, email: sam@acme.example}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, graduates_on: 2026-06-30, languages: [sv, de]}
jobs:
  robotics: {title: Robotics Engineer, invite_pool: true, buddy: kim, client-manager: sam}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
"""
Play = Callable[..., list[str]]


def player(tmp_path: Path) -> Play:
    """Plays the log with more events over a sequence with these steps; the mails, each with day, time and receiver."""

    def play(
        steps: str, *events: str, subject: str = "A word", log: str = LOG, head: str = HEAD, shown: str = "calendar"
    ) -> list[str]:
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "company.yaml").write_text(COMPANY)
        (tmp_path / "own.yaml").write_text(f"{head}steps:\n{steps}")
        (tmp_path / "templates/words.md").write_text(WORDS % subject)
        path = tmp_path / "rehearsals/log.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(log + "".join(f"  - {{{event}}}\n" for event in events))
        checked = check_folder(tmp_path)
        assert checked.ok, render(checked.diagnostics, checked.sources)
        read = read_log(path, checked.company.own)
        assert read.log is not None, render(read.diagnostics, {path: read.text})
        story = simulate(checked, read.log).story
        return [line.strip() for line in FORMATS[shown](story).splitlines() if line.strip()]

    return play


def wait(text: str) -> str:
    """A wait, and a mail after it."""
    return f"  - {{id: soon, wait: {text}}}\n  - {{id: a, email: words}}\n"
