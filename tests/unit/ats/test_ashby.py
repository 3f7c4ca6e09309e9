"""What Ashby's deliveries mean, and that one act acts once in whichever order it is told."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from nurture.ats.ashby.actions import ACTIONS
from nurture.ats.ashby.adapter import sign
from nurture.domain.events import EventType as E
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus
from nurture.errors import Refused
from nurture.store import Store, intake, open_store, records
from tests.rigs.ashby import RIG
from tests.rigs.rig import NOW


def told(name: str) -> Intake:
    return RIG.connected().adapter.understand(RIG.posted(name), received_at=NOW)


def types(name: str) -> list[str]:
    return [happening.type for happening in told(name).happenings]


def test_the_signature_is_the_published_one() -> None:
    """“Authenticating Webhooks”: `sha256=`, and the HMAC of the JSON payload in hexadecimal."""
    assert sign(b"{}", "key") == f"sha256={hmac.new(b'key', b'{}', hashlib.sha256).hexdigest()}"


def test_there_is_a_delivery_of_every_action_and_no_other() -> None:
    assert {name.partition("@")[0] for name in RIG.names()} == set(ACTIONS)


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("applicationSubmit", [E.APPLICATION_CREATED], "somebody applied, or was added"),
        ("applicationSubmit@lead", [E.PROSPECT_CREATED], "a lead did not apply"),
        ("applicationUpdate", [E.APPLICATION_UPDATED], "a mere update"),
        ("applicationUpdate@of-hire", [E.APPLICATION_UPDATED], "it also comes for edits of old hires"),
        ("candidateStageChange", [E.APPLICATION_STAGE_CHANGED], "another stage"),
        ("candidateStageChange@archived", [E.APPLICATION_REJECTED], "being archived is a stage for Ashby"),
        ("candidateStageChange@withdrawn", [E.APPLICATION_WITHDRAWN], "the reason's type says who said no"),
        ("candidateStageChange@of-hire", [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_HIRED], "it tells all of the act"),
        ("candidateHire", [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_HIRED], "it tells all of the act"),
        ("candidateDelete", [E.CANDIDATE_DELETED], ""),
        ("candidateMerge", [E.CANDIDATE_MERGED], ""),
        ("offerCreate", [E.OFFER_CREATED], ""),
        ("offerUpdate", [E.OFFER_UPDATED], "that it was sent shows by its state"),
        ("offerDelete", [E.OFFER_DELETED], ""),
        ("jobCreate", [E.JOB_OPENED], "it is open already"),
        ("jobCreate@draft", [E.JOB_UPDATED], "a draft opens later"),
        ("jobUpdate", [E.JOB_UPDATED], "what changed is not said"),
        ("jobUpdate@closed", [E.JOB_UPDATED], "that it closed shows against our record"),
        ("jobPostingUpdate", [E.JOB_UPDATED], "it has the page for candidates"),
    ],
)
def test_a_delivery_means_this(name: str, expected: list[str], why: str) -> None:
    assert types(name) == expected, why


def test_what_is_said_of_the_person_and_the_job_goes_on_their_records() -> None:
    [mara], [application], [job] = (told("applicationSubmit").candidates, *_rest("applicationSubmit"))
    assert mara.fields["first_name"] == "Mara"
    assert mara.fields["last_name"] == "Lena Quist"
    assert mara.fields["email"] == "mara@home.example"
    assert mara.fields["zone"] == "Europe/Berlin"
    assert {role: who.name for role, who in mara.team.items() if who} == {"recruiter": "Kim Ode"}
    assert application.fields["stage"] == "Application Review"
    assert application.custom["shift"] == "night"
    assert "salary_expectation" not in application.custom, "an amount of money has no kind of ours"
    assert application.as_of == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (job.fields, job.team["hiring_manager"].name) == ({"title": "Data Engineer"}, "Lou Tran")


def _rest(name: str):
    return told(name).applications, told(name).jobs


def test_the_one_whom_a_referral_is_credited_to_is_the_referrer() -> None:
    assert told("applicationSubmit@referral").candidates[0].team["referrer"].name == "Ada Berg"
    assert "referrer" not in told("applicationSubmit").candidates[0].team


def test_the_stage_that_one_was_archived_in_stays() -> None:
    update = told("candidateStageChange@archived").applications[0]
    assert "stage" not in update.fields
    assert update.fields["rejection_reason"] == "Not enough experience"


def test_a_hire_tells_the_first_day_of_the_accepted_offer() -> None:
    hire = told("candidateHire").happenings[1]
    assert hire.data == {"start_date": "2026-04-01"}
    assert told("candidateHire").related[0].fields["start_date"] == date(2026, 4, 1)


def test_interviews_have_their_time_their_place_and_their_people() -> None:
    [interview] = told("interviewScheduleUpdate").related
    assert interview.fields["starts_at"] == datetime(2026, 3, 6, 12, tzinfo=UTC)
    assert interview.fields["place"] == "https://meet.acme.example/4"
    assert [person.email for person in interview.interviewers or ()] == ["lou@acme.example"]
    assert told("interviewScheduleCreate@waiting").ignored


@pytest.mark.parametrize(("name", "missing"), [("candidateHire", "application"), ("offerUpdate", "offer")])
def test_what_is_missing_is_named(name: str, missing: str) -> None:
    with pytest.raises(Refused, match=f"lacks data.{missing}"):
        RIG.connected().adapter.understand(RIG.changed(name, "data", to={}), received_at=NOW)


def test_the_three_deliveries_of_one_hire_are_three_though_their_act_has_one_id() -> None:
    adapter = RIG.connected().adapter
    ids = {adapter.delivery_id(RIG.posted(name)) for name in HIRE}
    assert len(ids) == 3
    assert len({RIG.body(name).split(b'"webhookActionId": ')[1][:38] for name in HIRE}) == 1


def test_one_act_about_two_applications_is_two_deliveries() -> None:
    other = RIG.changed("applicationUpdate", "data", "application", "id", to="another")
    adapter = RIG.connected().adapter
    assert adapter.delivery_id(other) != adapter.delivery_id(RIG.posted("applicationUpdate"))


HIRE = ("candidateHire", "candidateStageChange@of-hire", "applicationUpdate@of-hire")
MARA, APPLICATION = (f"hiring:{number:08d}-3cac-4fbf-ac76-f78ed250ffdd" for number in (57, 69))


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def take(store: Store, *names: str) -> list[str]:
    """The events that act."""
    acting: list[str] = []
    for name in names:
        with store.write() as conn:
            acting += [event.type for _, event in intake.apply(conn, told(name), NOW).events]
    return acting


@pytest.mark.parametrize("order", list(permutations(HIRE)), ids="-".join)
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_one_hire_that_is_told_by_three_deliveries_acts_once_in_any_order(
    store: Store, order: tuple[str, ...], is_known: bool
) -> None:
    if is_known:
        take(store, "applicationSubmit")
    acting = take(store, *order, *order)
    assert acting.count(E.APPLICATION_HIRED) == 1
    assert acting.count(E.APPLICATION_STAGE_CHANGED) <= 1


@pytest.mark.parametrize("names", list(permutations(["candidateStageChange", "applicationUpdate@of-stage-change"])))
def test_a_change_of_stage_acts_once_also_where_the_update_beside_it_came_first(
    store: Store, names: tuple[str, ...]
) -> None:
    assert take(store, *names).count(E.APPLICATION_STAGE_CHANGED) == 1


def test_an_old_hire_that_is_edited_hires_nobody(store: Store) -> None:
    assert E.APPLICATION_HIRED not in take(store, "applicationUpdate@of-hire")


def test_a_late_delivery_neither_acts_nor_takes_the_record_back(store: Store) -> None:
    take(store, "applicationSubmit", "candidateStageChange@archived")
    assert take(store, "candidateStageChange") == []
    with store.read() as conn:
        application = records.around(conn, MARA, APPLICATION).application
    assert application is not None
    assert (application.status, application.stage) == (ApplicationStatus.REJECTED, "Application Review")


def test_interviews_are_news_by_what_changes_of_them(store: Store) -> None:
    acting = take(
        store,
        "applicationSubmit",
        "interviewScheduleCreate",
        "interviewScheduleCreate",
        "interviewScheduleUpdate",
        "interviewScheduleUpdate@cancelled",
    )
    assert [each for each in acting if each.startswith("interview")] == [
        E.INTERVIEW_SCHEDULED,
        E.INTERVIEW_MOVED,
        E.INTERVIEW_CANCELLED,
    ]


def test_a_job_closes_by_an_update(store: Store) -> None:
    assert take(store, "jobCreate", "jobUpdate", "jobUpdate@closed") == [E.JOB_OPENED, E.JOB_UPDATED, E.JOB_CLOSED]
