"""`repeat` with days of the week, a first round and closed days; `send.closed`; working hours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, LOOK
from nurture.domain.records import Application, Company, Hire, Records
from nurture.engine.next_move import begin, next_move
from nurture.values import replace
from tests.rehearsal import BERLIN_OFFICE, ENGINEER, HEAD, MAYA, facts_for, plan_from, play

NEW_YORK, BERLIN, LONDON = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
STUDENT = replace(MAYA, zone="America/New_York", country="US")
INTERNAL = HEAD.replace("purpose: nurture", "purpose: internal")
ANY_TIME = HEAD.replace("mon-fri 09:00-17:00", "any time")

EDITIONS = """\
- id: editions
  repeat:
    every: 2 weeks on wednesday at 16:00
    first: 7 days
    times: 16
    closed: [15 dec - 5 jan]
    steps:
      - {id: edition, email: a, if_late: skip}
"""


def new_york(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


def berlin(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def intern_from(accepted: datetime) -> Facts:
    """Somebody who accepted an internship that begins in June."""
    hire = Hire(id="greenhouse:10", start_date=date(2027, 6, 7))
    application = Application(id="greenhouse:10", job=ENGINEER)
    records = Records(candidate=STUDENT, application=application, hire=hire)
    return facts_for(STUDENT, entered_at=accepted, records=records)


def test_editions_come_every_other_wednesday_and_those_of_the_holidays_are_dropped_and_not_queued() -> None:
    accepted = new_york(2026, 11, 20, 11, 30)
    played = play(plan_from(EDITIONS), intern_from(accepted), start=accepted, until=new_york(2027, 3, 25, 0))
    assert [when for _, when in played.sent] == [
        new_york(2026, 12, 2, 16),
        new_york(2027, 1, 13, 16),
        new_york(2027, 1, 27, 16),
        new_york(2027, 2, 10, 16),
        new_york(2027, 2, 24, 16),
        new_york(2027, 3, 10, 16),
        new_york(2027, 3, 24, 16),
    ]
    assert played.moves[-1].progress.outcomes["editions"].round == 7
    said = "waits 2 weeks on wed at 16:00 for round 2 of 16, until Wed 13 Jan 16:00 America/New_York"
    assert f"editions: {said}, without 2 rounds that nobody could read" in [move.summary for move in played.moves]


def test_closed_days_of_the_head_drop_rounds_too_and_put_off_other_mails() -> None:
    head = HEAD.replace("17:00}", "17:00, closed: [15 dec - 5 jan]}")
    plan = plan_from(EDITIONS.replace("    closed: [15 dec - 5 jan]\n", ""), head=head)
    accepted = new_york(2026, 11, 20, 11, 30)
    played = play(plan, intern_from(accepted), start=accepted, until=new_york(2027, 1, 14, 0))
    assert [when for _, when in played.sent] == [new_york(2026, 12, 2, 16), new_york(2027, 1, 13, 16)]
    hello = plan_from("- {id: hello, email: a}\n", head=head)
    start = new_york(2026, 12, 14, 17, 30)
    assert play(hello, intern_from(start), start=start).sent == [("hello", new_york(2027, 1, 6, 9))]
    ahead = plan_from("- {id: hello, email: a, slide: earlier}\n", head=head)
    start = new_york(2026, 12, 14, 11)
    assert play(ahead, intern_from(start), start=start).sent == [("hello", start)]


def test_a_round_that_an_outage_brings_into_closed_days_is_dropped_too() -> None:
    daily = "{every: 1 day, times: 3, closed: [2026-03-05], steps: [{id: a, email: a}]}"
    plan = plan_from(f"- id: daily\n  repeat: {daily}\n", head=ANY_TIME)
    assert play(plan, facts_for(entered_at=berlin(3, 3, 9)), start=berlin(3, 3, 9)).sent == [
        ("a", berlin(3, 3, 9)),
        ("a", berlin(3, 4, 9)),
        ("a", berlin(3, 6, 9)),
    ]
    begun = begin(plan, entered_at=berlin(3, 4, 9), seen_event=0)
    late = next_move(plan, begun, facts_for(entered_at=berlin(3, 4, 9)), (), berlin(3, 5, 12))
    assert (late.action, late.at) == (LOOK, berlin(3, 6, 9))


def test_without_a_first_time_named_days_begin_on_the_first_of_them() -> None:
    plan = plan_from("- id: r\n  repeat: {every: 1 week on tue at 10:00, times: 2, steps: [{id: a, email: a}]}\n")
    start = berlin(3, 25, 9)  # a Wednesday; the clocks change on Sunday
    assert play(plan, facts_for(entered_at=start), start=start).sent == [
        ("a", berlin(3, 31, 10)),
        ("a", berlin(4, 7, 10)),
    ]


def test_a_first_time_alone_puts_off_the_first_round() -> None:
    twice = "{every: 2 days, first: 3 days, times: 2, steps: [{id: a, email: a}]}"
    plan = plan_from(f"- id: r\n  repeat: {twice}\n", head=ANY_TIME)
    start = berlin(3, 25, 9)
    assert play(plan, facts_for(entered_at=start), start=start).sent == [
        ("a", berlin(3, 28, 9)),
        ("a", berlin(3, 30, 9)),
    ]


def test_rounds_whose_mail_the_closed_hours_would_leave_out_use_up_nothing() -> None:
    plan = plan_from(
        """\
        - id: ladder
          repeat:
            every: 1 day at 10:00
            times: 3
            steps: [{id: nudge, email: a, to: recruiter, slide: skip}]
        - {id: post, email: b, to: recruiter}
        """
    )
    head_of_easter = berlin(4, 1, 10)  # Good Friday is the 3rd, Easter Monday the 6th
    played = play(plan, facts_for(entered_at=head_of_easter), start=head_of_easter)
    assert played.sent == [
        ("nudge", berlin(4, 1, 10)),
        ("nudge", berlin(4, 2, 10)),
        ("nudge", berlin(4, 7, 10)),
        ("post", berlin(4, 7, 10)),
    ]


LATE_SCORECARD = """\
- id: an-hour
  wait: 1 working hour
- {id: ask, email: a, to: hiring_manager}
- id: half-a-day
  wait: 4 working hours
- {id: ask-again, email: b, to: hiring_manager}
- id: answer
  wait_for: {event: task.done, timeout: 4 working hours}
  otherwise:
    - {id: leadership, email: c, to: recruiter}
"""


@pytest.mark.parametrize(
    ("zone", "country", "candidate_zone"),
    [
        ("Europe/London", "GB", "America/New_York"),
        ("Europe/Berlin", "DE", "Asia/Tokyo"),
        ("America/New_York", "US", None),
    ],
)
def test_working_hours_before_a_mail_to_our_own_people_are_those_of_the_office(
    zone: str, country: str, candidate_zone: str | None
) -> None:
    office = Company(name="Acme", postal_address="1 Example Street", zone=zone, country=country)
    candidate = replace(MAYA, zone=candidate_zone)
    start = datetime(2026, 3, 13, 14, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    played = play(
        plan_from(LATE_SCORECARD, head=INTERNAL), facts_for(candidate, entered_at=start, company=office), start=start
    )
    expected = [("ask", 13, 15), ("ask-again", 16, 11), ("leadership", 16, 15)]
    assert played.sent == [
        (step, datetime(2026, 3, day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)) for step, day, hour in expected
    ]


def test_working_hours_before_a_mail_to_the_candidate_are_counted_where_they_are() -> None:
    plan = plan_from("- {id: some, wait: 2 working hours}\n- {id: a, email: a}\n", head=ANY_TIME)
    start = new_york(2026, 3, 6, 16)  # a Friday; the clocks change on Sunday
    assert play(plan, facts_for(STUDENT, entered_at=start), start=start).sent == [("a", new_york(2026, 3, 9, 10))]


def test_the_office_hours_are_those_that_the_company_states() -> None:
    plan = plan_from("- {id: some, wait: 4 working hours}\n- {id: a, email: a, to: recruiter}\n", head=ANY_TIME)
    office = replace(BERLIN_OFFICE, office_hours="mon-thu 08:00-16:00, fri 08:00-12:00")
    start = berlin(3, 13, 10)
    assert play(plan, facts_for(entered_at=start, company=office), start=start).sent == [("a", berlin(3, 16, 10))]


@pytest.mark.parametrize(("minute", "action"), [(0, "send_email"), (1, FINISH)])
def test_a_mail_is_too_late_once_the_office_was_open_for_longer(minute: int, action: str) -> None:
    plan = plan_from(
        "- {id: a, email: a, hours: any time, if_late: skip, late_after: 4 working hours, to: recruiter}\n"
    )
    start = berlin(3, 13, 16)
    begun = begin(plan, entered_at=start, seen_event=0)
    assert next_move(plan, begun, facts_for(entered_at=start), (), berlin(3, 16, 12, minute)).action == action
