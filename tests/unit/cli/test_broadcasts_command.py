"""`nurture broadcasts`, and pausing one; publishing what needs the calendar."""

from pathlib import Path

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Happening, Intake, JobUpdate
from nurture.service.broadcasting import carry_on
from nurture.store import broadcasts
from nurture.values import replace
from tests.office import CALLS, REJECTED, Office

OPENINGS = """\
sequence: openings
title: Openings
owner: ops@acme.example
purpose: internal
for: candidate
enroll: {on: job.opened, where: candidate.country == "DE", again: never}
steps:
  - id: call
    task: Call them
"""
JOB = Intake(
    at=REJECTED,
    happenings=(Happening(type=EventType.JOB_OPENED, job_id="greenhouse:7"),),
    jobs=(JobUpdate(id="greenhouse:7", fields={"title": "Engineer"}),),
    candidates=tuple(
        CandidateUpdate(id=f"greenhouse:{country}", fields={"country": country}) for country in ("DE", "FR")
    ),
)


def folder_with(home: Path, **sequences: str) -> Path:
    """A folder of sequences."""
    home.mkdir()
    (home / "company.yaml").write_text(CALLS["company.yaml"])
    for name, text in sequences.items():
        (home / f"{name}.yaml").write_text(text)
    return home


@pytest.fixture
def opened(bureau: Office, tmp_path: Path) -> Office:
    """A job has opened, and somebody came in."""
    bureau.publish(folder_with(tmp_path / "here", openings=OPENINGS))
    bureau.hear(JOB)
    with bureau.parts.store.read() as conn:
        [broadcast] = broadcasts.listed(conn, limit=5)
    carry_on(bureau.parts, broadcast.id)
    return bureau


def test_they_are_listed_with_how_far_they_came(opened: Office, run) -> None:
    ran = run("broadcasts")
    line = next(line for line in ran.out.splitlines() if line.startswith("broadcast/"))
    assert line.split() == [
        "broadcast/openings/1/job.opened/greenhouse:7/2026-03-02T09:00:00Z",
        *("2026-03-02", "09:00", "done", "2", "people", "1"),
    ]


def test_where_the_best_come_first_it_says_how_many_fit(opened: Office, run) -> None:
    with opened.parts.store.write() as conn:
        [broadcast] = broadcasts.listed(conn, limit=5)
        broadcasts.save(conn, replace(broadcast, entered=3, fit=1204))
    assert "3 of 1,204" in run("broadcasts").out


def test_where_there_was_none_only_talk_is_written(bureau: Office, run) -> None:
    ran = run("broadcasts")
    assert (ran.out, ran.err) == ("", "There was no occasion for many to come in.\n")


def test_publishing_a_time_that_comes_again_says_when_temporal_could_not_be_told(
    bureau: Office, run, tmp_path: Path
) -> None:
    plain = run("apply", "--folder", str(folder_with(tmp_path / "plain", openings=OPENINGS)))
    timed = OPENINGS.replace("on: job.opened", "every: day at 06:00")
    again = run("apply", "--folder", str(folder_with(tmp_path / "timed", openings=timed)))
    assert (plain.code, "every" in plain.err) == (0, False)
    assert (again.code, "`every` and `at` begin when a worker is started" in again.err) == (0, True)
