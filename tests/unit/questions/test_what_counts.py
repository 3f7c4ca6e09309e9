"""Questions 6 and 7 of docs/questions.md: what is contact, and what a ladder of reminders counts."""

from pathlib import Path

import pytest

from tests.unit.questions.rehearsed import rehearse

APPLIES = "- {at: 2026-03-02 10:00, who: maya, applied: robotics}\n"


@pytest.mark.parametrize(
    ("happens", "mails"),
    [
        ("contacted: call", []),
        ("contacted: email", []),
        ("replied: Any news?", []),
        ("out_of_office: true", ["Mon 09 10:00 still-there"]),
    ],
)
def test_contact_is_what_people_said_to_each_other(tmp_path: Path, happens: str, mails: list[str]) -> None:
    events = f"{APPLIES}- {{at: 2026-03-06 10:00, who: maya, {happens}}}\n"
    assert rehearse(tmp_path, "of itself: whoever has heard from nobody", events).mails == mails


@pytest.mark.parametrize("happens", ["", "- {at: 2026-03-03 10:00, who: maya, contacted: call}\n"])
def test_a_mail_can_keep_apart_from_our_own(tmp_path: Path, happens: str) -> None:
    told = rehearse(tmp_path, "apart from our own mails", APPLIES + happens)
    assert told.mails == ["Mon 02 10:00 hello"]
    assert told.rules("sent-within") == ["Wed 04 10:00 sent-within"]


def test_rounds_on_closed_days_burn_nothing(tmp_path: Path) -> None:
    events = "- {at: 2026-03-05 10:00, who: maya, applied: robotics}\n"
    assert rehearse(tmp_path, "of itself: rounds on open days", events).mails == [
        "Thu 05 10:00 reminder",
        "Fri 06 10:00 reminder",
        "Mon 09 10:00 reminder",
    ]


def told_overdue(tmp_path: Path, caption: str, *happens: str) -> list[str]:
    """When the hiring manager is told that the task of Monday at ten is not done."""
    events = APPLIES + "".join(f"- {{{each}}}\n" for each in happens)
    return rehearse(tmp_path, caption, f"{events}- {{at: 2026-03-20 10:00, who: maya, rejected: true}}\n").rules(
        "task-escalated"
    )


def test_a_task_that_is_put_off_stands_still(tmp_path: Path) -> None:
    caption = "a task that is put off stands still"
    assert told_overdue(tmp_path, caption) == ["Thu 05 10:00 task-escalated"]
    snoozed = "at: 2026-03-03 10:00, who: maya, snoozed: {task: decide, for: 3 days}"
    assert told_overdue(tmp_path, caption, snoozed) == ["Sun 08 10:00 task-escalated"]


def test_a_new_owner_has_all_the_time(tmp_path: Path) -> None:
    caption = "a new owner has all the time"
    assert told_overdue(tmp_path, caption) == ["Thu 05 10:00 task-escalated"]
    handed = "at: 2026-03-04 09:00, who: maya, handed_over: {task: decide, to: talent}"
    assert told_overdue(tmp_path, caption, handed) == ["Sat 07 09:00 task-escalated"]


def test_many_reminders_are_one_mail_a_day(tmp_path: Path) -> None:
    events = f"{APPLIES}- {{at: 2026-03-02 10:30, who: jonas, applied: robotics}}\n"
    told = rehearse(tmp_path, "many in one mail", events)
    assert told.mails == ["Mon 02 11:00 still-waiting to kim"] * 2
    assert told.rules("digest") == ["Mon 02 11:00 digest"] * 2
