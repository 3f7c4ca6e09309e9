"""Questions 1, 8, 9 and 10 of docs/questions.md: whom, whose, and who."""

from pathlib import Path

import pytest

from tests.unit.questions.rehearsed import LOG, rehearse

TWO_JOBS = """\
- {at: 2026-03-02 10:00, who: maya, applied: robotics}
- {at: 2026-03-03 10:00, who: maya, applied: optics}
"""


def test_whoever_applies_for_two_jobs_has_two_runs(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "of itself: one run for each application", TWO_JOBS)
    assert told.mails == ["Mon 02 10:00 hello", "Tue 03 10:00 hello"]


def test_for_a_candidate_there_is_one_run_however_often_they_apply(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "one run for each person", TWO_JOBS)
    assert told.mails == ["Mon 02 10:00 hello"]


def test_for_interviews_each_has_a_run(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-03 10:00, who: maya, interview: {name: onsite, at: "2026-03-10 09:00"}}
    - {at: 2026-03-04 10:00, who: maya, interview: {name: final, at: "2026-03-12 09:00"}}
    """
    assert rehearse(tmp_path, "one run for each interview", events).mails == [
        "Tue 03 10:00 hello",
        "Wed 04 10:00 hello",
    ]


def test_for_offers_each_has_a_run(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-03 10:00, who: maya, offer: {start: 2026-07-01}}
    - {at: 2026-03-04 10:00, who: maya, offer: {start: 2026-08-01}}
    """
    assert rehearse(tmp_path, "one run for each offer", events).mails == ["Tue 03 10:00 hello", "Wed 04 10:00 hello"]


def test_for_hires_each_has_a_run(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-03 10:00, who: maya, hired: 2026-04-01}
    """
    assert rehearse(tmp_path, "one run for each hire", events).mails == ["Tue 03 10:00 hello"]


def test_for_referrals_each_has_a_run(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, referred: {job: robotics, by: kim}}
    - {at: 2026-03-03 10:00, who: maya, referred: {job: optics, by: lee}}
    """
    told = rehearse(tmp_path, "one run for each recommendation", events)
    assert told.mails == ["Mon 02 10:00 hello", "Tue 03 10:00 hello"]


def test_for_assignments_each_has_a_run(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-03 10:00, who: maya, hired: 2026-03-09}
    - {at: 2026-03-04 10:00, who: maya, assignment: {ends: 2026-07-31}}
    """
    assert rehearse(tmp_path, "one run for each assignment", events).mails == ["Wed 04 10:00 hello"]


def test_a_second_visit_to_a_stage_is_another_run(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-03 10:00, who: maya, moved: Onsite}
    - {at: 2026-03-04 10:00, who: maya, moved: Application Review}
    - {at: 2026-03-05 10:00, who: maya, moved: Onsite}
    """
    told = rehearse(tmp_path, "one run for each visit to a stage", events)
    assert told.mails == ["Tue 03 10:00 hello", "Thu 05 10:00 hello"]


def test_a_role_is_whoever_holds_it_when_the_mail_leaves(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-02 15:00, job_changed: {job: robotics, hiring_manager: lee}}
    """
    assert rehearse(tmp_path, "of itself: who it is by then", events).mails == ["Tue 03 10:00 please-look to lee"]


NO_MANAGER = LOG.replace("recruiter: kim, hiring_manager: hanna", "recruiter: kim")
APPLIES = "- {at: 2026-03-02 10:00, who: maya, applied: robotics}\n"


def test_where_nobody_holds_the_role_the_next_of_the_list_reads_it(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "else somebody else", APPLIES, log=NO_MANAGER)
    assert told.mails == ["Mon 02 10:00 please-look to kim"]


def test_where_nobody_is_there_at_all_a_person_has_to_step_in(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "nobody: held", APPLIES, log=NO_MANAGER)
    assert (told.mails, told.held) == ([], ["excerpt"])


OTHERS = {
    "same-purpose": "for: candidate\nsteps:\n  - {id: long, wait: 60 days}\n",
    "same-application": "purpose: application\n"
    "exit: [{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]\n"
    "steps:\n  - {id: long, wait: 60 days}\n",
    "of-the-person": "for: candidate\npurpose: onboarding\nsteps:\n  - {id: long, wait: 60 days}\n",
    "after": "enroll: {on: candidate.updated, again: never}\nfor: candidate\n",
}
REPLIES = """\
- {at: 2026-03-06 19:00, who: maya, applied: robotics}
- {at: 2026-03-07 10:00, who: maya, replied: Not now}
- {at: 2026-03-09 10:00, who: maya, updated: {tags: [vip]}}
"""


@pytest.mark.parametrize(
    ("caption", "ended", "begins_again"),
    [
        ("of itself: this run", set(), True),
        ("all about this application", {"same-application"}, True),
        ("all of this person", {"same-application", "same-purpose", "of-the-person"}, True),
        ("all with this purpose", {"same-purpose"}, True),
        ("everything, from now on", {"same-application", "same-purpose", "of-the-person"}, False),
    ],
)
def test_an_exit_takes_along_whom_its_scope_names(
    tmp_path: Path, caption: str, ended: set[str], begins_again: bool
) -> None:
    told = rehearse(tmp_path, caption, REPLIES, others=OTHERS)
    stopped = {each.partition(" ")[0] for each in told.ends if each.endswith("replied")}
    assert stopped == {"excerpt", *ended}
    assert ("Mon 09 10:00 hello" in told.mails) is begins_again


HIRED_ELSEWHERE = """\
- {at: 2026-03-06 19:00, who: maya, applied: robotics}
- {at: 2026-03-07 10:00, who: maya, applied: optics}
- {at: 2026-03-08 10:00, who: maya, hired: 2026-05-04, job: optics}
"""


def test_a_run_hears_of_its_own_application(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "of itself: its own", HIRED_ELSEWHERE)
    assert sorted(told.ends) == ["excerpt completed", "excerpt hired"]
    assert told.mails == ["Mon 09 09:00 hello"]


def test_a_run_can_hear_of_the_other_applications(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "any of their applications", HIRED_ELSEWHERE)
    assert (told.ends, told.mails) == (["excerpt hired", "excerpt hired"], [])


def test_a_run_can_hear_of_its_job_and_not_of_another(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-02 10:00, who: maya, applied: robotics}
    - {at: 2026-03-03 10:00, closed: optics}
    - {at: 2026-03-04 10:00, closed: robotics}
    """
    assert rehearse(tmp_path, "the job", events).mails == ["Wed 04 10:00 it-is-closed"]
