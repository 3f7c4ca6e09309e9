"""What each of Greenhouse's deliveries means to us: one row per fixture."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nurture.ats import Posted
from nurture.ats.greenhouse import Greenhouse
from nurture.ats.greenhouse.actions import ACTIONS
from nurture.domain.events import EVENTS, EventScope, EventType, Scalar
from nurture.domain.intake import Happening, Intake
from nurture.domain.subject import Subject, SubjectKind
from tests.greenhouse import body, fixtures

RECEIVED = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)

DOCUMENTED = """
    new_candidate_application delete_application application_updated offer_created offer_approved offer_updated
    offer_deleted new_prospect_application delete_candidate hire_candidate merge_candidate candidate_stage_change
    unhire_candidate reject_candidate unreject_candidate update_candidate candidate_anonymized interview_deleted
    scorecard_deleted job_created job_deleted job_updated job_approved job_post_created job_post_updated
    job_post_deleted job_interview_stage_deleted department_deleted office_deleted ping
"""
"""Every action in the vendor's reference, and the ping."""


def understood(name: str) -> Intake:
    return Greenhouse().understand(Posted(raw=body(name)), received_at=RECEIVED)


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a delivery comes to. `says` counts what it says of people, applications and jobs."""

    type: EventType | None
    candidate: str | None = "greenhouse:57683"
    application: str | None = "greenhouse:693"
    job: str | None = "greenhouse:9321"
    of: Subject | None = None
    data: dict[str, Scalar] = field(default_factory=dict)
    says: tuple[int, int, int] = (1, 1, 1)
    is_ignored: bool = True


REASON = {"reason": "Close second", "stage": "Onsite"}
ENGINEER: dict[str, Scalar] = {
    "job.id": "greenhouse:9400",
    "job.title": "Engineer II",
    "job.department": "Platform",
    "job.office": "Bergen",
    "job.url": "https://careers.brightwater.example/jobs/9400",
}


def about_job(type_: EventType, data: dict[str, Scalar] = ENGINEER) -> Means:
    return Means(type=type_, candidate=None, application=None, job="greenhouse:9400", data=data, says=(0, 0, 1))


def offer(number: int) -> Subject:
    return Subject(kind=SubjectKind.OFFER, id=f"greenhouse:{number}")


def about_offer(type_: EventType, start_date: str | None = None, *, number: int = 70551) -> Means:
    return Means(type=type_, candidate=None, of=offer(number), data={"start_date": start_date}, says=(0, 0, 0))


def about_person(type_: EventType, *, says: tuple[int, int, int] = (0, 0, 0), who: str = "57683") -> Means:
    return Means(type=type_, candidate=f"greenhouse:{who}", application=None, job=None, says=says)


NOTHING = Means(type=None, says=(0, 0, 0))
MEANING = {
    "new_candidate_application": Means(type=EventType.APPLICATION_CREATED),
    "new_prospect_application": Means(
        type=EventType.PROSPECT_CREATED,
        candidate="greenhouse:60110",
        application="greenhouse:801",
        job=None,
        says=(1, 1, 0),
    ),
    "application_updated": Means(type=EventType.APPLICATION_UPDATED),
    "candidate_stage_change": Means(type=EventType.APPLICATION_STAGE_CHANGED),
    "reject_candidate": Means(type=EventType.APPLICATION_REJECTED, data=REASON),
    "reject_candidate.withdrawn": Means(
        type=EventType.APPLICATION_WITHDRAWN, data={"reason": "Took another offer", "stage": "Onsite"}
    ),
    "unreject_candidate": Means(type=EventType.APPLICATION_UNREJECTED, data={"stage": "Onsite"}),
    "hire_candidate": Means(type=EventType.APPLICATION_HIRED, data={"start_date": "2026-06-01"}),
    "unhire_candidate": Means(type=EventType.APPLICATION_UNHIRED),
    "delete_application": Means(type=EventType.APPLICATION_DELETED, says=(0, 0, 0)),
    "update_candidate": about_person(EventType.CANDIDATE_UPDATED, says=(1, 0, 0)),
    "delete_candidate": about_person(EventType.CANDIDATE_DELETED),
    "merge_candidate": about_person(EventType.CANDIDATE_MERGED, who="58010"),
    "candidate_anonymized": about_person(EventType.CANDIDATE_ANONYMIZED),
    "candidate_anonymized.partly": about_person(EventType.CANDIDATE_UPDATED, says=(1, 0, 0)),
    "offer_created": about_offer(EventType.OFFER_CREATED, "2026-06-01"),
    "offer_created.again": about_offer(EventType.OFFER_UPDATED, "2026-06-15", number=70560),
    "offer_approved": about_offer(EventType.OFFER_APPROVED, "2026-06-01"),
    "offer_updated": about_offer(EventType.OFFER_UPDATED, "2026-06-15"),
    "offer_updated.superseded": Means(type=None, says=(0, 0, 0), is_ignored=False),
    "offer_deleted": Means(type=EventType.OFFER_DELETED, candidate=None, of=offer(70551), says=(0, 0, 0)),
    "job_created": about_job(EventType.JOB_OPENED),
    "job_created.draft": about_job(EventType.JOB_UPDATED),
    "job_approved": about_job(EventType.JOB_OPENED),
    "job_updated": about_job(
        EventType.JOB_CLOSED, {name: value for name, value in ENGINEER.items() if name != "job.url"}
    ),
    "job_deleted": about_job(EventType.JOB_CLOSED, {"job.id": "greenhouse:9400", "job.title": "Engineer II"}),
    "interview_deleted": NOTHING,
    "scorecard_deleted": NOTHING,
    "job_post_created": NOTHING,
    "job_post_updated": NOTHING,
    "job_post_deleted": NOTHING,
    "job_interview_stage_deleted": NOTHING,
    "department_deleted": NOTHING,
    "office_deleted": NOTHING,
    "ping": NOTHING,
}


def test_every_documented_action_has_a_meaning_and_a_delivery_to_show_it():
    assert sorted(ACTIONS) == sorted(DOCUMENTED.split())
    assert {name.partition(".")[0] for name in fixtures()} == set(DOCUMENTED.split())
    assert sorted(MEANING) == fixtures()


@pytest.mark.parametrize("name", MEANING)
def test_a_delivery_means_this(name: str):
    means, intake = MEANING[name], understood(name)
    assert intake.at == RECEIVED
    assert (len(intake.candidates), len(intake.applications), len(intake.jobs)) == means.says
    if means.type is None:
        assert intake.happenings == ()
        assert bool(intake.ignored) is means.is_ignored
    else:
        expected = Happening(
            type=means.type,
            candidate_id=means.candidate,
            application_id=means.application,
            job_id=means.job,
            of=means.of,
            data=means.data,
        )
        assert intake.happenings == (expected,)
        assert intake.ignored is None


@pytest.mark.parametrize("name", MEANING)
def test_events_carry_only_what_is_promised_to_authors(name: str):
    for happening in understood(name).happenings:
        spec = EVENTS[happening.type]
        assert set(happening.data) <= set(spec.carries)
        if spec.scope is EventScope.APPLICATION:
            assert happening.application_id


def test_an_action_that_nobody_has_heard_of_is_kept_with_the_reason():
    intake = Greenhouse().understand(Posted(raw=b'{"action": "candidate_cloned", "payload": {}}'), received_at=RECEIVED)
    assert intake == Intake(at=RECEIVED, ignored="“candidate_cloned” is no action of Greenhouse's that we know")


def test_a_second_account_has_its_own_ids():
    intake = Greenhouse(connection="greenhouse-uk").understand(Posted(raw=body("hire_candidate")), received_at=RECEIVED)
    assert intake.happenings[0].candidate_id == "greenhouse-uk:57683"
    assert intake.jobs[0].id == "greenhouse-uk:9321"
    assert intake.applications[0].job_id == "greenhouse-uk:9321"


def test_the_guide_names_every_action_that_can_be_chosen():
    guide = (Path(__file__).parents[3] / "docs" / "greenhouse.md").read_text(encoding="utf-8")
    assert [action for action in ACTIONS if f"`{action}`" not in guide] == ["ping"]
