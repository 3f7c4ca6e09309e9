"""What is read over the API: people, their timelines, runs and why, tasks, what falls through."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from nurture.contracts import Command, Ending
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.service import forgetting, journeys
from nurture.service.persons import ByWhom
from tests.office import APPLICATION, CALL, CALLS, MARA, REJECTED, RUN, SEQUENCES
from tests.unit.api.conftest import Served

HELLO = """\
sequence: hello
title: Say hello
owner: talent@acme.example
purpose: internal
for: candidate
enroll: {on: manual}
steps:
  - {id: a-while, wait: 1000 days}
"""
BOTH = pytest.mark.parametrize("api", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


@BOTH
@pytest.mark.parametrize("who", ["mara@home.example", "Mara@Home.example", MARA, "57683"])
def test_a_person_is_found_by_address_or_id(who: str, api: Served, token: str) -> None:
    found = api.post("/candidates/search", token, {"who": who}).json()["items"]
    assert [(each["id"], each["name"], each["open"]) for each in found] == [(MARA, "Mara Lindqvist", 1)]


def test_whose_id_it_is_goes_before_whose_id_of_a_vendor_it_may_be(api: Served, token: str) -> None:
    other = CandidateUpdate(id=f"other:{MARA}", fields={"first_name": "Otto"})
    api.office.hear(Intake(at=REJECTED, source="other", candidates=(other,)))
    for who, found in ((MARA, [MARA]), (other.id, [other.id]), ("57683", [MARA, other.id])):
        items = api.post("/candidates/search", token, {"who": who}).json()["items"]
        assert [each["id"] for each in items] == found


def test_nobody_found_is_an_empty_list(api: Served, token: str) -> None:
    assert api.post("/candidates/search", token, {"who": "nobody@home.example"}).json() == {"items": []}


@BOTH
def test_a_record_is_read_with_its_applications(api: Served, token: str) -> None:
    record = api.get(f"/candidates/{MARA}", token).json()
    assert (record["first_name"], record["zone"], record["is_anonymized"]) == ("Mara", "Europe/London", False)
    [application] = api.get(f"/candidates/{MARA}/applications", token).json()["items"]
    assert (application["id"], application["status"]) == (APPLICATION, "rejected")
    assert application["job"]["title"] == "Robotics Engineer"
    assert application["rejected_at"] == "2026-03-02T09:00:00Z"


@pytest.mark.parametrize(
    "path",
    [
        "/candidates/greenhouse:1",
        "/candidates/greenhouse:1/applications",
        "/candidates/greenhouse:1/timeline",
        "/candidates/greenhouse:1/why",
        "/candidates/greenhouse:1/consents",
        "/enrollments?candidate=greenhouse:1",
        "/tasks?candidate=greenhouse:1",
    ],
)
def test_who_is_not_on_record_is_not_found(path: str, still: Served, pass_key: str) -> None:
    answered = still.get(path, pass_key)
    assert (answered.status_code, answered.json()["detail"]) == (404, "no candidate greenhouse:1 is on record")


@BOTH
def test_a_timeline_comes_in_pages_that_are_all_of_it_once(api: Served, token: str) -> None:
    whole = api.get(f"/candidates/{MARA}/timeline", token).json()
    assert whole["next"] is None
    assert len(whole["items"]) > 1
    pages, after = [], None
    while True:
        query = {"limit": 1} if after is None else {"limit": 1, "after": after}
        page = api.get(f"/candidates/{MARA}/timeline", token, **query).json()
        pages += page["items"]
        after = page["next"]
        if after is None:
            break
    assert pages == whole["items"]


@BOTH
def test_runs_come_in_pages_by_their_ids_and_by_what_is_asked_for(api: Served, token: str, tmp_path: Path) -> None:
    for name, text in {**CALLS, "hello.yaml": HELLO}.items():
        (tmp_path / name).write_text(text)
    api.office.publish(tmp_path)
    for number in range(3):
        somebody = CandidateUpdate(id=f"greenhouse:9{number}", fields={"first_name": "Otto"})
        api.office.hear(Intake(at=REJECTED, candidates=(somebody,)))
        entered = api.post("/enrollments", token, {"sequence": "hello", "candidate": somebody.id})
        assert entered.status_code == 201, entered.text
    every = [each["id"] for each in api.get("/enrollments", token).json()["items"]]
    assert every == sorted(every)
    assert RUN in every
    first = api.get("/enrollments", token, limit=1).json()
    assert [each["id"] for each in first["items"]] == every[:1]
    assert first["next"] == every[0]
    assert len(every) == 4
    assert [each["id"] for each in api.get("/enrollments", token, after=every[0]).json()["items"]] == every[1:]
    assert len(api.get("/enrollments", token, sequence="hello").json()["items"]) == 3
    assert [each["id"] for each in api.get("/enrollments", token, candidate=MARA).json()["items"]] == [RUN]
    assert api.get("/enrollments", token, status="ended").json()["items"] == []
    assert api.get("/enrollments", token, sequence="no-such").json()["items"] == []


@pytest.mark.parametrize("written", [RUN, quote(RUN, safe="")], ids=["with slashes", "with %2F"])
def test_a_run_says_where_it_stands_and_why(written: str, api: Served, token: str) -> None:
    run = api.get(f"/enrollments/{written}", token).json()
    assert (run["id"], run["status"], run["candidate"]) == (RUN, "active", MARA)
    assert run["subject"] == {"kind": "application", "id": APPLICATION}
    why = api.get(f"/enrollments/{written}/why", token).json()["items"]
    assert why
    assert {each["enrollment"] for each in why} == {RUN}


def test_a_run_that_ended_says_as_what(api: Served, token: str) -> None:
    ending = Ending(enrollment_id=RUN, outcome="called", command=Command(by="kim", reason="Kim called"))
    journeys.end(api.office.parts, ending)
    run = api.get(f"/enrollments/{RUN}", token).json()
    assert (run["status"], run["outcome"]) == ("ended", "called")
    assert [each["id"] for each in api.get("/enrollments", token, status="ended").json()["items"]] == [RUN]


def test_a_run_that_never_was_is_not_found(api: Served, token: str) -> None:
    for path in ("/enrollments/calls/candidate/x/1", "/enrollments/calls/candidate/x/1/why"):
        assert api.get(path, token).json()["detail"] == "there is no enrollment calls/candidate/x/1"


def test_why_is_told_of_a_person_and_of_one_sequence(api: Served, token: str) -> None:
    told = api.get(f"/candidates/{MARA}/why", token).json()["items"]
    assert {each["sequence"] for each in told} >= {"silver-medalist"}
    assert api.get(f"/candidates/{MARA}/why", token, sequence="no-such").json()["items"] == []


def test_sequences_are_listed_with_their_versions(api: Served, token: str) -> None:
    listed = api.get("/sequences", token, limit=200).json()["items"]
    assert {each["sequence"] for each in listed} == {
        path.stem for path in SEQUENCES.glob("*.yaml") if path.stem != "company"
    }
    [one] = api.get("/sequences", token, sequence="silver-medalist").json()["items"]
    assert (one["version"], one["open"]) == (1, 1)


def test_tasks_are_listed_with_whose_they_are(api: Served, token: str, tmp_path: Path) -> None:
    for name, text in CALLS.items():
        (tmp_path / name).write_text(text)
    api.office.publish(tmp_path)
    api.post("/enrollments", token, {"sequence": "calls", "candidate": MARA, "application": APPLICATION})
    api.office.play(CALL.partition("#")[0], until=datetime.now(UTC) + timedelta(hours=1))
    [task] = api.get("/tasks", token).json()["items"]
    assert (task["id"], task["state"], task["asks"]) == (CALL, "open", {"later": "date"})
    assert task["outcomes"] == ["interested", "not now", "later"]
    assert api.get("/tasks", token, candidate=MARA, all="true").json()["items"] == [task]


def test_what_falls_through_is_listed(api: Served, token: str) -> None:
    assert api.get("/gaps", token).json() == {"items": [], "next": None}


@BOTH
def test_of_somebody_who_was_forgotten_nothing_is_told(api: Served, token: str) -> None:
    whom = ByWhom(by="kim", why="asked", at=api.office.clock.at)
    forgetting.forget(api.office.parts, MARA, whom)
    record = api.get(f"/candidates/{MARA}", token).json()
    assert (record["is_anonymized"], record["first_name"], record["email"]) == (True, None, None)
    told = "".join(api.get(f"/candidates/{MARA}/{part}", token).text for part in ("timeline", "why", "applications"))
    assert "Mara" not in told
    assert api.post("/candidates/search", token, {"who": "mara@home.example"}).json() == {"items": []}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/candidates/a%00b", "/path/candidate_id"),
        ("/candidates/a%00b/timeline", "/path/candidate_id"),
        ("/enrollments/a%00b", "/path/enrollment_id"),
        ("/enrollments?candidate=a%00b", "/query/candidate"),
        ("/enrollments?after=a%00b", "/query/after"),
        ("/suppressions?after=a%00b", "/query/after"),
        ("/gaps?after=-1", "/query/after"),
        ("/gaps?limit=0", "/query/limit"),
        ("/gaps?limit=201", "/query/limit"),
        ("/sequences?sequence=%00", "/query/sequence"),
        ("/enrollments?status=gone", "/query/status"),
    ],
)
def test_what_no_database_takes_is_refused_and_named(path: str, where: str, still: Served, pass_key: str) -> None:
    refused = still.get(path, pass_key)
    assert (refused.status_code, refused.json()["where"]) == (422, where)


@pytest.mark.parametrize("odd", ["\u202e", "%", "_", "'; --", "🦜" * 50, "a" * 299, "..", "a\nb", "a\n", "/", "a/why/"])
def test_odd_ids_are_somebody_who_is_not_there(odd: str, still: Served, pass_key: str) -> None:
    answered = still.get(f"/candidates/x{quote(odd, safe='')}", pass_key)
    assert (answered.status_code, answered.json()["detail"]) == (404, f"no candidate x{odd} is on record")
    assert still.post("/candidates/search", pass_key, {"who": odd}).json() == {"items": []}
