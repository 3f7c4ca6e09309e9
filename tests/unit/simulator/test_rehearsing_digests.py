"""A rehearsal of `digest`: one mail for several people, told of each; and no quick one, since they meet in it."""

from pathlib import Path

import pytest

from nurture.language.check import Checked, check_folder
from nurture.language.codes import Example
from nurture.simulator.formats import FORMATS
from nurture.simulator.quick.stage import why_not
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate

STEPS = """\
purpose: internal
steps:
  - id: note
    email: hello
    to: recruiter
    digest: daily at 10:00
"""
LOG = """\
zone: Europe/Berlin
team: {kim: {name: Kim Berger, email: kim@acme.example}}
jobs: {robotics: {title: Robotics Engineer, recruiter: kim}}
people: {maya: {name: Maya Lindqvist, country: DE}, jonas: {name: Jonas Weber, country: DE}}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-02 09:30, who: jonas, applied: robotics}
"""


OF_ALL = STEPS.replace("    digest: daily at 10:00\n", "").replace("steps:", "send: {digest: daily at 10:00}\nsteps:")


@pytest.fixture(params=[STEPS, OF_ALL], ids=["of the step", "of the sequence"])
def checked(tmp_path: Path, request: pytest.FixtureRequest) -> Checked:
    """A sequence whose mail to the recruiter is a digest."""
    for name, text in {**Example(text=request.param).folder(), "rehearsals/log.yaml": LOG}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return check_folder(tmp_path)


def test_one_mail_is_told_of_each_whom_it_is_about(checked: Checked, tmp_path: Path) -> None:
    log = read_log(tmp_path / "rehearsals/log.yaml").log
    assert log is not None
    lines = FORMATS["timeline"](simulate(checked, log).story).splitlines()
    told = [" ".join(line.split()) for line in lines if " sent " in line]
    assert told == ["2026-03-02 Mon 10:00 sent welcome/note Hello, and 1 more -> kim@acme.example"] * 2


def test_what_people_share_takes_the_whole_record(checked: Checked) -> None:
    assert why_not(checked)[0] in ("welcome/note has `digest`", "welcome has `send: digest`")
