"""What people do by hand in a rehearsal, and people who are merged or deleted."""

from pathlib import Path

import pytest

from nurture.errors import Conflict
from nurture.simulator.story import Kind
from tests.unit.simulator.records_played import APPLIED, HIRED, INTERVIEWS, NEWCOMERS, Play, ended, onsite, player, sent


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return player(tmp_path)


def test_what_is_done_by_hand_is_done_in_a_rehearsal_too(play: Play) -> None:
    by_hand = NEWCOMERS.replace("on: hire.started, again: never", "on: manual")
    story = play(
        by_hand,
        APPLIED,
        HIRED,
        "{at: 2026-06-01 09:30, who: maya, enroll: newcomers}",
        "{at: 2026-06-02 09:30, who: maya, paused: newcomers}",
        "{at: 2026-07-06 09:30, who: maya, resumed: newcomers}",
    )
    assert sent(story) == [("how-is-it", "Mon 6 Jul 09:30", "Started")]


@pytest.mark.parametrize("about", ["application", "candidate"])
def test_whoever_has_applied_can_be_let_into_any_sequence(play: Play, about: str) -> None:
    by_hand = NEWCOMERS.replace("on: hire.started, again: never", "on: manual").replace("for: hire", f"for: {about}")
    story = play(by_hand, APPLIED, "{at: 2026-06-01 09:30, who: maya, enroll: newcomers}")
    assert [entry.text for entry in story.people[0].entries if entry.kind is Kind.ENTERED] == [
        "enrolled by hand by somebody"
    ]


def test_a_run_that_is_ended_by_hand_sends_nothing_more(play: Play) -> None:
    story = play(
        NEWCOMERS,
        APPLIED,
        HIRED,
        "{at: 2026-06-01 09:30, who: maya, started: true}",
        "{at: 2026-06-02 09:30, who: maya, ended: newcomers}",
    )
    assert (sent(story), ended(story)) == ([], ["ended-by-hand"])


def test_what_can_not_be_done_by_hand_is_refused_with_the_reason(play: Play) -> None:
    with pytest.raises(Conflict, match="maya is not in newcomers by then"):
        play(NEWCOMERS, APPLIED, "{at: 2026-06-02 09:30, who: maya, paused: newcomers}")


def test_a_person_who_turns_out_to_be_another_one_goes_on_once(play: Play) -> None:
    story = play(
        INTERVIEWS,
        "{at: 2026-03-02 09:00, who: twin, applied: robotics}",
        "{at: 2026-03-04 10:00, who: twin, interview: {name: onsite, at: 2026-03-20 09:00}}",
        "{at: 2026-03-05 10:00, who: twin, merged: {into: maya}}",
        "{at: 2026-03-06 10:00, who: twin, interview: {name: onsite, at: 2026-03-24 09:00}}",
    )
    assert [step for step, *_ in sent(story)] == ["remind", "confirm"]
    assert [when for _, when, _ in sent(story)] == ["Mon 23 Mar 09:00", "Tue 24 Mar 07:00"]


def test_a_person_who_is_deleted_hears_no_more(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00"),
        "{at: 2026-03-05 10:00, who: maya, deleted: true}",
    )
    assert (sent(story), ended(story)) == ([], ["erased"])
