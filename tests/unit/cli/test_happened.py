"""`nurture happened`: what no ATS states, told by hand."""

from pathlib import Path

import pytest

from nurture.store import audit, events, records, standings
from tests.office import APPLICATION, MARA, Office, mara_is_rejected
from tests.unit.cli.conftest import Run

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: UTC
senders: {talent: {name: Talent, email: talent@acme.example}}
sender_fallback: [talent]
events:
  background-check.invited: {means: the check was ordered, about: application, carries: {order: text, days: number}}
  fair.scanned: {means: somebody was scanned at a stand, carries: {fair_ended: time}}
  job.viewed: {means: looked at a job, about: job, carries: {page: text}}
"""
CHECKS = """\
sequence: checks
title: Background checks
owner: talent@acme.example
purpose: internal
enroll: {on: background-check.invited, again: never}
steps:
  - {id: scan, wait_for: {event: fair.scanned}}
"""
RUN = f"checks/application/{APPLICATION}/1"
INVITED = ("happened", "background-check.invited", "--candidate", "mara@home.example")


@pytest.fixture(autouse=True)
def _mara(bureau: Office, tmp_path: Path) -> None:
    folder = tmp_path / "checks"
    folder.mkdir()
    (folder / "company.yaml").write_text(COMPANY)
    (folder / "checks.yaml").write_text(CHECKS)
    bureau.publish(folder)
    bureau.hear(mara_is_rejected())


def test_an_own_event_is_on_record_with_what_it_carries_and_lets_people_in(bureau: Office, run: Run) -> None:
    ran = run(*INVITED, "order=A1", "days=5", "--at", "2026-03-02 10:00")
    assert (ran.code, ran.out) == (0, "background-check.invited of Mara Lindqvist: noted.\n")
    assert "it is on record; whoever enters by it is started later" in ran.err
    with bureau.parts.store.read() as conn:
        event = events.since(conn, MARA, 0)[-1]
        standing = standings.get(conn, RUN)
        deed = audit.latest(conn)[0]
    assert (event.type, event.application_id) == ("background-check.invited", APPLICATION)
    assert event.data == {"order": "A1", "days": 5}
    assert standing.enrollment.subject.id == APPLICATION
    assert (deed.what, deed.about) == ("told of background-check.invited", MARA)


def test_it_stands_on_the_persons_timeline(run: Run) -> None:
    run(*INVITED, "order=A1")
    shown = run("show", "mara@home.example").out
    assert "the check was ordered" in shown
    assert "background-check.invited, Robotics Engineer, order A1" in shown


def test_an_absence_changes_the_record(bureau: Office, run: Run) -> None:
    assert run("happened", "candidate.out_of_office", "--candidate", MARA, "until=2026-03-23").code == 0
    with bureau.parts.store.read() as conn:
        candidate = records.candidate(conn, MARA)
    assert str(candidate.away_until) == "2026-03-23"
    assert candidate.away_since is not None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("fair.scaned",), "there is no event fair.scaned\ndid you mean `fair.scanned`?\n"),
        (("candidate.replied",), "candidate.replied is not told by hand: it follows from what the ATS, or the person"),
        (("fair.scanned", "rating=A"), "fair.scanned carries no rating\nIt carries `fair_ended`.\n"),
        (("fair.scanned", "fair_ended=noon"), "fair_ended is a time, and “noon” is none\n"),
        (("fair.scanned", "--application", "693"), "fair.scanned is about a person\nLeave --application out.\n"),
        (("background-check.invited", "--application", "1"), "is about one application, and it is not plain which\n"),
        (("fair.scanned", "fair_ended"), "“fair_ended” says nothing: write name=value."),
        (("fair.scanned", "--at", "2999-01-01"), "It lies in the future."),
    ],
)
def test_what_can_not_have_happened_is_refused(run: Run, arguments: tuple[str, ...], told: str) -> None:
    ran = run("happened", *arguments, "--candidate", MARA)
    assert ran.code != 0
    assert told in ran.err


def test_what_somebody_did_with_a_job_names_it_and_knows_its_title(bureau: Office, run: Run) -> None:
    viewed = ("happened", "job.viewed", "--candidate", MARA)
    assert "Name it by --job" in run(*viewed).err
    assert "no job greenhouse:0 is on record" in run(*viewed, "--job", "greenhouse:0").err
    with bureau.parts.store.read() as conn:
        [job] = records.openings(conn)
    assert run(*viewed, "--job", job.id, "page=2").code == 0
    with bureau.parts.store.read() as conn:
        event = events.since(conn, MARA, 0)[-1]
    assert (event.job_id, event.application_id) == (job.id, None)
    assert (event.data["job.id"], event.data["job.title"], event.data["page"]) == (job.id, job.title, "2")
    assert "is about no job" in run("happened", "fair.scanned", "--candidate", MARA, "--job", job.id).err
