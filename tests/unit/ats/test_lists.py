"""What the lists of each ATS say beyond how everybody stands, and how lists are read; contract tests have the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nurture.ats.http import TooOften
from nurture.ats.listing import Lists, Page, changed_since, page_of
from nurture.ats.patience import LONGEST, MOST_WAITS, UNSAID, patiently
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Intake, JobUpdate
from nurture.domain.records import JobStatus, Person
from nurture.errors import Refused, Released
from tests.rigs import RIGS

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Read:
    """Everything that one vendor's lists say, by our ids without the connection."""

    def __init__(self, told: list[Intake]) -> None:
        self.people: dict[str, CandidateUpdate] = {}
        self.applications: dict[str, ApplicationUpdate] = {}
        self.jobs: dict[str, JobUpdate] = {}
        for intake in told:
            for kept, records in (
                (self.people, intake.candidates),
                (self.applications, intake.applications),
                (self.jobs, intake.jobs),
            ):
                for record in records:
                    kept.setdefault(record.id.partition(":")[2], record)


@contextmanager
def lister_of(vendor: str) -> Iterator[tuple[Any, Any]]:
    rig = RIGS[vendor]
    with rig.api() as double:
        lister = rig.vendor.lister(rig.account(double), lambda _: None)
        yield double, lister
        lister.close()


def pages_of(lister: Any, since: datetime | None = None) -> Iterator[Page]:
    after, is_last = None, False
    while not is_last:
        page = lister.page(after, since=since)
        after, is_last = page.after, page.after is None
        yield page


def read(vendor: str) -> Read:
    with lister_of(vendor) as (_, lister):
        return Read([told for page in pages_of(lister) for told in page.told])


def test_greenhouses_numbers_become_names() -> None:
    got = read("greenhouse")
    application, person, job = got.applications["6931"], got.people["57683"], got.jobs["7"]
    assert application.fields["stage"] == "Application Review"
    assert application.fields["source"] == "Careers page"
    assert application.as_of == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert (application.job_id, application.candidate_id) == ("hiring:7", "hiring:57683")
    assert person.fields["email"] == "maya@lindqvist.example"
    assert person.fields["tags"] == ("math",)
    assert person.fields["language"] == "en"
    assert person.team["recruiter"] == Person(id="hiring:4080", name="Kim Ode", email="kim@acme.example")
    assert (job.fields["title"], job.fields["status"]) == ("Data Engineer", JobStatus.OPEN)
    assert (job.fields["department"], job.fields["office"]) == ("Data", "Berlin")
    assert got.applications["6932"].fields["rejection_reason"] == "Not enough experience"


def test_greenhouse_lists_neither_templates_nor_prospects_that_became_applications_nor_the_private() -> None:
    with lister_of("greenhouse") as (_, lister):
        pages = list(pages_of(lister))
    got = Read([told for page in pages for told in page.told])
    assert set(got.jobs) == {"7", "8"}
    assert "6935" not in got.applications
    assert "57685" not in got.people
    assert sum(page.skipped for page in pages) == 1


def test_greenhouse_is_asked_for_fifty_people_at_a_time_and_for_names_once() -> None:
    with lister_of("greenhouse") as (double, lister):
        double.page = 500
        first = double.account.applications[0]
        double.account.applications = [{**first, "id": id_, "candidate_id": id_} for id_ in range(120)]
        double.account.candidates = [{**double.account.candidates[0], "id": id_} for id_ in range(120)]
        got = Read([told for page in pages_of(lister) for told in page.told])
        asked = [each.partition("?")[0] for each in double.asked]
    assert len(got.people) == 120
    assert asked.count("GET /v3/candidates") == 3
    assert asked.count("GET /v3/sources") == asked.count("GET /v3/users") == 1


def test_ashby_tells_of_all_addresses_and_tags_of_a_person() -> None:
    mara = read("ashby").people["57"]
    assert mara.emails == ("mara@home.example", "57@work.example")
    assert mara.fields["tags"] == ("Referral",)
    assert (mara.fields["title"], mara.fields["company"]) == ("Analyst", "Brightwater")


def test_ashbys_jobs_are_told_of_whether_they_are_open() -> None:
    jobs = read("ashby").jobs
    assert (jobs["7"].fields["status"], jobs["8"].fields["status"]) == (JobStatus.OPEN, JobStatus.CLOSED)


def test_of_ashby_only_what_changed_is_kept_though_everything_is_read() -> None:
    with lister_of("ashby") as (double, lister):
        double.people[0]["updatedAt"] = "2026-03-05T10:00:00.000Z"
        told = [told for page in pages_of(lister, datetime(2026, 3, 4, tzinfo=UTC)) for told in page.told]
    assert [each.id for one in told for each in one.candidates] == ["hiring:57"]


def test_workables_key_goes_to_no_other_host_though_its_next_page_is_said_to_be_there() -> None:
    with lister_of("workable") as (double, lister):
        assert len(list(pages_of(lister))) == 4
        assert double.asked[-1] == "GET /candidates?limit=2&since_id=4"


def test_workables_jobs_are_told_of_by_their_list() -> None:
    jobs = read("workable").jobs
    assert jobs["DATA001"].fields == {"title": "Data Engineer", "status": JobStatus.OPEN, "department": "Data"}
    assert (jobs["ANAL001"].fields["office"], jobs["ANAL001"].fields["country"]) == ("Berlin, Germany", "DE")


def test_recruitees_pools_are_no_jobs_and_whoever_is_in_one_is_a_prospect() -> None:
    got = read("recruitee")
    assert {job.id for job in got.jobs.values()} == {"hiring:7", "hiring:9"}
    assert got.applications["57-8"].fields["is_prospect"] is True
    assert got.applications["57-7"].fields["is_prospect"] is False
    assert got.applications["57-7"].fields["stage"] == "Onsite"
    assert got.applications["59-7"].fields["rejected_at"] == datetime(2026, 3, 1, 10, tzinfo=UTC)


def test_merge_tells_of_people_who_have_not_applied() -> None:
    assert len(read("merge").people) == 2


def test_bamboohrs_leavers_are_listed_with_their_last_day() -> None:
    assert str(read("bamboohr").applications["100"].fields["left_on"]) == "2025-12-31"


@pytest.mark.parametrize("vendor", ["smartrecruiters", "recruitee", "bamboohr"])
def test_whoever_is_deleted_while_the_list_is_read_holds_up_nobody(vendor: str) -> None:
    rig = RIGS[vendor]
    with lister_of(vendor) as (double, lister):
        respond = double.respond

        def gone(asked: Any) -> tuple[int, object]:
            status, body = respond(asked)
            parts = asked.path.strip("/").split("/")
            is_one = parts[-1] in ("57", "c-mara") and parts[-2] in ("candidates", "employees")
            return (404, {}) if is_one else (status, body)

        double.respond = gone
        pages = list(pages_of(lister))
    assert sum(page.skipped for page in pages) == 1, rig.name
    assert sum(len(page.faults) for page in pages) == 0


def page(*ids: str, after: str | None = None) -> Page:
    return Page(told=tuple(Intake(at=LONG_AGO, jobs=(JobUpdate(id=each),)) for each in ids), after=after)


def test_lists_are_read_one_after_the_other_and_a_place_names_its_list() -> None:
    asked: list[tuple[str, str | None]] = []

    def of(name: str, **pages: Page):
        def one(after: str | None, since: datetime | None) -> Page:
            asked.append((name, after))
            return pages[after or "first"]

        return one

    lists = Lists(
        lists={
            "jobs": of("jobs", first=page("1", after="a b"), **{"a b": page("2")}),
            "people": of("people", first=page()),
        }
    )
    places = [each.after for each in pages_of(lists)]
    assert places == ["jobs a b", "people", None]
    assert asked == [("jobs", None), ("jobs", "a b"), ("people", None)]
    assert lists.page("somewhere else", since=None).after == "jobs a b", "an unknown place is the beginning"


def test_what_can_not_be_understood_is_named_and_what_tells_of_nobody_is_counted() -> None:
    def translate(record: Any) -> Intake:
        if record.get("id") == 2:
            raise Refused("it lacks a person", status=400)
        return Intake(at=LONG_AGO) if record.get("id") == 3 else Intake(at=LONG_AGO, jobs=(JobUpdate(id="x"),))

    got = page_of([{"id": 1}, {"id": 2}, {"id": 3}], translate, what="opportunity", after=None)
    assert (len(got.told), got.skipped, got.faults) == (1, 1, ("opportunity 2: it lacks a person",))


@pytest.mark.parametrize(
    ("record", "is_kept"),
    [
        pytest.param({"at": "2026-03-02T00:00:00Z"}, True, id="changed at that moment"),
        pytest.param({"at": "2026-03-01T23:59:59Z"}, False, id="changed before"),
        pytest.param({"at": "2026-03-01T23:59:59Z", "other": "2026-03-03T00:00:00+02:00"}, True, id="another time"),
        pytest.param({}, True, id="without a time"),
        pytest.param({"at": "yesterday"}, True, id="a time that can't be read"),
        pytest.param({"at": "2026-03-01T23:59:59"}, True, id="a time without a zone"),
    ],
)
def test_a_record_whose_time_is_not_known_is_rather_read_once_more(record: Any, is_kept: bool) -> None:
    since = datetime(2026, 3, 2, tzinfo=UTC)
    assert list(changed_since([record], since, "at", "other")) == ([record] if is_kept else [])
    assert list(changed_since([record], None, "at")) == [record]


@pytest.mark.parametrize(
    ("refusal", "waits"),
    [
        pytest.param(TooOften("429"), UNSAID, id="too often, without a word on until when"),
        pytest.param(Released("503", retry_at=LONG_AGO), timedelta(), id="a moment that is over"),
        pytest.param(Released("503"), None, id="no word on when"),
        pytest.param(TooOften("429", retry_at=datetime.now(UTC) + LONGEST * 2), None, id="far away"),
    ],
)
def test_a_refusal_is_waited_for_where_it_says_that_it_ends(refusal: Released, waits: timedelta | None) -> None:
    paused: list[timedelta] = []
    answers = iter([refusal, None])

    def ask() -> str:
        if (answer := next(answers)) is not None:
            raise answer
        return "at last"

    if waits is None:
        with pytest.raises(Released):
            patiently(ask, paused.append)
        assert paused == []
    else:
        assert patiently(ask, paused.append) == "at last"
        assert paused == [waits]


def test_who_is_always_asked_too_often_is_not_asked_for_ever() -> None:
    paused: list[timedelta] = []

    def ask() -> str:
        raise TooOften("429")

    with pytest.raises(TooOften):
        patiently(ask, paused.append)
    assert len(paused) == MOST_WAITS
