"""What a delivery says of applications and prospects, and what it leaves alone."""

from datetime import UTC, date, datetime

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, JobUpdate
from nurture.domain.records import Application, ApplicationStatus, Candidate, Job, JobStatus, Person
from nurture.errors import Refused
from nurture.values import replace
from tests.greenhouse import body, changed, fixtures, without
from tests.unit.ats.greenhouse_payloads import INES, TOM, candidate, job, understood

JO = Person(id="greenhouse:4120", name="Jo Lindqvist", email="jo.lindqvist@brightwater.example")
FARAH = Person(id="greenhouse:4055", name="Farah Haddad", email="farah.haddad@brightwater.example")


def application(raw: bytes) -> ApplicationUpdate:
    (update,) = understood(raw).applications
    return replace(update, custom={})


def test_a_new_application_tells_everything_of_the_person():
    assert candidate(body("new_candidate_application")) == CandidateUpdate(
        id="greenhouse:57683",
        fields={
            "first_name": "Maren",
            "last_name": "Solheim",
            "email": "maren@solheim.example",
            "phone": "+47 555 01 442",
            "title": "Backend Engineer",
            "company": "Fjordlys AS",
            "tags": ("Python", "Silver medalist"),
            "created_at": datetime(2026, 2, 27, 9, 14, 3, tzinfo=UTC),
            "can_email": True,
            "is_private": False,
            "language": "nb",
            "country": "NO",
            "zone": "Europe/Oslo",
        },
        emails=("m.solheim@fjordlys.example", "maren@solheim.example"),
        phones=("+47 555 01 442",),
        team={"recruiter": INES, "coordinator": TOM},
    )


def test_a_new_application_tells_where_it_stands():
    assert application(body("new_candidate_application")) == ApplicationUpdate(
        id="greenhouse:693",
        candidate_id="greenhouse:57683",
        job_id="greenhouse:9321",
        fields={
            "status": ApplicationStatus.ACTIVE,
            "stage": "Application Review",
            "is_prospect": False,
            "source": "Jobs page on your website",
            "applied_at": datetime(2026, 3, 2, 9, 14, 3, tzinfo=UTC),
            "rejected_at": None,
            "rejection_reason": None,
            "rejection_type": None,
            "url": "https://app.greenhouse.io/people/57683?application_id=693",
        },
        as_of=datetime(2026, 3, 2, 9, 14, 2, tzinfo=UTC),
    )


def test_a_new_application_tells_of_its_job():
    assert job(body("new_candidate_application")) == JobUpdate(
        id="greenhouse:9321",
        fields={
            "title": "Senior Backend Engineer",
            "department": "Platform",
            "office": "Bergen",
            "status": JobStatus.OPEN,
            "opened_at": datetime(2026, 1, 19, 8, 30, tzinfo=UTC),
            "zone": "Europe/Oslo",
            "url": "https://careers.brightwater.example/jobs/9321",
        },
        team={"recruiter": INES, "coordinator": TOM, "hiring_manager": FARAH},
    )


@pytest.mark.parametrize("name", fixtures())
def test_updates_name_only_fields_that_our_records_have(name: str):
    intake = understood(body(name))
    said: list[tuple[type, CandidateUpdate | ApplicationUpdate | JobUpdate]] = [
        *((Candidate, update) for update in intake.candidates),
        *((Application, update) for update in intake.applications),
        *((Job, update) for update in intake.jobs),
    ]
    for record, update in said:
        assert set(update.fields) <= set(record.__dataclass_fields__) - {"id"}


def test_a_hire_states_the_first_day_and_keeps_quiet_about_the_stage():
    update = application(body("hire_candidate"))
    assert update.fields == {
        "status": ApplicationStatus.HIRED,
        "source": "Jobs page on your website",
        "url": "https://app.greenhouse.io/people/57683?application_id=693",
    }
    assert update.start_date == date(2026, 6, 1)
    assert update.as_of is None
    assert "status" not in job(body("hire_candidate")).fields
    assert "tags" not in candidate(body("hire_candidate")).fields


def test_a_hire_without_a_first_day_is_a_hire():
    for start in (None, ""):
        intake = understood(changed("hire_candidate", "application", "offer", "starts_at", to=start))
        assert intake.applications[0].start_date is None
        assert intake.happenings[0].data == {"start_date": None}
    assert understood(without("hire_candidate", "application", "offer")).applications[0].start_date is None


def test_a_hire_of_the_older_form_names_its_job():
    raw = without("hire_candidate", "application", "jobs")
    assert application(raw).job_id == "greenhouse:9321"
    assert job(raw).fields["title"] == "Senior Backend Engineer"


def test_a_rejection_keeps_its_reason_and_the_stage_it_came_in():
    fields = application(body("reject_candidate")).fields
    assert fields["status"] is ApplicationStatus.REJECTED
    assert fields["stage"] == "Onsite"
    assert fields["rejected_at"] == datetime(2026, 4, 1, 16, 40, 12, tzinfo=UTC)
    assert (fields["rejection_reason"], fields["rejection_type"]) == ("Close second", "We rejected them")


@pytest.mark.parametrize(
    ("type_", "event", "status"),
    [
        ("They rejected us", EventType.APPLICATION_WITHDRAWN, ApplicationStatus.WITHDRAWN),
        ("they rejected us ", EventType.APPLICATION_WITHDRAWN, ApplicationStatus.WITHDRAWN),
        ("Candidate withdrew", EventType.APPLICATION_WITHDRAWN, ApplicationStatus.WITHDRAWN),
        ("We rejected them", EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED),
        ("None specified", EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED),
        (None, EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED),
    ],
)
def test_the_type_of_the_reason_tells_a_withdrawal_from_a_rejection(
    type_: str | None, event: EventType, status: ApplicationStatus
):
    intake = understood(changed("reject_candidate", "application", "rejection_reason", "type", to={"name": type_}))
    assert intake.happenings[0].type is event
    assert intake.applications[0].fields["status"] is status


@pytest.mark.parametrize("reason", [None, {}, {"name": "Other"}, {"name": "Other", "type": None}])
def test_a_rejection_may_come_without_a_reason_or_its_type(reason: dict[str, str] | None):
    intake = understood(changed("reject_candidate", "application", "rejection_reason", to=reason))
    assert intake.happenings[0].type is EventType.APPLICATION_REJECTED


def test_an_update_of_a_withdrawn_application_does_not_turn_it_into_a_rejected_one():
    withdrawal = body("reject_candidate.withdrawn").replace(b"reject_candidate", b"application_updated")
    assert application(withdrawal).fields["status"] is ApplicationStatus.WITHDRAWN


@pytest.mark.parametrize("status", ["converted", None, ""])
def test_a_status_that_we_have_no_word_for_leaves_the_record_alone(status: str | None):
    assert "status" not in application(changed("application_updated", "application", "status", to=status)).fields


def test_a_prospect_has_no_job_and_whoever_is_credited_with_a_referral_is_the_referrer():
    raw = body("new_prospect_application")
    assert application(raw).job_id is None
    assert application(raw).fields["stage"] is None
    assert candidate(raw).team == {"recruiter": INES, "coordinator": None, "referrer": JO}
    assert candidate(raw).fields["can_email"] is False
    assert candidate(raw).fields["is_private"] is True
    assert (candidate(raw).fields["email"], candidate(raw).fields["tags"]) == (None, ())


def test_a_prospect_that_is_linked_to_jobs_has_applied_for_none():
    linked = changed(
        "new_prospect_application", "application", "jobs", to=[{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]
    )
    assert application(linked).job_id is None
    assert [update.id for update in understood(linked).jobs] == ["greenhouse:1", "greenhouse:2"]


def test_credit_for_anything_but_a_referral_makes_no_referrer():
    agency = changed("new_prospect_application", "application", "source", to={"public_name": "Agency"})
    assert "referrer" not in candidate(agency).team


def test_a_credit_to_somebody_without_an_account_makes_no_referrer():
    outsider = changed("new_prospect_application", "application", "credited_to", to={"name": "An old friend"})
    assert "referrer" not in candidate(outsider).team


def test_a_new_application_of_a_prospect_is_one_of_a_prospect():
    intake = understood(changed("new_candidate_application", "application", "prospect", to=True))
    assert intake.happenings[0].type is EventType.PROSPECT_CREATED


def test_an_update_that_does_not_mention_a_field_leaves_it_alone():
    update = candidate(body("update_candidate"))
    assert not {"can_email", "is_private"} & set(update.fields)
    assert (update.fields["email"], update.fields["phone"]) == ("m.solheim@fjordlys.example", None)
    assert update.team == {"recruiter": INES, "coordinator": None}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "wrong form"),
        (b'{"payload": {}}', "lacks action"),
        (b'{"action": "hire_candidate", "payload": []}', "wrong payload"),
        (b'{"action": "hire_candidate", "payload": {}}', "hire_candidate lacks payload.application"),
        (
            without("candidate_stage_change", "application", "candidate", "id"),
            "candidate_stage_change lacks payload.application.candidate.id",
        ),
        (without("merge_candidate", "person", "new_candidate_id"), "lacks payload.person.new_candidate_id"),
        (without("offer_created", "application_id"), "offer_created lacks payload.application_id"),
        (changed("offer_created", "start_date", to="next spring"), "wrong payload.start_date"),
        (changed("update_candidate", "candidate", "id", to=""), "wrong payload.candidate.id"),
        (changed("update_candidate", "candidate", "tags", to="Python"), "wrong payload.candidate.tags"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(raw: bytes, sentence: str):
    with pytest.raises(Refused) as refused:
        understood(raw)
    assert sentence in refused.value.message
    assert refused.value.status == 400


def test_a_refusal_does_not_repeat_personal_data():
    with pytest.raises(Refused) as refused:
        understood(changed("update_candidate", "candidate", "phone_numbers", to="+47 555 01 442"))
    assert "555" not in str(refused.value)
