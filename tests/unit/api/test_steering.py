"""The rest of what is steered over the API: tasks' terms, broadcasts, who is one person, holds, our own people."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select

from nurture.contracts import Command
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.service.broadcasting import carry_on
from nurture.store import broadcasts, records
from nurture.store.tables import people
from nurture.values import replace
from tests.office import APPLICATION, CALL, CALLS, MARA, REJECTED, RUN, mara_is_rejected
from tests.unit.api.conftest import Served, pages
from tests.unit.api.test_reading import BOTH
from tests.unit.api.test_standing import BOTH_BARE
from tests.unit.cli.test_broadcasts_command import JOB, OPENINGS

KEY = {"Idempotency-Key": "5f0c0a1e"}
WHY = {"reason": "claim of 2 March"}
TASK = f"/tasks/{CALL.replace('#', '%23')}"
THERE = "other:9"


@pytest.fixture
def task(api: Served, token: str, tmp_path: Path) -> None:
    """Mara is to be called."""
    for name, text in CALLS.items():
        (tmp_path / name).write_text(text)
    api.office.publish(tmp_path)
    api.post("/enrollments", token, {"sequence": "calls", "candidate": MARA, "application": APPLICATION})
    api.office.play(CALL.partition("#")[0], until=datetime.now(UTC) + timedelta(hours=1))


@BOTH
def test_a_task_is_put_off_once_under_a_key(api: Served, token: str, task: None) -> None:
    due = api.get(TASK, token).json()["due_at"]
    off, again = (api.post(f"{TASK}/snooze", token, {"length": "1 day"}, headers=KEY) for _ in range(2))
    assert (off.status_code, off.json()) == (200, again.json()), off.text
    assert datetime.fromisoformat(off.json()["due_at"]) > datetime.fromisoformat(due)
    assert [each.what for each in api.deeds()][:2] == [
        f"put off by 1 day: {CALL}",
        "let them into calls/application/greenhouse:693/1",
    ]
    assert api.workflows.poked
    long = api.post(f"{TASK}/snooze", token, {"length": "9 days"})
    assert (long.status_code, "can be put off by 5 days in all" in long.json()["detail"]) == (409, True)
    assert api.post(f"{TASK}/snooze", token, {"length": "a while"}).status_code == 409


def test_a_task_is_passed_on_and_read_with_whose_it_is(api: Served, token: str, task: None) -> None:
    passed = api.post(f"{TASK}/hand-over", token, {"to": "lou@acme.example"})
    assert passed.status_code == 200, passed.text
    assert api.get(TASK, token).json()["owner_email"] == "lou@acme.example"
    assert api.deeds()[0].what == f"handed over to lou@acme.example: {CALL}"
    assert api.post(f"{TASK}/hand-over", token, {"to": "nobody"}).status_code == 409


def test_a_task_is_given_another_date(api: Served, token: str, task: None) -> None:
    due = api.post(f"{TASK}/due", token, {"at": "2999-03-27T15:00:00+01:00"})
    assert due.json() == {"task": CALL, "due_at": "2999-03-27T14:00:00Z"}
    assert api.deeds()[0].what == f"due 2999-03-27 14:00 UTC: {CALL}"
    past = api.post(f"{TASK}/due", token, {"at": "2020-03-27T15:00:00+01:00"})
    assert (past.status_code, "has passed" in past.json()["detail"]) == (409, True)


def test_a_task_that_there_is_not_is_not_found(still: Served, pass_key: str) -> None:
    missing = still.get("/tasks/none", pass_key)
    assert (missing.status_code, missing.json()["hint"]) == (404, "`GET /tasks` lists the open ones.")


@pytest.fixture
def broadcast(bare: Served, tmp_path: Path) -> str:
    """A job has opened twice, and at one occasion somebody came in."""
    (tmp_path / "company.yaml").write_text(CALLS["company.yaml"])
    (tmp_path / "openings.yaml").write_text(OPENINGS)
    bare.office.publish(tmp_path)
    bare.office.hear(JOB)
    with bare.office.parts.store.write() as conn:
        [found] = broadcasts.listed(conn, limit=5)
        for days in (1, 2):
            at = found.opened_at - timedelta(days=days)
            broadcasts.open_new(conn, replace(found, id=f"{found.id}/{days}", occasion=f"{days}", opened_at=at))
    carry_on(bare.office.parts, found.id)
    return found.id


@BOTH_BARE
def test_broadcasts_are_listed_the_latest_first_with_how_far_they_came(bare: Served, broadcast: str) -> None:
    listed = pages(bare, bare.token(), "/broadcasts")
    assert [each["id"] for each in listed] == [broadcast, f"{broadcast}/1", f"{broadcast}/2"]
    one = bare.get(f"/broadcasts/{broadcast}", bare.token("other")).json()
    assert listed[0] == one
    assert (one["state"], one["sequence"], one["entered"]) == ("done", "openings", 1)


def test_a_broadcast_is_paused_and_resumed_by_its_workflow(bare: Served, broadcast: str) -> None:
    token, path = bare.token(), f"/broadcasts/{quote(broadcast, safe='')}"
    assert bare.post(f"{path}/pause", token, WHY).json() == {"broadcast": broadcast, "did": "pause"}
    assert bare.post(f"{path}/resume", token).json() == {"broadcast": broadcast, "did": "resume"}
    assert [(whom, update) for whom, update, _ in bare.workflows.ordered] == [
        (f"broadcast/{broadcast}", "pause"),
        (f"broadcast/{broadcast}", "resume"),
    ]
    sent = bare.workflows.ordered[0][2]
    assert isinstance(sent, Command)
    assert (sent.by, sent.reason) == ("api:site", "")
    assert (bare.deeds()[1].what, bare.deeds()[1].why) == (f"asked to pause broadcast/{broadcast}", "claim of 2 March")


@pytest.mark.parametrize("deed", ["pause", "resume"])
def test_a_broadcast_that_there_is_not_is_not_found_and_leaves_nothing(deed: str, bare: Served) -> None:
    refused = bare.post(f"/broadcasts/none/{deed}", bare.token(), WHY)
    assert (refused.status_code, refused.json()["hint"]) == (404, "They are listed by: GET /broadcasts")
    assert (bare.deeds(), bare.workflows.ordered) == ([], [])


@BOTH
def test_two_records_are_joined_and_taken_apart_again(api: Served, token: str) -> None:
    api.office.hear(replace(mara_is_rejected(), source="greenhouse"))
    update = CandidateUpdate(id=THERE, fields={"email": "m@else.example", "company": "Elsewhere"})
    api.office.hear(Intake(at=REJECTED, source="other", candidates=(update,)))
    joined, again = (
        api.post(f"/candidates/{THERE}/join", token, {"into": MARA, "reason": "told us"}, headers=KEY) for _ in "ab"
    )
    assert joined.json() == again.json() == {"record": THERE, "candidate": MARA}
    assert api.get(f"/candidates/{THERE}", token).json()["id"] == MARA
    refused = api.post(f"/candidates/{THERE}/join", token, {"into": MARA, "reason": "again"})
    assert (refused.status_code, "are one person already" in refused.json()["detail"]) == (409, True)
    apart = api.post(f"/candidates/{THERE}/split", token, {"reason": "they are two"})
    assert apart.json() == {"candidate": THERE, "ended": []}
    assert api.get(f"/candidates/{THERE}", token).json()["company"] == "Elsewhere"
    assert [(each.what, each.why, each.about) for each in api.deeds()] == [
        (f"took {THERE} apart from {MARA}", "they are two", MARA),
        (f"joined {THERE} to {MARA}", "told us", MARA),
    ]


@BOTH
def test_who_is_on_hold_is_not_erased(api: Served, token: str) -> None:
    held = api.post(f"/candidates/{MARA}/hold", token, WHY)
    assert held.json() == {"candidate": MARA, "is_on_hold": True}
    refused = api.post(f"/candidates/{MARA}/forget", token, {"reason": "asked"})
    assert refused.status_code == 409
    assert refused.json()["hint"] == "Lift it first: POST /candidates/{candidate_id}/lift-hold"
    lifted = api.post(f"/candidates/{MARA}/lift-hold", token, WHY)
    assert lifted.json() == {"candidate": MARA, "is_on_hold": False}
    assert api.post(f"/candidates/{MARA}/lift-hold", token, WHY).status_code == 404
    assert [each.what for each in api.deeds()] == ["lifted the hold on a person", "put a hold on a person"]


@BOTH
def test_who_has_been_on_record_too_long_is_listed_in_pages(api: Served, token: str, tmp_path: Path) -> None:
    company = CALLS["company.yaml"] + "retention:\n  application: {GB: 2 months}\n"
    (tmp_path / "company.yaml").write_text(company)
    (tmp_path / "calls.yaml").write_text(CALLS["calls.yaml"])
    old = mara_is_rejected(REJECTED - timedelta(days=365), email=None)
    for number in (1, 2):
        api.office.hear(
            replace(
                old,
                happenings=(),
                candidates=tuple(replace(each, id=f"other:{number}", team={}) for each in old.candidates),
                applications=tuple(
                    replace(each, id=f"other:9{number}", candidate_id=f"other:{number}") for each in old.applications
                ),
            )
        )
    api.office.publish(tmp_path)
    due = pages(api, token, "/retention/due")
    assert [(each["candidate"], each["rule"]) for each in due] == [
        ("other:1", "retention: application, GB: 2 months"),
        ("other:2", "retention: application, GB: 2 months"),
    ]


@BOTH
@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ({"presence": "away", "first": "2026-07-01", "last": "2026-07-14"}, ("2026-07-01", "2026-07-14", False)),
        ({"presence": "gone"}, ("None", "None", True)),
        ({"presence": "back"}, ("None", "None", False)),
    ],
)
def test_who_of_ours_is_away_is_noted(
    told: dict[str, str], stands: tuple[str, str, bool], api: Served, token: str
) -> None:
    noted = api.post("/team/absences", token, {"email": "kim@acme.example", **told})
    assert noted.status_code == 200, noted.text
    with api.office.parts.store.read() as conn:
        row = conn.execute(select(people).where(people.c.email == "kim@acme.example")).one()
    assert (str(row.away_from), str(row.away_until), row.is_gone) == stands
    assert api.deeds()[0].what.startswith("said that kim@acme.example is ")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"presence": "back", "first": "2026-07-01"}, "whoever is there again is not away"),
        ({"presence": "gone", "last": "2026-07-01"}, "whoever has left does not come back on a day"),
        ({"presence": "away", "first": "2026-07-02", "last": "2026-07-01"}, "the last day lies before the first"),
    ],
)
def test_what_does_not_go_together_is_refused(told: dict[str, str], why: str, still: Served, pass_key: str) -> None:
    refused = still.post("/team/absences", pass_key, {"email": "kim@acme.example", **told})
    assert (refused.status_code, refused.json()["detail"]) == (409, why)


@BOTH
def test_deeds_are_listed_the_newest_first_and_by_what_is_asked_for(api: Served, token: str) -> None:
    for number in range(3):
        api.post(f"/candidates/{MARA}/hold", token, {"reason": f"claim {number}"})
    api.post(f"/enrollments/{RUN}/pause", api.token("other"), WHY)
    listed = pages(api, token, "/audit", candidate=MARA)
    assert [each["who"] for each in listed] == ["api:other", "api:site", "api:site", "api:site"]
    assert [each["why"] for each in pages(api, token, "/audit", who="api:site")] == ["claim 2", "claim 1", "claim 0"]
    assert pages(api, token, "/audit", who="api:site", since="2999-01-01T00:00:00Z") == []
    with api.office.parts.store.read() as conn:
        assert not records.candidate(conn, MARA).is_anonymized
    assert api.get("/audit", token, candidate="greenhouse:1").status_code == 404
