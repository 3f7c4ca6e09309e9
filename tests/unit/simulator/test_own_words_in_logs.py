"""A company's own fields, events and roles in a rehearsal: the same as on a real installation, on a virtual clock."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder, own_of_folder
from nurture.language.diagnostics import render
from nurture.simulator.quick import play as quickly
from nurture.simulator.quick import stage_of, why_not
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Kind
from tests.unit.simulator.own_words import COMPANY, HEAD, LOG, WORDS, Play, player, wait


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return player(tmp_path)


def test_a_wait_counts_from_an_own_date_and_follows_it(play: Play) -> None:
    steps = wait("until 30 days before application.contract_ends at 09:00")
    told = "at: 2026-03-05 10:00, who: maya, updated: {application: {contract_ends: 2026-07-31}}"
    moved = "at: 2026-03-10 10:00, who: maya, updated: {application: {contract_ends: 2026-10-30}}"
    assert play(steps) == ["no mail"]
    assert play(steps, told)[0] == "2026-07-01 Wed"
    assert play(steps, told, moved)[0] == "2026-09-30 Wed"


def test_a_wait_counts_from_an_own_date_of_the_person(play: Play) -> None:
    steps = wait("until 1 week before candidate.graduates_on")
    assert play(steps)[0] == "2026-06-23 Tue"
    later = "at: 2026-03-10 10:00, who: maya, updated: {graduates_on: 2026-09-30}"
    assert play(steps, later)[0] == "2026-09-23 Wed"


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        ("candidate.graduates_on and days_until(candidate.graduates_on) == 120", True),
        ('"sv" in (candidate.languages | or([]))', True),
        ("job.invite_pool", True),
        ("application.job.invite_pool", True),
        ('application.shift == "late"', False),
        ("not application.shift", True),
    ],
)
def test_own_fields_can_be_asked_for(play: Play, condition: str, is_met: bool) -> None:
    steps = f"  - {{id: a, email: words, if: '{condition}'}}\n"
    assert (play(steps) != ["no mail"]) == is_met


def test_own_fields_and_roles_can_be_written(play: Play) -> None:
    subject = '"{{ buddy.first_name | or(``) }}: {{ candidate.languages | or([]) | join(`/`) }}"'.replace("`", "'")
    assert "Kim: sv/de" in play("  - {id: a, email: words}\n", subject=subject)[1]


def test_an_own_role_gets_mail_and_signs_it(play: Play) -> None:
    steps = "  - {id: a, email: words, to: client-manager, from: buddy}\n"
    assert play(steps)[1].endswith("sam@acme.example")


def test_an_own_role_gets_tasks(play: Play) -> None:
    told = play("  - {id: show, task: Show them around, assign: buddy}\n", shown="timeline")
    assert any("gave the buddy a task" in line for line in told)
    assert any("notice sent" in line for line in told)


def test_mail_to_a_role_that_nobody_holds_is_skipped(play: Play) -> None:
    log = LOG.replace("buddy: kim, ", "")
    assert play("  - {id: a, email: words, to: buddy}\n", log=log) == ["no mail"]


def test_an_own_event_ends_a_wait_and_carries_what_it_was_told(play: Play) -> None:
    steps = """\
  - id: check
    wait_for: {event: background-check.invited, where: event.days and event.days > 3, timeout: 30 days}
    then:
      - {id: a, email: words}
"""
    subject = "Order {{ event.order | or('?') }}"
    invited = "at: 2026-03-05 10:00, who: maya, event: background-check.invited, carries: {order: A1, days: %s}"
    assert play(steps, invited % 2, subject=subject) == ["no mail"]
    assert "Order A1" in play(steps, invited % 5, subject=subject)[1]


def test_an_own_event_lets_people_in(play: Play) -> None:
    head = HEAD.replace("for: application\n", "").replace("on: application.created", "on: fair.scanned, again: never")
    event = "at: 2026-03-05 10:00, who: maya, event: fair.scanned, carries: {fair: Hannover}"
    told = play("  - {id: a, email: words}\n", event, head=head, subject="From {{ event.fair | or('?') }}")
    assert told[0] == "2026-03-05 Thu"
    assert "Hannover" in told[1]


def test_where_somebody_comes_from_is_on_record(play: Play) -> None:
    log = LOG.replace("applied: robotics}", "applied: robotics, source: Agency}")
    head = HEAD.replace("created}", "created, where: application.source != 'Agency'}")
    assert play("  - {id: a, email: words}\n", head=head, log=log) == ["no mail"]
    assert play("  - {id: a, email: words}\n", head=head) != ["no mail"]


def test_openings_can_be_listed(play: Play) -> None:
    log = LOG.replace("events:", "  optics: {title: Optics Engineer}\nevents:")
    steps = wait("1 week")
    subject = '"{% for each in openings %}{{ each.title }}{% if not loop.last %}, {% endif %}{% endfor %}"'
    told = play(steps, "at: 2026-03-05 10:00, opened: optics", subject=subject, log=log)
    assert "Optics Engineer, Robotics Engineer" in told[1]


@pytest.mark.parametrize(
    "ended", ["2026-03-05 17:00", "2026-03-05T17:00:00+01:00"], ids=["on its clock", "with a zone"]
)
def test_a_moment_that_an_event_carries_is_on_the_logs_clock(play: Play, ended: str) -> None:
    head = HEAD.replace("for: application\n", "").replace("on: application.created", "on: fair.scanned, again: never")
    event = f'at: 2026-03-05 10:00, who: maya, event: fair.scanned, carries: {{ended: "{ended}"}}'
    told = play(wait("until 30 minutes after event.ended"), event, head=head, shown="timeline")
    assert any("until Thu 5 Mar 17:30 Europe/Berlin" in line for line in told), told


@pytest.mark.parametrize(
    ("event", "code", "words"),
    [
        ("who: maya, updated: {graduates_on: soon}", "N012", "“soon” is none"),
        ("who: maya, updated: {application: {laptop: x}}", "N010", "`application` has no `laptop` in company.yaml"),
        ("who: maya, event: fair.scaned", "N014", "no event of the company's own"),
        ("who: maya, event: candidate.replied", "N014", "no event of the company's own"),
        ("who: maya, event: fair.scanned, carries: {stand: A}", "N010", "carries no `stand`"),
        ("who: maya, event: fair.scanned, carries: {ended: noon}", "N012", "`ended` is a time"),
        ("who: maya, replied: true, carries: {x: y}", "N018", "`carries` goes with `event`"),
        ("who: maya, updated: {buddy: nobody}", "N013", "there is no `nobody` in `team`"),
        ("who: maya, updated: {own: {x: 1}}", "N010", "unknown key `own`"),
    ],
)
def test_what_a_log_says_wrongly_is_told(tmp_path: Path, event: str, code: str, words: str) -> None:
    (tmp_path / "company.yaml").write_text(COMPANY)
    path = tmp_path / "log.yaml"
    path.write_text(f"{LOG}  - {{at: 2026-03-05 10:00, {event}}}\n")
    [found] = read_log(path, own_of_folder(tmp_path)).diagnostics
    assert words in found.message
    assert found.code == code


QUICK = """\
sequence: quick
title: The same without a database
owner: ops@acme.example
purpose: internal
for: application
send: {from: buddy, hours: always}
enroll: {on: application.created, where: job.invite_pool}
steps:
  - {id: soon, wait: until 30 days before application.contract_ends}
  - {id: a, email: words, to: client-manager, if: candidate.graduates_on and candidate.skills}
  - id: check
    wait_for: {event: background-check.invited, where: event.days and event.days > 3, timeout: 90 days}
    then: [{id: b, email: words}]
  - {id: c, email: words}
"""
QUICKLY = (
    LOG
    + """\
  - {at: 2026-03-05 10:00, who: maya, updated: {skills: [Go], application: {contract_ends: 2026-07-31}}}
  - {at: 2026-07-05 10:00, who: maya, event: background-check.invited, carries: {days: 5}}
  - {at: 2026-07-05 11:00, who: maya, out_of_office: true}
"""
)


@pytest.mark.parametrize("more", ["", "  - {at: 2026-07-05 09:30, who: maya, bounced: true}\n"])
def test_a_quick_rehearsal_comes_to_the_same(tmp_path: Path, more: str) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "company.yaml").write_text(COMPANY)
    (tmp_path / "quick.yaml").write_text(QUICK)
    (tmp_path / "templates/words.md").write_text(WORDS % "A word")
    path = tmp_path / "rehearsals/log.yaml"
    path.parent.mkdir()
    path.write_text(QUICKLY + more)
    checked = check_folder(tmp_path)
    assert checked.ok, render(checked.diagnostics, checked.sources)
    log = read_log(path, own_of_folder(tmp_path)).log
    assert log is not None
    assert why_not(checked) == ()
    [whole], [quick] = simulate(checked, log).story.people, quickly(stage_of(checked), log).people
    sent = [(each.at, each.step, each.to, each.sender) for each in whole.entries if each.kind is Kind.SENT]
    assert [each.step for each in whole.entries if each.kind is Kind.SENT] == (["a"] if more else ["a", "b", "c"])
    assert [(each.at, each.step, each.to, each.sender) for each in quick.entries if each.kind is Kind.SENT] == sent


def test_what_follows_from_others_takes_the_whole_record(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "company.yaml").write_text(COMPANY)
    (tmp_path / "quick.yaml").write_text(QUICK.replace("where: job.invite_pool", "where: job and job.applications > 3"))
    (tmp_path / "templates/words.md").write_text(WORDS % "A word")
    assert why_not(check_folder(tmp_path)) == ("quick names `job.applications`",)


def test_a_table_has_columns_for_own_fields(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text(COMPANY)
    path = tmp_path / "log.csv"
    path.write_text(
        "at,who,event,value,candidate.graduates_on,candidate.skills,job.title,job.invite_pool\n"
        "2026-03-02 09:00,maya,applied,robotics,2026-06-30,Go;SQL,Robotics Engineer,true\n"
        "2026-03-05 09:00,maya,event,fair.scanned,,,,\n"
    )
    read = read_log(path, own_of_folder(tmp_path))
    assert read.log is not None, read.diagnostics
    assert (read.log.people["maya"].own, read.log.people["maya"].skills) == (
        {"graduates_on": "2026-06-30"},
        ("Go", "SQL"),
    )
    assert read.log.jobs["robotics"].own == {"invite_pool": True}
    assert read.log.events[1].event == "fair.scanned"


def test_an_event_about_an_application_needs_one(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text(COMPANY)
    path = tmp_path / "log.yaml"
    early = "  - {at: 2026-03-01 10:00, who: maya, event: background-check.invited}\n"
    path.write_text(LOG + early)
    [found] = read_log(path, own_of_folder(tmp_path)).diagnostics
    assert "maya has not applied by then" in found.message
