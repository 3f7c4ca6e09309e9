"""Rehearsals about interviews."""

from pathlib import Path

import pytest

from tests.unit.simulator.records_played import APPLIED, INTERVIEWS, Play, ended, onsite, player, sent


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return player(tmp_path)


def test_an_interview_that_moves_takes_its_reminders_along_both_ways(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-10 09:00", told="2026-03-04 10:00", kind="Onsite", place="Room 1", with_="[sam, kim]"),
        onsite("2026-03-16 09:00", told="2026-03-05 10:00"),
        onsite("2026-03-12 14:00", told="2026-03-06 10:00", place="Room 2"),
    )
    assert sent(story) == [
        ("remind", "Wed 11 Mar 14:00", "Onsite Thursday 12 March"),
        ("confirm", "Thu 12 Mar 12:00", "Room 2 Sam Kim Onsite"),
    ]


def test_a_reminder_for_an_interview_booked_on_short_notice_is_left_out(play: Play) -> None:
    story = play(INTERVIEWS, APPLIED, onsite("2026-03-10 09:00", told="2026-03-09 16:00"))
    assert [step for step, *_ in sent(story)] == ["confirm"]


def test_a_cancelled_interview_ends_its_own_run_and_no_other(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00", kind="Onsite"),
        "{at: 2026-03-04 10:05, who: maya, interview: {name: lunch, at: 2026-03-20 12:00, kind: Lunch}}",
        "{at: 2026-03-05 10:00, who: maya, cancelled: onsite}",
    )
    assert [each for each in sent(story) if each[0] == "confirm"] == [("confirm", "Fri 20 Mar 10:00", "nowhere Lunch")]
    assert ended(story) == ["cancelled", "completed"]


def test_interviews_of_one_day_are_told_together_and_those_of_other_days_are_not(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        "{at: 2026-03-04 10:05, who: maya, interview: {name: lunch, at: 2026-03-20 12:00, kind: Lunch}}",
        onsite("2026-03-20 09:00", told="2026-03-04 10:00", kind="Onsite"),
        "{at: 2026-03-04 10:06, who: maya, interview: {name: final, at: 2026-03-23 09:00, kind: Final}}",
    )
    assert [text for step, _, text in sent(story) if step == "confirm"] == [
        "nowhere Onsite Lunch",
        "nowhere Onsite Lunch",
        "nowhere Final",
    ]


def test_one_mail_can_tell_of_all_interviews_of_a_day(play: Play) -> None:
    story = play(
        INTERVIEWS.replace("email: confirm}", "email: confirm, if: interview.first_of_day}"),
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00", kind="Onsite"),
        "{at: 2026-03-04 10:05, who: maya, interview: {name: lunch, at: 2026-03-20 12:00, kind: Lunch}}",
        "{at: 2026-03-04 10:06, who: maya, interview: {name: final, at: 2026-03-23 09:00, kind: Final}}",
    )
    assert [text for step, _, text in sent(story) if step == "confirm"] == ["nowhere Onsite Lunch", "nowhere Final"]


def test_a_rejection_ends_the_runs_about_interviews_of_that_application(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00"),
        "{at: 2026-03-05 10:00, who: maya, rejected: true}",
    )
    assert (sent(story), ended(story)) == ([], ["rejected"])


def test_a_no_show_is_news_for_the_run_about_that_interview(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00"),
        "{at: 2026-03-20 09:20, who: maya, no_show: onsite}",
    )
    assert sent(story)[-1] == ("sorry", "Fri 20 Mar 09:20", "Missed")
