"""Who comes in, again, too many at once, and who does not: visits, breakers."""

from datetime import timedelta

import pytest

from nurture.contracts import Command, Ending, Pause
from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.service import journeys
from nurture.service.entering import run_of
from nurture.store import listings, standings
from nurture.store.words import EnrollmentStatus
from nurture.values import replace
from tests.unit.service.desk import KIM, MAIL, MAYAS, MONDAY, Desk, maya, sequence

VISITS = sequence(
    """\
    - {id: two-days, wait: 2 days}
    - {id: hello, email: one}
    - {id: long, wait: 2 months}
    """,
    purpose="application",
    enroll="{on: application.stage_changed, where: \"application.stage == 'Onsite'\", every_visit: true}",
    exit="[{on: application.rejected, as: rejected}]",
)


def moves_to(desk: Desk, stage: str) -> None:
    """Maya's application goes to that stage."""
    told = maya(
        EventType.APPLICATION_STAGE_CHANGED, at=desk.clock.at, email=MAIL, first_name="Maya", team={"recruiter": KIM}
    )
    [application] = told.applications
    fields = {"status": ApplicationStatus.ACTIVE, "stage": stage}
    desk.hear(replace(told, applications=(replace(application, fields=fields),)))


def visit(number: int) -> str:
    return f"warm/application/{MAYAS}/{number}"


def test_each_visit_to_a_stage_is_a_run_that_ends_with_it(desk: Desk) -> None:
    desk.publish(VISITS)
    desk.hear(maya(EventType.APPLICATION_CREATED))
    moves_to(desk, "Onsite")
    desk.run(days=1)
    moves_to(desk, "Phone")
    desk.run(days=4)
    assert (desk.standing(visit(1)).outcome, desk.sent) == ("moved-on", [])
    moves_to(desk, "Onsite")
    desk.run(days=4)
    assert (desk.standing(visit(2)).status, desk.sent) == (EnrollmentStatus.ACTIVE, ["one for Maya"])


def test_straight_from_one_visit_into_the_next_there_is_one_open_run(desk: Desk) -> None:
    desk.publish(VISITS.replace("== 'Onsite'", "in ['Onsite', 'Final']"))
    desk.hear(maya(EventType.APPLICATION_CREATED))
    moves_to(desk, "Onsite")
    desk.run(days=1)
    moves_to(desk, "Final")
    desk.run(days=4)
    assert desk.standing(visit(1)).outcome == "moved-on"
    assert desk.standing(visit(2)).status is EnrollmentStatus.ACTIVE
    assert desk.sent == ["one for Maya"]


BROKEN = sequence(
    "- {id: hello, email: one}",
    purpose="application",
    enroll="{on: application.created, at_most: 2 per day}",
    exit="[{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]",
)


def applies(desk: Desk, number: int) -> str:
    """Somebody else applies; the id of their run."""
    application = f"greenhouse:{number}"
    desk.hear(
        maya(
            EventType.APPLICATION_CREATED,
            at=desk.clock.at,
            person=f"greenhouse:1{number}",
            application=application,
            email=f"p{number}@home.example",
            first_name="P",
            team={"recruiter": KIM},
        )
    )
    return f"warm/application/{application}/1"


def resume(desk: Desk, run: str) -> None:
    """A person lets them in, as the workflow's update does it."""
    order = Pause(enrollment_id=run, paused=False, command=Command(by="kim", reason="all is well"))
    journeys.record_pause(desk.parts, order)
    desk.carriers[run].is_paused = False
    desk.carriers[run].look()


def test_more_than_the_breaker_lets_through_are_held_until_a_person_lets_them_in(desk: Desk) -> None:
    desk.publish(BROKEN)
    runs = [applies(desk, number) for number in (1, 2, 3, 4)]
    desk.run(days=0.5)
    assert len(desk.sent) == 2
    with desk.parts.store.read() as conn:
        assert [each.enrollment.id for each in standings.held(conn)] == runs[2:]
        listed = listings.inside(conn, status=EnrollmentStatus.HELD)
    assert [each.held_reason for each in listed] == [
        "2 came in within 1 day, and 2 per day is the limit: a person lets them in"
    ] * 2
    resume(desk, runs[2])
    desk.run(days=0.1)
    assert desk.post.asked[-1].to.email == "p3@home.example"
    assert len(desk.sent) == 3
    assert desk.standing(runs[3]).held_reason


def test_the_next_day_others_come_in_and_who_was_held_stays_so(desk: Desk) -> None:
    desk.publish(BROKEN)
    runs = [applies(desk, number) for number in (1, 2, 3)]
    desk.run(days=1.5)
    runs.append(applies(desk, 4))
    desk.run(days=1)
    assert [desk.standing(run).status for run in runs[2:]] == [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED]


def test_news_does_not_let_anybody_in_and_exits_still_work(desk: Desk) -> None:
    desk.publish(BROKEN)
    run = [applies(desk, number) for number in (1, 2, 3)][-1]
    changed = {"person": "greenhouse:13", "application": "greenhouse:3"}
    desk.hear(maya(EventType.CANDIDATE_UPDATED, title="Engineer", **changed))
    desk.run(days=0.1)
    desk.carriers[run].look()
    assert desk.standing(run).held_reason
    assert len(desk.sent) == 2
    desk.hear(maya(EventType.APPLICATION_REJECTED, status=ApplicationStatus.REJECTED, **changed))
    desk.run(days=0.1)
    assert desk.standing(run).outcome == "rejected"


def test_a_workflow_that_starts_late_starts_held(desk: Desk) -> None:
    desk.publish(BROKEN)
    run = [applies(desk, number) for number in (1, 2, 3)][-1]
    options = desk.parts.settings.run_options()
    with desk.parts.store.read() as conn:
        assert run_of(conn, run, clock=desk.clock, options=options).paused


def test_company_wide_so_many_come_into_each_sequence_in_an_hour_and_a_trigger_may_say_otherwise(desk: Desk) -> None:
    """Nobody is dropped: a person releases or refuses each."""
    unlimited = BROKEN.replace(", at_most: 2 per day", "")
    own = BROKEN.replace("sequence: warm", "sequence: own").replace("2 per day", "3 per hour")
    desk.publish(unlimited, own, company={"breakers": {"enrollments": "2 per hour"}})
    runs = [applies(desk, number) for number in (1, 2, 3, 4)]
    desk.run(days=0.01)
    assert [desk.standing(run).held_reason for run in runs] == [
        None,
        None,
        *["2 came in within 1 hour, and 2 per hour is the limit: a person lets them in"] * 2,
    ]
    theirs = [desk.standing(run.replace("warm", "own")).held_reason for run in runs]
    assert theirs[:3] == [None] * 3
    assert theirs[3] == "3 came in within 1 hour, and 3 per hour is the limit: a person lets them in"
    resume(desk, runs[2])
    desk.run(days=0.01)
    assert desk.letters("greenhouse:13")["hello"].state is SendState.ACCEPTED
    refusal = Command(by="kim", reason="a wrong import")
    progress = desk.carriers[runs[3]].move.progress
    journeys.end(desk.parts, Ending(enrollment_id=runs[3], outcome="refused", command=refusal, progress=progress))
    assert desk.standing(runs[3]).outcome == "refused"
    desk.run(days=0.1)
    assert desk.standing(applies(desk, 5)).held_reason is None


@pytest.mark.parametrize("minutes", [0, 1])
def test_the_breaker_counts_in_any_stretch_of_its_length(desk: Desk, minutes: int) -> None:
    desk.publish(BROKEN)
    applies(desk, 1)
    applies(desk, 2)
    desk.run(until=MONDAY + timedelta(days=1, minutes=minutes - 1))
    run = applies(desk, 3)
    held = desk.standing(run).held_reason is not None
    assert held is (minutes == 0)
