"""A rehearsal of `together: each:`: a track for every item, on the virtual clock, under the item's name."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.simulator.formats import FORMATS
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate

FILES = {
    "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\ncountry: DE\n"
    "senders:\n  talent: {name: Talent team, email: talent@acme.example}\nsender_fallback: [talent]\n",
    "templates/ask.md": "---\nsubject: What of {{ topic }}?\n---\n\nPlease have a look.\n",
    "looks.yaml": """\
sequence: looks
title: Somebody looks at each topic
owner: ops@acme.example
purpose: internal
for: application
enroll: {on: application.created}
exit:
  - {on: application.rejected, as: rejected}
send: {from: talent, hours: mon-fri 09:00-17:00}
steps:
  - id: topics
    together:
      each: candidate.tags
      as: topic
      ends_when: {on: application.stage_changed, where: event.to_stage == topic}
      steps:
        - {id: rest, wait: 1 day}
        - {id: ask, email: ask, to: recruiter}  # nurture: allow N063, they are about different topics
        - {id: more, wait: 2 days}
        - {id: look, task: "Look at {{ topic }}", due: 1 day}
""",
}
LOG = """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, tags: [rust, go], recruiter: kim}
team:
  kim: {name: Kim Berger, email: kim@acme.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-03 12:00, who: maya, moved: rust}
  - {at: 2026-03-04 12:00, who: maya, updated: {tags: [rust, go, c]}}
"""


@pytest.fixture
def told(tmp_path: Path) -> list[str]:
    """What the rehearsal says, as a timeline, line by line."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    log = tmp_path / "log.txt"
    log.write_text(LOG)
    read = read_log(log)
    assert read.log is not None, read.diagnostics
    checked = check_folder(tmp_path)
    assert checked.ok, checked.diagnostics
    return [" ".join(line.split()) for line in FORMATS["timeline"](simulate(checked, read.log).story).splitlines()]


def test_each_item_has_its_own_times_and_an_event_ends_one(told: list[str]) -> None:
    assert [line for line in told if " sent " in line] == [
        "2026-03-03 Tue 09:00 sent looks/ask[rust] What of rust? -> kim@acme.example",
        "2026-03-03 Tue 09:00 sent looks/ask[go] What of go? -> kim@acme.example",
        "2026-03-05 Thu 12:00 sent looks/ask[c] What of c? -> kim@acme.example",
    ]
    assert [line[11:] for line in told if "looks/topics" in line] == [
        "Mon 09:00 went on looks/topics began for rust and go [together]",
        "Tue 12:00 went on looks/topics over for rust: application.stage_changed came "
        "Tue 3 Mar 12:00 Europe/Berlin [item-over]",
        "Wed 12:00 went on looks/topics began for c [together]",
        "Sun 12:00 went on looks/topics done: rust and go and c [together-done]",
    ]
    assert not [line for line in told if "[rust]" in line and line > "2026-03-03 Tue 12:00"]
