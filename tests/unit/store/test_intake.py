"""What a delivery does to the record, and which events follow from it."""

from datetime import date

import pytest
from sqlalchemy import Connection, select

from nurture.domain.concern import concerns
from nurture.domain.events import Event, EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import events, intake, records
from nurture.store.tables import application_stages
from nurture.values import replace
from tests.unit.store.conftest import ADA, ADAS, NOW, ROBOTICS, ada_applies
from tests.unit.store.taken_in import LATER, acting, stored, told


def stages(conn: Connection) -> list[tuple[str, bool]]:
    columns = application_stages.c.stage, application_stages.c.left_at
    return [(stage, left is None) for stage, left in conn.execute(select(*columns).order_by(application_stages.c.id))]


def test_a_first_delivery_puts_everybody_and_everything_on_record(conn: Connection) -> None:
    around = records.around(conn, ADA, ADAS)
    assert (around.candidate.first_name, around.candidate.tags) == ("Ada", ("math",))
    assert around.application is not None
    assert around.application.job is not None
    assert (around.application.stage, around.application.status) == ("Phone screen", ApplicationStatus.ACTIVE)
    assert around.application.job.title == "Robotics engineer"
    assert around.team.recruiter == Person(id="acme:u1", name="Rita Cruz", email="rita@acme.example")
    assert around.team.hiring_manager == Person(id="acme:u2", name="Max Planck")
    assert around.hire is None


def test_an_update_leaves_what_it_does_not_state(conn: Connection) -> None:
    update = CandidateUpdate(id=ADA, fields={"title": "Countess", "email": None})
    intake.apply(conn, Intake(at=LATER, candidates=(update,)), LATER)
    found = records.candidate(conn, ADA)
    assert (found.first_name, found.title, found.email, found.tags) == ("Ada", "Countess", None, ("math",))


def test_a_person_whose_address_is_not_told_keeps_the_one_on_record(conn: Connection) -> None:
    update = CandidateUpdate(id=ADA, team={"coordinator": Person(id="acme:u1", name="Rita Cruz-Sanz")})
    intake.apply(conn, Intake(at=LATER, candidates=(update,)), LATER)
    coordinator = records.around(conn, ADA).team.coordinator
    assert coordinator == Person(id="acme:u1", name="Rita Cruz-Sanz", email="rita@acme.example")


def test_a_role_that_nobody_holds_any_more_is_empty(conn: Connection) -> None:
    intake.apply(conn, Intake(at=LATER, candidates=(CandidateUpdate(id=ADA, team={"recruiter": None}),)), LATER)
    assert records.around(conn, ADA, ADAS).team.recruiter is None


def test_the_recruiter_of_the_job_stands_in_for_a_candidate_without_one(conn: Connection) -> None:
    jobs = (JobUpdate(id=ROBOTICS, team={"recruiter": Person(id="acme:u3", name="Otto Hahn")}),)
    candidates = (CandidateUpdate(id=ADA, team={"recruiter": None}),)
    intake.apply(conn, Intake(at=LATER, candidates=candidates, jobs=jobs), LATER)
    recruiter = records.around(conn, ADA, ADAS).team.recruiter
    assert recruiter is not None
    assert recruiter.name == "Otto Hahn"


@pytest.mark.parametrize(
    "wrong",
    [
        Intake(at=NOW, candidates=(CandidateUpdate(id=ADA, fields={"firstname": "Ada"}),)),
        Intake(at=NOW, candidates=(CandidateUpdate(id=ADA, fields={"last_contact": NOW}),)),
        Intake(at=NOW, candidates=(CandidateUpdate(id=ADA, team={"hiring_manager": None}),)),
        Intake(at=NOW, jobs=(JobUpdate(id=ROBOTICS, fields={"salary": 1}),)),
        Intake(at=NOW, applications=(ApplicationUpdate(id=ADAS, candidate_id=ADA, fields={"Stage": "Onsite"}),)),
    ],
    ids=["misspelt", "our own", "a role of jobs", "no field of jobs", "no field of applications"],
)
def test_what_no_record_can_hold_is_an_error(conn: Connection, wrong: Intake) -> None:
    with pytest.raises(ValueError, match=" have no "):
        intake.apply(conn, wrong, NOW)


def test_a_stage_change_tells_both_stages_from_our_own_record(conn: Connection) -> None:
    applied = intake.apply(conn, told(EventType.APPLICATION_STAGE_CHANGED, fields={"stage": "Onsite"}), LATER)
    assert acting(applied) == [(ADA, "application.stage_changed", 1)]
    event = applied.events[0][1]
    assert event.data == {"from_stage": "Phone screen", "to_stage": "Onsite"}
    assert (event.at, event.application_id, event.job_id) == (LATER, ADAS, ROBOTICS)
    assert stages(conn) == [("Phone screen", False), ("Onsite", True)]


def test_a_change_that_comes_in_a_mere_update_is_news_and_its_own_delivery_is_not(conn: Connection) -> None:
    update = intake.apply(conn, told(EventType.APPLICATION_UPDATED, fields={"stage": "Onsite"}), LATER)
    assert acting(update) == [(ADA, "application.updated", 1), (ADA, "application.stage_changed", 2)]
    again = intake.apply(conn, told(EventType.APPLICATION_STAGE_CHANGED, fields={"stage": "Onsite"}), LATER)
    assert again.events == ()
    assert again.notes == ("application.stage_changed: is so already",)
    assert stored(conn)[-1] == ("application.stage_changed", False, "is so already")


@pytest.mark.parametrize(
    ("first", "then", "back"),
    [
        (EventType.APPLICATION_REJECTED, "rejected", EventType.APPLICATION_UNREJECTED),
        (EventType.APPLICATION_WITHDRAWN, "withdrawn", EventType.APPLICATION_UNREJECTED),
        (EventType.APPLICATION_HIRED, "hired", EventType.APPLICATION_UNHIRED),
    ],
)
def test_a_decision_is_news_once_and_can_be_taken_back(
    conn: Connection, first: EventType, then: str, back: EventType
) -> None:
    assert acting(intake.apply(conn, told(first), LATER)) == [(ADA, first, 1)]
    assert records.applications_of(conn, ADA)[0].status == then
    assert stages(conn) == [("Phone screen", False)]
    assert intake.apply(conn, told(first), LATER).events == ()
    assert acting(intake.apply(conn, told(back), LATER)) == [(ADA, back, 3)]
    assert records.applications_of(conn, ADA)[0].status is ApplicationStatus.ACTIVE
    assert stages(conn) == [("Phone screen", False), ("Phone screen", True)]
    assert intake.apply(conn, told(back), LATER).events == ()


def test_a_rejection_carries_its_reason_and_the_stage_and_leaves_none_when_taken_back(conn: Connection) -> None:
    rejection = told(EventType.APPLICATION_REJECTED, fields={"rejection_reason": "Too few years"})
    event = intake.apply(conn, rejection, LATER).events[0][1]
    assert event.data == {"reason": "Too few years", "stage": "Phone screen"}
    application = records.applications_of(conn, ADA)[0]
    assert (application.rejected_at, application.rejection_reason) == (LATER, "Too few years")
    intake.apply(conn, told(EventType.APPLICATION_UNREJECTED), LATER)
    application = records.applications_of(conn, ADA)[0]
    assert (application.rejected_at, application.rejection_reason) == (None, None)


def test_a_hire_has_a_first_day_and_a_moved_one_is_news(conn: Connection) -> None:
    hired = intake.apply(conn, told(EventType.APPLICATION_HIRED, start_date=date(2026, 5, 4)), LATER)
    assert hired.events[0][1].data == {"start_date": "2026-05-04"}
    hire = records.around(conn, ADA, ADAS).hire
    assert hire is not None
    assert (hire.id, hire.start_date, hire.hired_at) == (ADAS, date(2026, 5, 4), LATER)
    moved = intake.apply(conn, told(EventType.APPLICATION_UPDATED, start_date=date(2026, 6, 1)), LATER)
    assert acting(moved)[1:] == [(ADA, "hire.start_date_changed", 3)]
    assert moved.events[1][1].data == {"start_date": "2026-06-01"}
    same = intake.apply(conn, told(EventType.APPLICATION_UPDATED, start_date=date(2026, 6, 1)), LATER)
    assert acting(same) == [(ADA, "application.updated", 4)]


def test_an_offer_that_names_only_the_application_moves_the_first_day(conn: Connection) -> None:
    intake.apply(conn, told(EventType.APPLICATION_HIRED, start_date=date(2026, 5, 4)), LATER)
    offer = Happening(type=EventType.OFFER_UPDATED, application_id=ADAS, data={"start_date": "2026-05-18"})
    applied = intake.apply(conn, Intake(at=LATER, happenings=(offer,)), LATER)
    assert acting(applied) == [(ADA, "offer.updated", 2), (ADA, "hire.start_date_changed", 3)]
    hire = records.around(conn, ADA, ADAS).hire
    assert hire is not None
    assert hire.start_date == date(2026, 5, 18)


def test_news_about_nobody_on_record_is_noted(conn: Connection) -> None:
    offer = Happening(type=EventType.OFFER_CREATED, application_id="acme:404")
    gone = Happening(type=EventType.CANDIDATE_DELETED, candidate_id="acme:404")
    delivery = Intake(at=LATER, happenings=(offer, gone), deleted_candidates=("acme:404",))
    applied = intake.apply(conn, delivery, LATER)
    assert applied.events == ()
    assert applied.notes == (
        "offer.created: is about nobody on record",
        "candidate.deleted: is about nobody on record",
    )


def test_a_deleted_application_is_news_once_and_off_the_list(conn: Connection) -> None:
    deletion = Intake(at=LATER, deleted_applications=(ADAS,))
    assert acting(intake.apply(conn, deletion, LATER)) == [(ADA, "application.deleted", 1)]
    assert records.applications_of(conn, ADA) == ()
    assert stages(conn) == [("Phone screen", False)]
    named = Happening(type=EventType.APPLICATION_DELETED, candidate_id=ADA, application_id=ADAS)
    assert intake.apply(conn, replace(deletion, happenings=(named,)), LATER).events == ()


def test_everything_of_one_delivery_is_numbered_in_the_order_it_is_told(conn: Connection) -> None:
    delivery = told(EventType.APPLICATION_UPDATED, EventType.APPLICATION_HIRED, fields={"stage": "Offer"})
    applied = intake.apply(conn, delivery, LATER)
    assert acting(applied) == [
        (ADA, "application.updated", 1),
        (ADA, "application.hired", 2),
        (ADA, "application.stage_changed", 3),
    ]
    assert applied.about == ADA


def test_events_of_another_application_do_not_concern_this_one(conn: Connection) -> None:
    other = ApplicationUpdate(id="acme:11", candidate_id=ADA)
    happenings = (
        Happening(type=EventType.APPLICATION_REJECTED, candidate_id=ADA, application_id="acme:11"),
        Happening(type=EventType.APPLICATION_CREATED, candidate_id=ADA, application_id="acme:11"),
    )
    intake.apply(conn, Intake(at=LATER, applications=(other,), happenings=happenings), LATER)
    about_first = Subject(kind=SubjectKind.APPLICATION, id=ADAS)
    about_person = Subject(kind=SubjectKind.CANDIDATE, id=ADA)
    assert [event.type for event in events.since(conn, ADA, 0) if concerns(event, about_first, "x")] == [
        "application.created"
    ]
    assert sum(concerns(event, about_person, "x") for event in events.since(conn, ADA, 0)) == 2
    assert events.one(conn, ADA, 1) == Event(
        type=EventType.APPLICATION_REJECTED,
        at=LATER,
        number=1,
        application_id="acme:11",
        data={"reason": None, "stage": None},
    )


def test_repeating_the_first_delivery_tells_nothing_new(conn: Connection) -> None:
    created = Happening(type=EventType.APPLICATION_CREATED, candidate_id=ADA, application_id=ADAS)
    delivery = replace(ada_applies(), happenings=(created,))
    assert acting(intake.apply(conn, delivery, LATER)) == [(ADA, "application.created", 1)]
    assert intake.apply(conn, delivery, LATER).events == ()
