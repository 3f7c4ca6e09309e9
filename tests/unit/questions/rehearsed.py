"""Plays the excerpts of docs/questions.md: what stands there is what is tested."""

import re
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import yaml

from nurture.language.check import check_folder
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Entry, Kind, Story
from nurture.timing.walltime import wall
from nurture.values import frozen
from tests.unit.docs.markdown import ROOT, blocks

PAGE = ROOT / "docs/questions.md"
COMPANY = """\
name: Acme
postal_address: Acme Ltd, 1 Example Street, London
zone: Europe/London
country: GB
senders:
  talent: {name: The talent team, email: talent@acme.example}
sender_fallback: [talent]
"""
HEAD = """\
sequence: excerpt
title: An excerpt
owner: talent-ops@acme.example
"""
USUAL: Mapping[str, str] = {
    "purpose": "purpose: internal\n",
    "enroll": "enroll: {on: application.created, again: never}\n",
    "exit": "exit: {on: application.rejected, as: rejected}\n",
    "send": "send: {from: talent}\n",
    "steps": "steps:\n  - {id: hello, email: hello}\n",
}
LOG = """\
zone: Europe/London
team:
  kim: {name: Kim Berger, email: kim@acme.example}
  hanna: {name: Hanna Weiss, email: hanna@acme.example}
  lee: {name: Lee Park, email: lee@acme.example}
jobs:
  robotics: {title: Robotics Engineer, recruiter: kim, hiring_manager: hanna}
  optics: {title: Optics Engineer, recruiter: kim, hiring_manager: hanna}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, country: GB, recruiter: kim}
  jonas: {name: Jonas Weber, email: jonas@weber.example, country: GB, recruiter: kim}
"""


@frozen
class Told:
    """What a rehearsal came to, in its order, on the clock of London."""

    story: Story

    @property
    def entries(self) -> list[tuple[str, Entry]]:
        """Who, and what came to them."""
        found = [(person.name, entry) for person in self.story.people for entry in person.entries]
        return sorted(found, key=lambda each: each[1].at)

    @property
    def mails(self) -> list[str]:
        """The messages: the day and the time, and the step; with "to", where it went to one of ours."""
        sent = [entry for _, entry in self.entries if entry.kind is Kind.SENT]
        ours = {
            entry: f" to {entry.to.partition('@')[0]}" for entry in sent if (entry.to or "").endswith("@acme.example")
        }
        return [f"{self._when(entry)} {entry.step}{ours.get(entry, '')}" for entry in sent]

    def rules(self, *rules: str) -> list[str]:
        """When these rules decided something, and which."""
        return [f"{self._when(entry)} {entry.rule}" for _, entry in self.entries if entry.rule in rules]

    @property
    def ends(self) -> list[str]:
        """The runs that ended: of which sequence, and how."""
        left = [entry for _, entry in self.entries if entry.kind is Kind.LEFT]
        return [f"{entry.sequence} {re.split('[:,]', entry.text)[0]}" for entry in left]

    @property
    def held(self) -> list[str]:
        """The runs that wait for a person to step in."""
        return [name for person in self.story.people for name, stands in person.open if stands.startswith("held")]

    def _when(self, entry: Entry) -> str:
        return f"{wall(entry.at, self.story.zone):%a %d %H:%M}"


def excerpts() -> dict[str, str]:
    """The excerpts of the page by their first line."""
    return {block.text.splitlines()[0].removeprefix("# "): block.text for block in blocks(PAGE, "yaml")}


def rehearse(
    folder: Path, caption: str, events: str, *, log: str = LOG, head: str = "", others: Mapping[str, str] | None = None
) -> Told:
    """Plays the excerpt over what happens in March 2026, whose 2nd is a Monday; `events` are lines of a log.

    What an excerpt leaves out stands in `head`, else in `USUAL`. `others` are more sequences, by name, written alike.
    """
    excerpt = excerpts()[caption]
    told = {"excerpt": f"{head}steps:\n{_indented(excerpt)}" if head else excerpt, **(others or {})}
    files = {"company.yaml": COMPANY, "rehearsals/log.yaml": f"{log}events:\n{_indented(dedent(events))}"}
    files |= {
        f"{name}.yaml": _whole(text).replace("sequence: excerpt", f"sequence: {name}") for name, text in told.items()
    }
    for mail in re.findall(r"email: ([a-z-]+)", "".join(files.values())):
        files[f"templates/{mail}.md"] = f"---\nsubject: {mail}\n---\n\nWords of {mail}.\n"
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    checked = check_folder(folder)
    assert checked.ok, checked.diagnostics
    read = read_log(folder / "rehearsals/log.yaml")
    assert read.log is not None, read.diagnostics
    return Told(story=simulate(checked, read.log).story)


def _whole(excerpt: str) -> str:
    stated = yaml.load(excerpt, yaml.BaseLoader)
    text = excerpt if isinstance(stated, dict) else f"steps:\n{_indented(excerpt)}"
    keys = stated.keys() if isinstance(stated, dict) else {"steps"}
    before = [usual for key, usual in USUAL.items() if key not in keys and key != "steps"]
    return "".join([HEAD, *before, text, *([] if "steps" in keys else [USUAL["steps"]])])


def _indented(lines: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in lines.splitlines())
