"""What happens to mail that is due in closed hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.records import Application, Records
from nurture.language.plan import Plan
from nurture.values import replace
from tests.rehearsal import ENGINEER, HEAD, MAYA, facts_for, plan_from, play

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on Berlin's clocks; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def reminder(slide: str, more: str = "") -> Plan:
    """Reminds two hours before an interview."""
    return plan_from(
        f"""\
        - {{id: until, wait: until application.next_interview - 2 hours}}
        - {{id: remind, email: a, hours: every day 08:00-20:00, slide: {slide}{more}}}
        """
    )


def reminded(plan: Plan, *, entered: datetime, interview: datetime) -> list[datetime]:
    """When somebody is reminded who came in then."""
    application = Application(id="greenhouse:10", next_interview=interview, job=ENGINEER)
    facts = facts_for(entered_at=entered, records=Records(candidate=MAYA, application=application))
    return [moment for _, moment in play(plan, facts, start=entered).sent]


@pytest.mark.parametrize(
    ("slide", "leaves"),
    [("later", [at(10, 8)]), ("earlier", [at(9, 19, 45)]), ("skip", [])],
)
def test_a_reminder_that_is_due_at_seven_slides_as_it_says(slide: str, leaves: list[datetime]) -> None:
    assert reminded(reminder(slide), entered=at(9, 16), interview=at(10, 9)) == leaves


@pytest.mark.parametrize(
    ("interview", "leaves"),
    [
        (at(10, 9), at(9, 12)),  # due on Tuesday at 07:00: the day before at that time
        (at(9, 9), at(6, 12)),  # due on Monday at 07:00: on Friday, for the weekend is closed
        (at(9, 23), at(9, 12)),  # due on Monday at 21:00: on that very day
        (at(10, 12), at(10, 10)),  # due in open hours: then
    ],
)
def test_a_mail_slides_to_the_time_of_day_that_is_named(interview: datetime, leaves: datetime) -> None:
    plan = plan_from(
        """\
        - {id: until, wait: until application.next_interview - 2 hours}
        - {id: remind, email: a, hours: mon-fri 08:00-20:00, slide: earlier at 12:00}
        """
    )
    assert reminded(plan, entered=at(4, 9), interview=interview) == [leaves]


def test_a_text_goes_earlier_too_where_a_wait_leads_up_to_it() -> None:
    plan = plan_from(
        """\
        - {id: until, wait: until application.next_interview - 2 hours}
        - {id: remind, sms: a, slide: earlier}
        """
    )
    maya = replace(MAYA, phone="+49 170 1234567", can_text=True)
    application = Application(id="greenhouse:10", next_interview=at(10, 9), job=ENGINEER)
    facts = facts_for(entered_at=at(9, 16), records=Records(candidate=maya, application=application))
    assert play(plan, facts, start=at(9, 16)).sent == [("remind", at(9, 19, 45))]


@pytest.mark.parametrize("slide", ["later", "earlier", "skip"])
def test_what_is_due_in_open_hours_leaves_then(slide: str) -> None:
    assert reminded(reminder(slide), entered=at(9, 16), interview=at(11, 14)) == [at(11, 12)]


@pytest.mark.parametrize(
    ("entered", "leaves"),
    [
        (at(9, 19, 50), at(9, 19, 50)),  # still open: at once
        (at(9, 21), at(10, 8)),  # too late for that: the next opening
    ],
)
def test_what_should_have_gone_earlier_never_goes_before_somebody_came_in(entered: datetime, leaves: datetime) -> None:
    assert reminded(reminder("earlier"), entered=entered, interview=at(10, 9)) == [leaves]


def test_what_goes_earlier_is_late_only_once_its_own_time_has_passed() -> None:
    plan = reminder("earlier", ", if_late: skip, late_after: 30 minutes")
    assert reminded(plan, entered=at(9, 21), interview=at(10, 10)) == [at(10, 8)]
    assert reminded(plan, entered=at(10, 9, 45), interview=at(10, 11)) == []


def test_hours_shorter_than_the_time_to_spare_still_let_it_go() -> None:
    plan = plan_from(
        """\
        - {id: until, wait: until application.next_interview - 2 hours}
        - {id: remind, email: a, hours: every day 12:00-12:05, slide: earlier}
        """
    )
    assert reminded(plan, entered=at(9, 8), interview=at(10, 9)) == [at(9, 12, 4)]


def test_the_sequence_says_it_for_all_its_mails_and_a_step_for_its_own() -> None:
    head = HEAD.replace("17:00}", "17:00, slide: skip}")
    plan = plan_from(
        """\
        - {id: first, email: a}
        - {id: second, email: a, slide: later}
        """,
        head=head,
    )
    saturday = at(7, 12)
    assert play(plan, facts_for(entered_at=saturday), start=saturday).sent == [("second", at(9, 9))]


def test_an_interview_that_moves_moves_what_goes_earlier() -> None:
    def facts(now: datetime) -> Facts:
        application = Application(id="greenhouse:10", next_interview=at(12, 9) if now >= at(9, 17) else at(10, 9))
        return replace(facts_for(entered_at=at(9, 16)), records=Records(candidate=MAYA, application=application))

    moved = Event(type=EventType.APPLICATION_UPDATED, at=at(9, 17), number=1, application_id="greenhouse:10")
    assert play(reminder("earlier"), facts, start=at(9, 16), events=(moved,)).sent == [("remind", at(11, 19, 45))]


def test_what_could_only_leave_too_late_is_left_out_as_soon_as_that_is_plain() -> None:
    plan = plan_from(
        """\
        - {id: until, wait: 1 day}
        - {id: remind, email: a, slide: earlier, if_late: skip, late_after: 1 hour}
        - {id: after, wait: 1 hour}
        - {id: more, email: b}
        """
    )
    played = play(plan, facts_for(entered_at=at(6, 18)), start=at(6, 18))
    assert played.sent == [("more", at(9, 9))]
    skipped = played.moves[-1].progress.outcomes["remind"]
    assert (skipped.result, skipped.at) == ("skipped", at(7, 18))
