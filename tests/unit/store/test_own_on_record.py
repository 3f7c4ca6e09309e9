"""What a company adds to records is kept with them, on both databases; and what our own newer facts count."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, Job, JobStatus, Person
from nurture.store import intake, records
from tests.unit.store.conftest import ADA, ADAS, NOW, ROBOTICS

LATER = NOW + timedelta(hours=1)
KIM = Person(id="acme:u7", name="Kim Berg", email="kim@acme.example")
SAM = Person(id="acme:u8", name="Sam Ito")


def take(conn: Connection, *, at=LATER, **told: object) -> None:
    intake.apply(conn, Intake(at=at, **told), at)


def test_what_is_told_later_changes_only_what_it_states(conn: Connection) -> None:
    take(conn, candidates=(CandidateUpdate(id=ADA, own={"shift": "late", "skills_2": ["Go"], "vegan": True}),))
    take(conn, candidates=(CandidateUpdate(id=ADA, own={"shift": "early", "vegan": None}),))
    own = records.candidate(conn, ADA).own
    assert {name: value for name, value in own.items() if value is not None} == {"shift": "early", "skills_2": ["Go"]}


def test_applications_and_jobs_have_their_own_too(conn: Connection) -> None:
    hired = {"status": ApplicationStatus.HIRED}
    application = ApplicationUpdate(id=ADAS, candidate_id=ADA, fields=hired, own={"contract_ends": "2026-07-31"})
    take(conn, applications=(application,), jobs=(JobUpdate(id=ROBOTICS, own={"invite_pool": True}),))
    around = records.around(conn, ADA, ADAS)
    assert around.application is not None
    assert around.application.own == {"contract_ends": "2026-07-31"}
    assert around.application.job is not None
    assert around.application.job.own == {"invite_pool": True}
    assert around.hire is not None
    assert around.hire.own == {"contract_ends": "2026-07-31"}


def test_a_late_delivery_takes_nothing_back(conn: Connection) -> None:
    new, old = LATER, LATER - timedelta(days=1)
    for as_of, ends in ((new, "2026-10-30"), (old, "2026-07-31")):
        update = ApplicationUpdate(id=ADAS, candidate_id=ADA, as_of=as_of, own={"contract_ends": ends})
        take(conn, applications=(update,))
    application = records.around(conn, ADA, ADAS).application
    assert application is not None
    assert application.own == {"contract_ends": "2026-10-30"}


def test_an_erased_person_has_nothing_of_their_own_left(conn: Connection) -> None:
    own = CandidateUpdate(id=ADA, own={"shift": "late"}, team={"buddy": KIM}, fields={"skills": ("Go",)})
    take(conn, candidates=(own,))
    take(conn, erased=(ADA,))
    take(conn, candidates=(own,))
    candidate = records.candidate(conn, ADA)
    assert (candidate.own, candidate.skills) == ({}, ())
    assert records.around(conn, ADA).team.own == {}


def test_what_is_gone_in_the_ats_goes_here(conn: Connection) -> None:
    take(conn, candidates=(CandidateUpdate(id=ADA, own={"shift": "late"}, team={"buddy": KIM}),))
    take(conn, candidates=(CandidateUpdate(id=ADA, forgets_own=True),))
    assert records.candidate(conn, ADA).own == {}
    assert records.around(conn, ADA).team.own == {}


def test_an_applications_holder_of_an_own_role_goes_before_the_candidates_and_the_jobs(conn: Connection) -> None:
    take(conn, jobs=(JobUpdate(id=ROBOTICS, team={"buddy": SAM, "client-manager": SAM}),))
    take(conn, candidates=(CandidateUpdate(id=ADA, team={"buddy": KIM}),))
    team = records.around(conn, ADA, ADAS).team
    assert (team.role("buddy"), team.role("client-manager"), team.role("mentor")) == (KIM, SAM, None)
    take(conn, applications=(ApplicationUpdate(id=ADAS, candidate_id=ADA, team={"buddy": SAM}),))
    assert records.around(conn, ADA, ADAS).team.role("buddy") == SAM
    take(conn, applications=(ApplicationUpdate(id=ADAS, candidate_id=ADA, team={"buddy": None}),))
    assert records.around(conn, ADA, ADAS).team.role("buddy") == KIM


def robotics(conn: Connection) -> Job:
    job = records.job(conn, ROBOTICS)
    assert job is not None
    return job


def turn(conn: Connection, event: EventType, status: JobStatus, at=LATER) -> None:
    update = JobUpdate(id=ROBOTICS, fields={"status": status})
    take(conn, at=at, jobs=(update,), happenings=(Happening(type=event, job_id=ROBOTICS),))


def test_a_job_counts_the_applications_since_it_opened(conn: Connection) -> None:
    assert (robotics(conn).applications, robotics(conn).opened_at) == (1, None)
    for number in (2, 3, 3):  # the third is told twice
        application = ApplicationUpdate(id=f"acme:1{number}", candidate_id=f"acme:{number}", job_id=ROBOTICS)
        take(conn, applications=(application,))
    prospect = ApplicationUpdate(id="acme:19", candidate_id="acme:9", job_id=ROBOTICS, fields={"is_prospect": True})
    take(conn, applications=(prospect,))
    assert robotics(conn).applications == 3
    turn(conn, EventType.JOB_CLOSED, JobStatus.CLOSED)
    assert robotics(conn).applications == 3
    turn(conn, EventType.JOB_OPENED, JobStatus.OPEN, at=LATER + timedelta(days=30))
    assert (robotics(conn).applications, robotics(conn).opened_at) == (0, LATER + timedelta(days=30))


def test_the_time_of_opening_that_the_vendor_states_goes_before_ours(conn: Connection) -> None:
    opened = NOW - timedelta(days=3)
    update = JobUpdate(id="acme:200", fields={"title": "Fitter", "status": JobStatus.OPEN, "opened_at": opened})
    take(conn, jobs=(update,), happenings=(Happening(type=EventType.JOB_OPENED, job_id="acme:200"),))
    newest = next(iter(records.openings(conn)))
    assert (newest.title, newest.opened_at) == ("Fitter", opened)


def test_openings_are_the_jobs_that_take_applications_the_newest_first(conn: Connection) -> None:
    for name, age, status in (("a", 9, JobStatus.OPEN), ("b", 2, JobStatus.OPEN), ("c", 1, JobStatus.DRAFT)):
        fields = {"title": name, "status": status, "opened_at": NOW - timedelta(days=age)}
        take(conn, jobs=(JobUpdate(id=f"acme:{name}", fields=fields),))
    assert [job.title for job in records.openings(conn)] == ["b", "a", "Robotics engineer"]
    turn(conn, EventType.JOB_CLOSED, JobStatus.CLOSED)
    assert [job.title for job in records.openings(conn)] == ["b", "a"]


@pytest.mark.parametrize("field", ["own", "surveyed_at", "active_applications"])
def test_what_is_ours_to_know_no_ats_can_state(conn: Connection, field: str) -> None:
    with pytest.raises(ValueError, match=f"have no {field}"):
        take(conn, candidates=(CandidateUpdate(id=ADA, fields={field: None}),))
