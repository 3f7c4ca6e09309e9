"""`application.told_at`: when somebody was last told how their application ended, over all runs."""

from datetime import timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.service.broadcasting import carry_on, open_due
from nurture.store import events
from tests.unit.service.desk import MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.test_many_at_the_door import asked

LETTER = """\
- id: told-before
  branch:
    - when: application.told_at and days_since(application.told_at) <= 30
      steps: [{id: not-twice, task: Tell them yourself}]
    - otherwise: [{id: letter, email: one}]
"""
TASK = "Task: Tell them yourself"
EXIT = "[{on: application.unrejected, as: back}]"
REJECTION = sequence(
    LETTER, name="rejection", purpose="decision", enroll="{on: application.rejected, again: always}", exit=EXIT
)


def turned_down(desk: Desk) -> None:
    """Rejected, and a day goes by."""
    desk.hear(maya_is_rejected(at=desk.clock.at))
    desk.run(days=1)


def brought_back(desk: Desk) -> None:
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at, status=ApplicationStatus.ACTIVE))
    desk.run(days=1)


def test_a_second_rejection_within_the_time_knows_of_the_first_letter(desk: Desk) -> None:
    desk.publish(REJECTION)
    turned_down(desk)
    assert desk.sent == ["one for Maya"]
    brought_back(desk)
    turned_down(desk)
    assert desk.sent == ["one for Maya", TASK], "a person tells her this time"
    desk.clock.at += timedelta(days=40)
    brought_back(desk)
    turned_down(desk)
    assert desk.sent == ["one for Maya", TASK, "one for Maya"]


def test_what_left_for_another_application_or_purpose_tells_nothing_of_this_one(desk: Desk) -> None:
    other = sequence("- {id: hello, email: two}\n", name="other", purpose="application", exit=EXIT)
    desk.publish(REJECTION, other)
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", email="maya@lindqvist.example"))
    desk.run(days=1)
    with desk.parts.store.read() as conn:
        assert events.told(conn, [MAYAS]) == {}
    turned_down(desk)
    assert desk.sent == ["two for Maya", "one for Maya"]
    with desk.parts.store.read() as conn:
        assert set(events.told(conn, [MAYAS, "greenhouse:1"])) == {MAYAS}


def test_who_was_told_comes_in_by_that_date(desk: Desk) -> None:
    later = sequence(
        "- {id: hello, email: two}\n",
        name="later",
        purpose="internal",
        enroll="{at: 10 days after application.told_at at 09:00}",
        exit="[]",
    )
    desk.publish(REJECTION, later)
    turned_down(desk)
    desk.clock.at = MONDAY + timedelta(days=10, hours=1)
    looked_at = [carry_on(desk.parts, run.broadcast_id).standing for run in open_due(desk.parts)]
    assert [(each.looked_at, each.entered) for each in looked_at] == [(1, 1)]


@pytest.mark.parametrize("names_it", [True, False])
def test_it_is_looked_up_where_a_step_names_it_alone(desk: Desk, names_it: bool) -> None:
    plain = LETTER.replace("application.told_at and days_since(application.told_at) <= 30", "candidate.is_hired")
    desk.publish(REJECTION if names_it else REJECTION.replace(LETTER, plain))
    with asked(desk) as statements:
        turned_down(desk)
    assert desk.sent == ["one for Maya"]
    assert any("max(events.at)" in each for each in statements) is names_it
