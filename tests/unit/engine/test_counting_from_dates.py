"""Waits that count from a date: it may be past, or not known yet."""

from datetime import date, datetime

import pytest

from nurture.domain.events import EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import LOOK
from nurture.domain.records import Application, ApplicationStatus, Hire, Records
from nurture.engine.next_move import begin, next_move
from tests.rehearsal import ENGINEER, MAYA, facts_for, plan_from, play
from tests.unit.engine.berlin import MONDAY, at, happened


def hired(start_date: date | None) -> Records:
    """A hire with that first day."""
    application = Application(id="greenhouse:10", status=ApplicationStatus.HIRED, job=ENGINEER)
    return Records(candidate=MAYA, application=application, hire=Hire(id="greenhouse:10", start_date=start_date))


BEFORE_THE_START = plan_from(
    """\
    - {id: until-a-week-before, wait: until 7 days before hire.start_date at 10:00}
    - {id: expect, email: a, if_late: skip}
    - {id: until-the-day, wait: until hire.start_date at 09:00}
    - {id: luck, email: b}
    """
)


def test_a_wait_follows_its_anchor_both_ways() -> None:
    for moved_to, expected in ((date(2026, 3, 23), at(16, 10)), (date(2026, 3, 12), at(5, 10))):

        def facts(now: datetime, moved_to: date = moved_to) -> Facts:
            day = moved_to if now >= at(3, 12) else date(2026, 3, 16)
            return facts_for(entered_at=MONDAY, records=hired(day))

        changed = happened(EventType.HIRE_START_DATE_CHANGED, at(3, 12))
        played = play(BEFORE_THE_START, facts, start=MONDAY, events=(changed,))
        assert played.sent[0] == ("expect", expected)


def test_a_countdown_mail_whose_time_has_passed_is_skipped() -> None:
    tomorrow = facts_for(entered_at=MONDAY, records=hired(date(2026, 3, 4)))
    assert play(BEFORE_THE_START, tomorrow, start=MONDAY).sent == [("luck", at(4, 9))]


def test_a_wait_without_its_date_stands_until_the_date_is_known() -> None:
    facts = facts_for(entered_at=MONDAY, records=hired(None))
    move = next_move(BEFORE_THE_START, begin(BEFORE_THE_START, entered_at=MONDAY, seen_event=0), facts, (), MONDAY)
    assert (move.action, move.at, "*" in move.listen) == (LOOK, None, True)
    assert "no date yet" in move.summary


@pytest.mark.parametrize(
    ("if_past", "steps", "outcome"),
    [
        ("continue", ["one", "two"], "completed"),
        ("skip-next", ["two"], "completed"),
        ("exit", [], "anchor-passed"),
    ],
)
def test_an_anchor_already_past_does_what_the_author_says(if_past: str, steps: list[str], outcome: str) -> None:
    plan = plan_from(
        f"""\
        - {{id: until, wait: until 7 days before hire.start_date, if_past: {if_past}}}
        - {{id: one, email: a, if_late: send}}
        - {{id: two, email: b, if_late: send}}
        """
    )
    played = play(plan, facts_for(entered_at=MONDAY, records=hired(date(2026, 3, 4))), start=MONDAY)
    assert (played.steps, played.outcome) == (steps, outcome)
