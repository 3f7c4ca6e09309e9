"""The quick rehearsal decides what the whole one does: it is the same engine and gate, with other records."""

import shutil
from pathlib import Path

import pytest

from nurture.language.check import Checked, check_folder
from nurture.simulator.crowd import read_population
from nurture.simulator.log import Log
from nurture.simulator.population import Population
from nurture.simulator.quick import play, stage_of, why_not
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import only, simulate
from nurture.simulator.story import Entry, Kind, PersonStory
from nurture.values import replace
from tests.office import SEQUENCES

REHEARSALS = SEQUENCES / "rehearsals"
AS_TOLD = frozenset({Kind.LEFT, Kind.STAYED_OUT, Kind.NOT_SENT, Kind.PUT_OFF, Kind.WENT_ON})
"""Kinds of entries whose sentence must be the same; a mail that was not rendered has no subject."""


@pytest.fixture(scope="module")
def quarter() -> Population:
    """The population that ships with the sequences."""
    read = read_population(REHEARSALS / "populations" / "a-quarter.yaml")
    assert read.population is not None, read.diagnostics
    return read.population


def told(person: PersonStory) -> list[Entry]:
    """What was decided about somebody, in an order of its own where it happened at one moment."""
    decided = (entry for entry in person.entries if entry.kind is not Kind.HAPPENED)
    bare = (entry if entry.kind in AS_TOLD else replace(entry, text="") for entry in decided)
    return sorted(bare, key=repr)


def log_of(folder: Path, text: str) -> Log:
    """The log that is written like that; the folder is as before."""
    (folder / "a-log.txt").write_text(text)
    log = read_log(folder / "a-log.txt").log
    (folder / "a-log.txt").unlink()
    assert log is not None
    return log


def agree(checked: Checked, log: Log) -> None:
    """Plays a log both ways and demands the same of everybody."""
    assert why_not(checked) == ()
    whole, quick = simulate(checked, log).story, play(stage_of(checked), log)
    assert [told(person) for person in quick.people] == [told(person) for person in whole.people]
    assert [person.open for person in quick.people] == [person.open for person in whole.people]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_crowd_gets_the_same_at_the_same_times(quarter: Population, seed: int) -> None:
    agree(check_folder(SEQUENCES), quarter.drawn(range(60), seed=seed))


@pytest.mark.parametrize("example", ["application-received", "new-hire-onboarding", "silver-medalist"])
def test_a_log_comes_to_the_same(example: str) -> None:
    log = read_log(REHEARSALS / f"{example}.yaml").log
    assert log is not None
    agree(only(check_folder(SEQUENCES), (example,)), log)


REMINDED = """\
sequence: reminded
title: Remind three times, unless they are in for another job
owner: talent-ops@acme.example
purpose: application
enroll: {on: application.created}
exit: [{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]
steps:
  - id: remind
    repeat:
      every: 2 business days
      times: 3
      steps:
        - id: reminder
          email: application-received/receipt
          if: candidate.active_applications == 1
"""
IN_FOR_TWO = """\
jobs: {robotics: {title: Robotics Engineer}, lab: {title: Lab Technician}}
people: {maya: {name: Maya Lindqvist, email: maya@lindqvist.example, country: DE}}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-03 09:00, who: maya, applied: lab}
  - {at: 2026-03-05 09:00, who: maya, rejected: true, job: lab}
"""


def test_reminders_come_to_the_same_and_so_does_the_number_of_applications(tmp_path: Path) -> None:
    shutil.copytree(SEQUENCES / "templates", tmp_path / "templates")
    shutil.copy(SEQUENCES / "company.yaml", tmp_path)
    (tmp_path / "reminded.yaml").write_text(REMINDED)
    (tmp_path / "in-for-two.log.yaml").write_text(IN_FOR_TWO)
    log = read_log(tmp_path / "in-for-two.log.yaml").log
    (tmp_path / "in-for-two.log.yaml").unlink()
    assert log is not None
    checked = check_folder(tmp_path)
    agree(checked, log)
    sent = [entry.at.day for entry in simulate(checked, log).story.people[0].entries if entry.kind is Kind.SENT]
    assert sent == [2, 6]


CAMPAIGN = """\
sequence: campaign
title: Write to whoever was turned down
owner: talent-ops@acme.example
purpose: nurture
exclusive: outreach
enroll: {on: application.rejected}
exit:
  - {on: candidate.replied, as: replied}
  - {on: candidate.opted_out, as: opted-out}
steps:
  - {id: hello, email: application-received/receipt}
  - {id: pause, wait: 7 days}
  - {id: again, email: application-received/receipt}
"""
OUTREACH = "exclusive: outreach\n"
THANKS = """\
sequence: thanks
title: Tell the recruiter of whoever answered
owner: talent-ops@acme.example
purpose: internal
exclusive: outreach
enroll:
  - {on: candidate.replied, where: event.sequence == "campaign", again: always}
  - {on: candidate.opted_out, again: always}
steps:
  - {id: tell, email: application-received/receipt, to: recruiter}
"""
THEY_ANSWER = """\
team: {kim: {name: Kim Park, email: kim@acme.example}}
jobs: {robotics: {title: Robotics Engineer}}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, country: DE, recruiter: kim}
  jonas: {name: Jonas Weber, email: jonas@weber.example, country: DE, recruiter: kim}
  theo: {name: Theo Marsh, email: theo@marsh.example, country: DE}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-02 09:00, who: jonas, applied: robotics}
  - {at: 2026-03-02 09:00, who: theo, applied: robotics}
  - {at: 2026-03-02 10:00, who: theo, replied: before anything was sent}
  - {at: 2026-03-03 09:00, who: maya, rejected: true}
  - {at: 2026-03-03 09:00, who: jonas, rejected: true}
  - {at: 2026-03-04 10:00, who: maya, replied: true}
  - {at: 2026-03-04 10:00, who: jonas, opted_out: nurture}
"""


def test_a_reply_and_an_opt_out_end_one_run_and_begin_another(tmp_path: Path) -> None:
    shutil.copytree(SEQUENCES / "templates", tmp_path / "templates")
    company = (SEQUENCES / "company.yaml").read_text()
    (tmp_path / "company.yaml").write_text(company + "\ngroups: {outreach: campaigns}\n")
    (tmp_path / "campaign.yaml").write_text(CAMPAIGN)
    (tmp_path / "thanks.yaml").write_text(THANKS)
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "answers.yaml").write_text(THEY_ANSWER)
    log = read_log(tmp_path / "log" / "answers.yaml").log
    shutil.rmtree(tmp_path / "log")
    assert log is not None
    checked = check_folder(tmp_path)
    agree(checked, log)
    entered = [
        [entry.sequence for entry in person.entries if entry.kind is Kind.ENTERED]
        for person in simulate(checked, log).story.people
    ]
    assert entered == [["campaign", "thanks"], ["campaign", "thanks"], []]


def test_whose_priority_is_higher_goes_first_either_way(tmp_path: Path) -> None:
    shutil.copytree(SEQUENCES / "templates", tmp_path / "templates")
    company = (SEQUENCES / "company.yaml").read_text().replace("at_most: 3 per week", "at_most: 1 per week")
    assert "at_most: 1 per week" in company
    (tmp_path / "company.yaml").write_text(company + "\ngroups: {outreach: campaigns}\n")
    for name, priority in (("a-tips", "low"), ("news", "normal"), ("role", "high")):
        text = CAMPAIGN.replace("campaign", name).replace("exclusive: outreach", f"send: {{priority: {priority}}}")
        (tmp_path / f"{name}.yaml").write_text(text)
    log = log_of(tmp_path, THEY_ANSWER.rpartition("  - {at: 2026-03-04 10:00, who: maya")[0])
    checked = check_folder(tmp_path)
    agree(checked, log)
    maya = simulate(checked, log).story.people[0]
    assert [entry.sequence for entry in maya.entries if entry.kind is Kind.SENT][:4] == [
        "role",
        "news",
        "a-tips",
        "role",
    ]


IN_TRACKS = """\
steps:
  - id: both
    together:
      tracks:
        mails:
          - {id: pause, wait: 1 day}
          - {id: slow, email: application-received/receipt, hours: "thu 10:00-11:00"}
        beside:
          - {id: meanwhile, wait: 8 days}
          - {id: second, email: application-received/receipt}
"""


def test_a_mail_keeps_its_turn_beside_a_track_that_moves_first_either_way(tmp_path: Path) -> None:
    shutil.copytree(SEQUENCES / "templates", tmp_path / "templates")
    company = (SEQUENCES / "company.yaml").read_text().replace("at_most: 3 per week", "at_most: 1 per week")
    (tmp_path / "company.yaml").write_text(company + "\ngroups: {outreach: campaigns}\n")
    (tmp_path / "first.yaml").write_text(CAMPAIGN.replace("campaign", "first").partition("  - {id: pause")[0])
    later = CAMPAIGN.replace("  - {id: hello", "  - {id: late, wait: 1 day}\n  - {id: hello").replace(OUTREACH, "")
    (tmp_path / "tips.yaml").write_text(later.replace("campaign", "tips").partition("  - {id: pause")[0])
    tracks = CAMPAIGN.partition("steps:")[0] + IN_TRACKS
    (tmp_path / "role.yaml").write_text(
        tracks.replace("campaign", "role").replace(OUTREACH, "send: {priority: high}\n")
    )
    log = log_of(tmp_path, THEY_ANSWER.rpartition("  - {at: 2026-03-04 10:00, who: maya")[0])
    checked = check_folder(tmp_path)
    agree(checked, log)
    maya = simulate(checked, log).story.people[0]
    sent = [(entry.sequence, entry.step) for entry in maya.entries if entry.kind is Kind.SENT]
    assert sent[:2] == [("first", "hello"), ("role", "slow")]


AT_ONSITE = """\
sequence: at-onsite
title: Tell them what comes next
owner: talent-ops@acme.example
purpose: application
enroll: {on: application.stage_changed, where: application.stage == "Onsite", every_visit: true}
exit: [{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]
steps:
  - {id: hello, email: application-received/receipt}
  - {id: pause, wait: 7 days}
  - {id: again, email: application-received/receipt}
"""
THEY_MOVE = """\
jobs: {robotics: {title: Robotics Engineer}}
people: {maya: {name: Maya Lindqvist, email: maya@lindqvist.example, country: DE}}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
  - {at: 2026-03-03 09:00, who: maya, moved: Face to face}
  - {at: 2026-03-05 09:00, who: maya, moved: On-site interview}
  - {at: 2026-03-20 09:00, who: maya, moved: Offer}
"""


def test_stages_that_are_one_to_the_company_are_one_either_way(tmp_path: Path) -> None:
    shutil.copytree(SEQUENCES / "templates", tmp_path / "templates")
    stages = "\nstages: {Onsite: [Face to face, On-site interview], Offer: []}\n"
    (tmp_path / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text() + stages)
    (tmp_path / "at-onsite.yaml").write_text(AT_ONSITE)
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "moves.yaml").write_text(THEY_MOVE)
    log = read_log(tmp_path / "log" / "moves.yaml").log
    shutil.rmtree(tmp_path / "log")
    assert log is not None
    checked = check_folder(tmp_path)
    agree(checked, log)
    kinds = [entry.kind for entry in simulate(checked, log).story.people[0].entries if entry.kind is not Kind.HAPPENED]
    assert (kinds.count(Kind.ENTERED), kinds.count(Kind.SENT)) == (1, 2)
