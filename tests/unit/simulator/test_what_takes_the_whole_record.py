"""What the quick rehearsal leaves to the whole one, and says why."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.simulator.quick import why_not
from tests.office import SEQUENCES

JOURNEYS = Path(__file__).parents[2] / "journeys"
TASK = """\
sequence: by-phone
title: Call everybody who applies
owner: talent-ops@acme.example
purpose: application
enroll: {on: application.created}
exit: [{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]
steps:
  - id: call
    task: Call them
    assign: recruiter
    outcomes: [done]
"""


def test_what_takes_the_whole_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text())
    (tmp_path / "by-phone.yaml").write_text(TASK)
    assert why_not(check_folder(tmp_path)) == ("by-phone/call is a `task`",)


@pytest.mark.parametrize(
    ("step", "send", "reason"),
    [
        ("wait_for: {event: application.told, timeout: 1 week}", "{}", "by-phone names `application.told`"),
        ("email: one", "{at_most: 1 per day}", "by-phone has `send: at_most`"),
    ],
)
def test_what_depends_on_the_mails_of_other_runs_is_named(tmp_path: Path, step: str, send: str, reason: str) -> None:
    (tmp_path / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text())
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "one.md").write_text("---\nsubject: One\n---\nWords.\n")
    text = TASK.partition("steps:")[0] + f"send: {send}\nsteps:\n  - id: only\n    {step}\n"
    (tmp_path / "by-phone.yaml").write_text(text)
    assert why_not(check_folder(tmp_path)) == (reason,)


@pytest.mark.parametrize(
    ("journey", "reasons"),
    [
        ("j11-weekly-jobs", {"job-alerts names `openings`", "job-nudge names `job.applied_at`"}),
        (
            "j12-waves",
            {
                "job-invitation lets many in at once",
                "job-invitation names `job.applications`",
                "job-invitation names `job.turned_down_at`",
                "job-invitation/subject has `decide`",
            },
        ),
    ],
)
def test_what_others_do_and_what_a_person_was_told_of_take_the_whole_record(journey: str, reasons: set[str]) -> None:
    assert reasons <= set(why_not(check_folder(JOURNEYS / journey)))
