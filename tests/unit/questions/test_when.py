"""Questions 2 to 5 of docs/questions.md: what comes too late, falls into closed hours, changes, or is taken back."""

from pathlib import Path

import pytest

from tests.unit.questions.rehearsed import rehearse

SIGNS_LATE = """\
- {at: 2026-03-02 10:00, who: maya, applied: robotics}
- {at: 2026-03-05 10:00, who: maya, hired: 2026-03-09}
"""


def signs_late(tmp_path: Path, caption: str) -> list[str]:
    """Maya is hired on Thursday to start on Monday."""
    return rehearse(tmp_path, caption, SIGNS_LATE, head="for: hire\nenroll: {on: application.hired}\n").mails


def test_what_is_too_late_is_left_out_of_a_countdown(tmp_path: Path) -> None:
    assert signs_late(tmp_path, "of itself: left out of a countdown") == ["Mon 09 09:00 welcome"]


def test_what_is_too_late_can_be_sent_all_the_same(tmp_path: Path) -> None:
    assert signs_late(tmp_path, "sent all the same") == ["Thu 05 10:00 what-to-bring", "Mon 09 09:00 welcome"]


@pytest.mark.parametrize(
    ("caption", "mails"), [("sent at once outside a countdown", ["Thu 05 10:00 welcome"]), ("left out", [])]
)
def test_outside_a_countdown_what_is_late_is_sent_unless_it_says_otherwise(
    tmp_path: Path, caption: str, mails: list[str]
) -> None:
    had_begun = SIGNS_LATE.replace("2026-03-09", "2026-03-02")
    told = rehearse(tmp_path, caption, had_begun, head="for: hire\nenroll: {on: application.hired}\n")
    assert told.mails == mails


def test_what_is_too_late_can_go_into_the_next_mail(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "in the next mail", SIGNS_LATE, head="for: hire\nenroll: {on: application.hired}\n")
    assert told.mails == ["Mon 09 09:00 welcome"]
    assert told.rules("carried") == ["Mon 09 09:00 carried"]


def test_what_is_too_late_can_become_a_task(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "a task in its place", SIGNS_LATE, head="for: hire\nenroll: {on: application.hired}\n")
    assert told.mails == ["Mon 09 09:00 welcome"]
    assert "Thu 05 10:00 task-given" in told.rules("task-given")


def test_a_mail_can_ask_for_a_least_distance_from_a_date(tmp_path: Path) -> None:
    assert signs_late(tmp_path, "left out so near to the date") == []


INTERVIEW = """\
- {at: 2026-03-02 10:00, who: maya, applied: robotics}
- {at: 2026-03-03 10:00, who: maya, interview: {name: onsite, at: "2026-03-09 10:00"}}
"""


@pytest.mark.parametrize(
    ("caption", "mails"),
    [
        ("of itself: later", ["Mon 09 09:00 reminder"]),
        ("earlier", ["Fri 06 16:45 reminder"]),
        ("earlier, at noon", ["Fri 06 12:00 reminder"]),
        ("not at all", []),
    ],
)
def test_what_is_due_on_a_sunday_slides(tmp_path: Path, caption: str, mails: list[str]) -> None:
    assert rehearse(tmp_path, caption, INTERVIEW).mails == mails


MOVES_ON = """\
- {at: 2026-03-07 10:00, who: maya, applied: robotics}
- {at: 2026-03-08 10:00, who: maya, moved: Onsite}
"""


def test_a_condition_is_judged_just_before_the_mail_leaves(tmp_path: Path) -> None:
    told = rehearse(tmp_path, "of itself: just before it leaves", MOVES_ON)
    assert told.mails == []
    assert told.rules("if") == ["Mon 09 09:00 if"]


def test_a_branch_is_decided_when_the_run_comes_there(tmp_path: Path) -> None:
    assert rehearse(tmp_path, "when the run comes there", MOVES_ON).mails == ["Mon 09 09:00 a-word"]


def test_what_has_not_left_is_recalled_when_the_decision_is(tmp_path: Path) -> None:
    events = """\
    - {at: 2026-03-06 10:00, who: maya, applied: robotics}
    - {at: 2026-03-07 10:00, who: maya, rejected: true}
    - {at: 2026-03-08 10:00, who: maya, unrejected: true}
    """
    told = rehearse(tmp_path, "of itself: recalled", events)
    assert told.mails == []
    assert told.rules("recalled") == ["Sun 08 10:00 recalled"]
    assert told.ends == ["excerpt taken-back"]


@pytest.mark.parametrize(("reversed_at", "mails"), [("10:20", []), ("10:40", ["Tue 03 10:30 hello"])])
def test_a_hold_gives_time_to_take_it_back(tmp_path: Path, reversed_at: str, mails: list[str]) -> None:
    events = f"""\
    - {{at: 2026-03-02 10:00, who: maya, applied: robotics}}
    - {{at: 2026-03-03 10:00, who: maya, rejected: true}}
    - {{at: 2026-03-03 {reversed_at}, who: maya, unrejected: true}}
    """
    assert rehearse(tmp_path, "time to take it back", events).mails == mails


@pytest.mark.parametrize(
    ("reversed_at", "mails", "ends"),
    [("10:40", ["Wed 04 10:00 hello"], "completed"), ("11:20", [], "rejected")],
)
def test_a_grace_gives_time_before_a_rejection_counts(
    tmp_path: Path, reversed_at: str, mails: list[str], ends: str
) -> None:
    events = f"""\
    - {{at: 2026-03-02 10:00, who: maya, applied: robotics}}
    - {{at: 2026-03-03 10:00, who: maya, rejected: true}}
    - {{at: 2026-03-03 {reversed_at}, who: maya, unrejected: true}}
    """
    told = rehearse(tmp_path, "time before it counts", events)
    assert (told.mails, told.ends) == (mails, [f"excerpt {ends}"])
