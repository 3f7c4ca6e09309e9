"""What is done over the API: by the rules of the command line, in its words, and on the audit record by the token."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nurture.contracts import Command, Ending
from nurture.domain.events import EventType
from nurture.store import contacts, records, standings, suppressions, timeline
from tests.office import APPLICATION, CALL, CALLS, MARA, RUN
from tests.unit.api.conftest import Served
from tests.unit.api.test_reading import BOTH

MAIL = "mara@home.example"
SPOKEN = "2026-03-02T10:00:00+01:00"
CALL_AT = {"kind": "call", "at": SPOKEN, "minutes": 25, "note": "spoke of May"}
HOLIDAY = {"event": "candidate.out_of_office", "candidate": MARA, "carries": {"until": "2026-12-07"}}
ENROLL = {"sequence": "calls", "candidate": MARA, "application": APPLICATION}


@pytest.fixture
def calls(api: Served, tmp_path: Path) -> None:
    """A sequence that gives a task is published."""
    for name, text in CALLS.items():
        (tmp_path / name).write_text(text)
    api.office.publish(tmp_path)


def only_deed(api: Served) -> tuple[str, str, str, str | None]:
    [deed] = api.deeds()
    return deed.who, deed.what, deed.why, deed.about


@BOTH
def test_a_call_goes_on_the_timeline_with_how_long_it_took(api: Served, token: str) -> None:
    noted = api.post(f"/candidates/{MARA}/contacts", token, CALL_AT)
    assert noted.status_code == 201, noted.text
    with api.office.parts.store.read() as conn:
        [call] = [each for each in contacts.of_candidate(conn, MARA) if each.id == noted.json()["id"]]
    assert (call.minutes, call.summary, call.detail) == (25, "spoke of May", "by api:site")
    assert call.at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert only_deed(api) == ("api:site", "logged a call", "spoke of May", MARA)
    again = api.post(f"/candidates/{MARA}/contacts", token, CALL_AT)
    assert (again.status_code, "on record already" in again.json()["detail"]) == (409, True)


def test_a_reply_that_is_logged_wakes_whom_it_concerns(api: Served, token: str) -> None:
    told = {"kind": "mail", "direction": "in", "at": SPOKEN}
    assert api.post(f"/candidates/{MARA}/contacts", token, told).status_code == 201
    assert [each.enrollment_id for each in api.workflows.poked] == [RUN]


@BOTH
def test_consent_is_given_and_withdrawn_and_listed(api: Served, token: str) -> None:
    given = {"kind": "given", "until": "2027-01-31", "source": "signed at the fair"}
    noted = api.post(f"/candidates/{MARA}/consents", token, given)
    assert (noted.status_code, noted.json()["until"]) == (201, "2027-01-31"), noted.text
    assert api.post(f"/candidates/{MARA}/consents", token, {"kind": "withdrawn"}).status_code == 201
    listed = api.get(f"/candidates/{MARA}/consents", token).json()["items"]
    assert [(each["kind"], each["noted_by"]) for each in listed] == [("given", "api:site"), ("withdrawn", "api:site")]


@BOTH
def test_what_happened_is_told_and_on_record(api: Served, token: str) -> None:
    assert api.post("/events", token, HOLIDAY).status_code == 201
    with api.office.parts.store.read() as conn:
        happened = [each.event.type for each in timeline.events_of(conn, MARA)]
        assert str(records.candidate(conn, MARA).away_until) == "2026-12-07"
    assert happened.count(EventType.CANDIDATE_OUT_OF_OFFICE) == 1
    assert only_deed(api) == ("api:site", "told of candidate.out_of_office", "", MARA)


@BOTH
def test_somebody_is_let_in_and_started(api: Served, token: str, calls: None) -> None:
    entered = api.post("/enrollments", token, ENROLL)
    assert (entered.status_code, entered.json()) == (201, {"enrollment": CALL.partition("#")[0], "version": 1})
    assert api.workflows.enrolled[-1].enrollment_id == CALL.partition("#")[0]
    assert only_deed(api)[:2] == ("api:site", f"let them into {CALL.partition('#')[0]}")
    again = api.post("/enrollments", token, ENROLL)
    assert again.status_code == 409
    assert "is in calls already" in again.json()["detail"]
    assert again.json()["hint"].startswith("Nobody is inside twice.")


def test_without_temporal_whoever_is_let_in_is_on_record_and_left_to_the_sweep(
    api: Served, token: str, calls: None
) -> None:
    api.workflows.is_away = True
    assert api.post("/enrollments", token, ENROLL).status_code == 201
    with api.office.parts.store.read() as conn:
        assert standings.get(conn, CALL.partition("#")[0]).started_at is None


@pytest.mark.parametrize(
    ("deed", "body", "message"),
    [
        ("pause", {"reason": "a second look"}, Command(by="api:site")),
        ("resume", {"reason": "a second look"}, Command(by="api:site")),
        (
            "exit",
            {"reason": "a second look", "outcome": "called"},
            Ending(enrollment_id=RUN, outcome="called", command=Command(by="api:site")),
        ),
    ],
)
def test_an_order_goes_to_the_run_and_its_reason_on_record_alone(
    deed: str, body: Mapping[str, str], message: Command | Ending, api: Served, token: str
) -> None:
    answered = api.post(f"/enrollments/{RUN}/{deed}", token, body)
    assert answered.json() == {"enrollment": RUN, "did": deed}
    [(whom, update, sent)] = api.workflows.ordered
    assert (whom, update) == (RUN, deed)
    command = sent.command if isinstance(sent, Ending) else sent
    assert (command.by, command.reason) == ("api:site", "")
    assert type(sent) is type(message)
    assert only_deed(api) == ("api:site", f"asked to {deed} {RUN}", "a second look", MARA)


def test_going_on_needs_no_reason(api: Served, token: str) -> None:
    assert api.post(f"/enrollments/{RUN}/resume", token).status_code == 200
    assert api.post(f"/enrollments/{RUN}/pause", token).status_code == 422
    assert only_deed(api) == ("api:site", f"asked to resume {RUN}", "", MARA)


def test_an_order_to_nobody_is_refused_and_leaves_nothing(api: Served, token: str) -> None:
    refused = api.post("/enrollments/calls/candidate/x/1/pause", token, {"reason": "none"})
    assert refused.status_code == 404
    assert "is under way: it has ended, or there never was one" in refused.json()["detail"]
    assert (api.deeds(), api.workflows.ordered) == ([], [])


def test_an_order_that_nobody_carries_out_says_so(api: Served, token: str) -> None:
    api.workflows.is_away = True
    away = api.post(f"/enrollments/{RUN}/pause", token, {"reason": "none"})
    assert (away.status_code, away.json()["detail"]) == (503, "Temporal did not answer: it was told not to")


@BOTH
def test_a_task_is_done_once(api: Served, token: str, calls: None) -> None:
    api.post("/enrollments", token, ENROLL)
    api.office.play(CALL.partition("#")[0], until=datetime.now(UTC) + timedelta(hours=1))
    path = f"/tasks/{CALL.replace('#', '%23')}/done"
    missing = api.post(path, token, {"outcome": "later"})
    assert (missing.status_code, missing.json()["detail"]) == (409, "“later” asks for a date")
    for _ in range(2):
        done = api.post(path, token, {"outcome": "not now", "note": "in May"})
        assert (done.status_code, done.json()) == (200, {"task": CALL, "outcome": "not now"})
    assert api.deeds()[0].what == f"did {CALL}: not now"
    assert api.workflows.poked
    other = api.post(path, token, {"outcome": "interested"})
    assert "is not open any more" in other.json()["detail"]
    [task] = api.get("/tasks", token, all="true").json()["items"]
    assert (task["state"], task["outcome"], task["by"], task["note"]) == ("done", "not now", "api:site", "in May")


@BOTH
def test_an_address_is_suppressed_found_and_let_go(api: Served, token: str) -> None:
    wanted = {"address": MAIL, "reason": "asked on the phone"}
    first, again = (api.post("/suppressions", token, wanted) for _ in range(2))
    assert (first.status_code, first.json()["is_new"], again.json()["is_new"]) == (201, True, False)
    hashed = api.office.parts.address_hash(MAIL)
    with api.office.parts.store.read() as conn:
        assert suppressions.why_suppressed(conn, hashed, purpose="nurture") == "asked on the phone"
    [found] = api.post("/suppressions/search", token, {"address": MAIL.upper()}).json()["items"]
    assert (found["address_hash"], found["source"]) == (hashed, "by hand: api:site")
    assert api.get("/suppressions", token).json() == {"items": [found], "next": None}
    lifted = api.post("/suppressions/lift", token, {"address": MAIL, "reason": "a mistake"})
    assert lifted.json() == {"address_hash": hashed, "scopes": ["everything"]}
    assert [each.what for each in api.deeds()] == ["lifted the suppression of all mail", "suppressed all mail"]
    gone = api.post("/suppressions/lift", token, {"address": MAIL, "reason": "a mistake"})
    assert (gone.status_code, gone.json()["detail"]) == (404, "nothing stops mail there")


@BOTH
def test_suppressions_come_in_pages(api: Served, token: str) -> None:
    for number in range(3):
        for scope in ("nurture", "everything"):
            wanted = {"address": f"a{number}@home.example", "scope": scope, "reason": "asked"}
            assert api.post("/suppressions", token, wanted).status_code == 201
    found, after = [], None
    while True:
        page = api.get("/suppressions", token, limit=2, **({"after": after} if after else {})).json()
        found += [(each["address_hash"], each["scope"]) for each in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert found == sorted(found)
    assert len(set(found)) == 6


@BOTH
def test_a_person_is_exported_and_that_is_on_record(api: Served, token: str) -> None:
    exported = api.post(f"/candidates/{MARA}/export", token, {"reason": "request of 2026-11-29"}).json()
    assert exported["format"] == "nurture-export/1"
    assert exported["held"]["candidates"][0]["first_name"] == "Mara"
    assert only_deed(api) == ("api:site", "exported what is on record", "request of 2026-11-29", MARA)


@BOTH
def test_a_person_is_forgotten_once_and_for_good(api: Served, token: str) -> None:
    path, why = f"/candidates/{MARA}/forget", {"reason": "request of 2026-11-29"}
    looked = api.post(path, token, {**why, "dry_run": True}).json()
    assert (looked["is_erased"], looked["ended"], looked["was_erased"]) == (False, [RUN], False)
    assert api.get(f"/candidates/{MARA}", token).json()["first_name"] == "Mara"
    named = api.post(path, token, {"reason": "Mara asked"})
    assert (named.status_code, "names the person" in named.json()["detail"]) == (409, True)
    gone = api.post(path, token, why).json()
    assert (gone["is_erased"], gone["was_erased"], gone["ended"]) == (True, False, [RUN])
    assert RUN in [each.enrollment_id for each in api.workflows.poked]
    assert only_deed(api) == ("api:site", "forgot a person", "request of 2026-11-29", MARA)
    again = api.post(path, token, why).json()
    assert (again["is_erased"], again["was_erased"]) == (True, True)
    late = api.post(f"/candidates/{MARA}/contacts", token, CALL_AT)
    assert (late.status_code, "the person erased" in late.json()["detail"]) == (409, True)


def test_who_was_forgotten_is_in_no_file_of_sqlite_once_it_is_answered(api: Served, token: str) -> None:
    database = api.office.parts.store.engine.url.database
    files = [Path(f"{database}{end}") for end in ("", "-wal")]
    with api.office.parts.store.engine.connect():
        assert any(b"mara@" in each.read_bytes().lower() for each in files)
        assert api.post(f"/candidates/{MARA}/forget", token, {"reason": "request of 2026-11-29"}).status_code == 200
        assert not any(b"mara@" in each.read_bytes().lower() for each in files)
