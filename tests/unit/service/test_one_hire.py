"""One hire of which an ATS and an HR system both tell enters a sequence once, and ends what a hire ends."""

from datetime import date, timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus
from tests.unit.service.desk import MONDAY, Desk, sequence
from tests.unit.service.test_looking_at_dates import look

MAIL = "maya@home.example"
WELCOME = sequence("- {id: first, email: one}\n", name="welcome", enroll="{on: application.hired}", exit="[]")
ATS, HR = "greenhouse:69", "bamboohr:57"
PEOPLE = {ATS: "greenhouse:5", HR: HR}
APRIL = date(2026, 4, 1)


def hired(
    desk: Desk,
    application: str,
    *,
    first_day: date | None = APRIL,
    mail: str = MAIL,
    left_on: date | None = None,
    person: str | None = None,
) -> None:
    """A system tells of a hire."""
    source, whose = application.partition(":")[0], person or PEOPLE[application]
    fields = {"status": ApplicationStatus.HIRED, "start_date": first_day, "left_on": left_on}
    news = Happening(type=EventType.APPLICATION_HIRED, candidate_id=whose, application_id=application)
    desk.hear(
        Intake(
            at=desk.clock.at,
            source=source,
            happenings=(news,),
            candidates=(CandidateUpdate(id=whose, fields={"first_name": "Maya", "email": mail}),),
            applications=(ApplicationUpdate(id=application, candidate_id=whose, fields=fields),),
        )
    )


def runs(desk: Desk, name: str = "welcome") -> list[str]:
    """Whose hire each run is about."""
    return [each.split("/application/")[1].rpartition("/")[0] for each in desk.carriers if each.startswith(f"{name}/")]


@pytest.mark.parametrize("order", [(ATS, HR), (HR, ATS)], ids=["the ATS first", "the HR system first"])
def test_whoever_tells_first_lets_in_and_the_other_does_not(desk: Desk, order: tuple[str, str]) -> None:
    desk.publish(WELCOME)
    hired(desk, order[0])
    desk.clock.at += timedelta(days=3)
    hired(desk, order[1])
    assert runs(desk) == [order[0]]
    [kept_out] = [each for each in desk.why(PEOPLE[order[0]]) if each.rule == "one-hire"]
    assert f"{order[0]} has been in welcome" in kept_out.sentence


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"first_day": APRIL + timedelta(days=14)}, id="the first day was moved in one of them"),
        pytest.param({}, {"first_day": None}, id="one knows no first day yet"),
        pytest.param({"first_day": None}, {"first_day": None}, id="neither does"),
    ],
)
def test_one_hire_is_known_though_the_first_days_differ_or_are_not_known(desk: Desk, first: dict, second: dict) -> None:
    desk.publish(WELCOME)
    hired(desk, ATS, **first)
    hired(desk, HR, **second)
    assert runs(desk) == [ATS]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"first_day": APRIL + timedelta(days=46)}, id="first days far apart"),
        pytest.param({"left_on": date(2026, 2, 27)}, {}, id="they left in between"),
        pytest.param({}, {"mail": "m.lindqvist@work.example"}, id="two people, as far as anybody knows"),
    ],
)
def test_what_is_another_hire_or_another_person_is_welcomed(desk: Desk, first: dict, second: dict) -> None:
    desk.publish(WELCOME)
    hired(desk, ATS, **first)
    hired(desk, HR, **second)
    assert runs(desk) == [ATS, HR]


def test_two_hires_in_one_system_are_two(desk: Desk) -> None:
    desk.publish(WELCOME)
    hired(desk, ATS)
    hired(desk, "greenhouse:70", person=PEOPLE[ATS])
    assert runs(desk) == [ATS, "greenhouse:70"]


def test_the_second_to_tell_still_ends_what_a_hire_ends(desk: Desk) -> None:
    waiting = sequence(
        "- {id: first, email: one}\n- {id: later, wait: 90 days}\n",
        name="waiting",
        purpose="application",
        exit="[{on: application.hired, as: hired}]",
    )
    desk.publish(WELCOME, waiting)
    created = Happening(type=EventType.APPLICATION_CREATED, candidate_id=PEOPLE[ATS], application_id=ATS)
    desk.hear(
        Intake(
            at=MONDAY,
            source="greenhouse",
            happenings=(created,),
            candidates=(CandidateUpdate(id=PEOPLE[ATS], fields={"first_name": "Maya", "email": MAIL}),),
            applications=(ApplicationUpdate(id=ATS, candidate_id=PEOPLE[ATS]),),
        )
    )
    hired(desk, HR)
    hired(desk, ATS)
    desk.run(days=1)
    assert runs(desk) == [HR]
    assert str(desk.standing(f"waiting/application/{ATS}/1").outcome) == "hired"


def test_a_sequence_that_is_published_between_the_two_welcomes_by_the_second(desk: Desk) -> None:
    hired(desk, ATS)
    desk.publish(WELCOME)
    hired(desk, HR)
    assert runs(desk) == [HR]


def test_the_date_of_a_hire_lets_in_once(desk: Desk) -> None:
    at, exit_ = "{at: 10 days before hire.start_date at 09:00}", "[]"
    desk.publish(sequence("- {id: first, email: one}\n", name="before", enroll=at, exit=exit_, **{"for": "hire"}))
    hired(desk, ATS, first_day=date(2026, 3, 14))
    hired(desk, HR, first_day=date(2026, 3, 14))
    desk.clock.at = MONDAY.replace(day=4, hour=8)
    assert look(desk)[1] == 1
    assert len([each for each in desk.carriers if each.startswith("before/hire/")]) == 1
