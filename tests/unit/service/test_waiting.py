"""Waits, events and dates, from the record to the mail."""

from datetime import UTC, date, datetime, timedelta

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from tests.unit.service.desk import KIM, MAIL, MAYAS, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
OFFICE_HOURS = "{from: recruiter, hours: mon-fri 09:00-17:00, holidays: none}"


def day(number: int, hour: int = 9) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, number, hour, tzinfo=UTC)


TWO_REPLIES = sequence(
    """\
    - id: once
      wait_for: {event: application.updated, timeout: 3 weeks}
    - id: twice
      wait_for: {event: application.updated, timeout: 3 weeks}
      then:
        - {id: second, email: two}
      otherwise:
        - {id: third, email: three}
    """
)


def test_one_event_ends_one_wait(desk: Desk) -> None:
    desk.publish(TWO_REPLIES)
    desk.hear(maya_is_rejected())
    desk.clock.at += timedelta(hours=1)
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at))
    desk.run(days=1)
    assert desk.standing(RUN).step == "twice"
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at))
    desk.run(days=1)
    assert desk.sent == ["two for Maya"]


COUNTDOWN = sequence(
    """\
    - {id: three-days-before, wait: until 3 days before hire.start_date at 10:00}
    - {id: soon, email: one}
    """,
    name="start",
    purpose="onboarding",
    **{"for": "hire"},
    enroll="{on: application.hired}",
    exit="[]",
    send=OFFICE_HOURS,
)


def test_a_first_day_that_moves_during_closed_hours_moves_the_mail_that_waits_for_them(desk: Desk) -> None:
    desk.publish(COUNTDOWN)
    hired = {"status": ApplicationStatus.HIRED, "email": MAIL, "team": {"recruiter": KIM}, "first_name": "Maya"}
    desk.hear(maya(EventType.APPLICATION_HIRED, start_date=date(2026, 3, 10), **hired))
    desk.run(until=day(7, 12))  # a Saturday: the wait was over at 10:00, and the mail is to leave on Monday
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, title="Engineer"))
    desk.run(until=day(8))
    desk.hear(maya(EventType.OFFER_UPDATED, at=desk.clock.at, start_date=date(2026, 3, 20)))
    desk.run(until=day(16))
    assert desk.sent == []
    desk.run(until=day(17, 10))
    assert desk.sent == ["one for Maya"]
