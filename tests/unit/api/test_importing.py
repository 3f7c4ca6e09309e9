"""A list of people over the API: by the rules and in the words of `nurture import`, all of them or nobody."""

import json
from pathlib import Path

from sqlalchemy import func, select

from nurture.service.importing.columns import Meaning
from nurture.service.importing.sheet import open_sheet
from nurture.service.importing.taking import look
from nurture.service.importing.terms import terms_of
from nurture.store.tables import candidates
from tests.office import MARA
from tests.unit.api.conftest import Served
from tests.unit.api.test_reading import BOTH

FAIR = [
    {"email": "otto@home.example", "first_name": "Otto", "tags": ["fair", "night"], "consent_given_at": "2026-01-05"},
    {"email": "mara@home.example", "skills": ["welding"]},
    {"id": 7, "last_name": "Berg"},
]
WRONG = [
    {"email": "otto@home.example"},
    {"email": "no address"},
    {"first_name": "Nobody"},
    {"email": "lou@home.example", "country": "Atlantis"},
]


def count(api: Served) -> int:
    with api.office.parts.store.read() as conn:
        counted: int = conn.execute(select(func.count()).select_from(candidates)).scalar_one()
        return counted


@BOTH
def test_people_are_taken_in_once(api: Served, token: str) -> None:
    looked = api.post("/people/import", token, {"name": "fair", "people": FAIR, "dry_run": True})
    assert looked.json() == {
        "new": 2,
        "matched": 1,
        "changed": 0,
        "known": 0,
        "applications": 0,
        "applications_left": 0,
        "contacts": 0,
        "refused": [],
    }
    before = count(api)
    taken, again = (api.post("/people/import", token, {"name": "fair", "people": FAIR}) for _ in range(2))
    assert taken.json() == again.json() == looked.json()
    assert count(api) == before + 3
    assert [each.what for each in api.deeds()] == ["began to take in the people of fair, told by import"]
    assert api.get("/candidates/import:fair/7", token).json()["last_name"] == "Berg"
    [mara] = api.post("/candidates/search", token, {"who": "mara@home.example"}).json()["items"]
    assert mara["id"] == MARA


def test_people_bring_applications_and_contacts(api: Served, token: str) -> None:
    fair = {
        "email": "otto@home.example",
        "first_name": "Otto",
        "applications": [{"job_name": "Welder", "status": "rejected", "decided_at": "2025-04-01"}],
        "contacts": [{"contact": "call", "contact_at": "2025-03-01 10:00", "contact_minutes": 20}],
    }
    asked = {"name": "fair", "people": [fair]}
    looked = api.post("/people/import", token, {**asked, "dry_run": True}).json()
    taken = api.post("/people/import", token, asked).json()
    assert looked == taken
    assert [taken[each] for each in ("new", "applications", "applications_left", "contacts")] == [1, 1, 0, 1]
    more = api.post("/people/import", token, {"name": "fair", "people": [fair, FAIR[1]]}).json()
    assert [more[each] for each in ("known", "applications", "applications_left", "contacts")] == [1, 0, 1, 0]


def test_what_is_wrong_in_an_application_refuses_its_person(api: Served, token: str) -> None:
    wrong = {"email": "otto@home.example", "applications": [{"job_name": "Welder", "status": "gone"}]}
    refused = api.post("/people/import", token, {"name": "fair", "people": [wrong]})
    assert refused.status_code == 409
    assert [each["where"] for each in refused.json()["faults"]] == ["/body/people/0"]
    nested = {"email": "otto@home.example", "applications": [{"job_name": ["Welder"]}]}
    assert api.post("/people/import", token, {"name": "fair", "people": [nested]}).status_code == 422


@BOTH
def test_where_one_is_refused_nobody_is_taken_in(api: Served, token: str) -> None:
    before = count(api)
    refused = api.post("/people/import", token, {"name": "fair", "people": WRONG})
    assert (refused.status_code, refused.json()["detail"]) == (409, "nobody was taken in")
    assert {each["where"] for each in refused.json()["faults"]} == {f"/body/people/{n}" for n in (1, 2, 3)}
    assert (count(api), api.deeds()) == (before, [])


def test_rows_are_refused_as_those_of_a_file(api: Served, token: str, tmp_path: Path) -> None:
    file, parts = tmp_path / "fair.jsonl", api.office.parts
    file.write_text("".join(json.dumps(each) + "\n" for each in WRONG))
    sheet, now = open_sheet(file), api.office.clock.at
    terms, faults = terms_of(
        parts.settings, parts.store, sheet.columns, Meaning(), connection=None, name="fair", now=now
    )
    tally = look(parts.store, sheet, terms, lambda _: None)
    looked = api.post("/people/import", token, {"name": "fair", "people": WRONG, "dry_run": True}).json()
    assert faults == []
    assert [(each["number"], tuple(each["faults"])) for each in looked["refused"]] == [
        (row.line, row.faults) for row in tally.refused
    ]
    assert len(tally.refused) == 3


def test_a_column_that_nobody_knows_is_named(api: Served, token: str) -> None:
    refused = api.post("/people/import", token, {"name": "fair", "people": [{"e": "x@home.example"}]})
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("column “e”: nobody knows what it is")


def test_an_ats_that_is_not_connected_is_refused(api: Served, token: str) -> None:
    asked = {"name": "fair", "connection": "lever", "people": [{"id": "1"}]}
    assert api.post("/people/import", token, asked).status_code in (404, 409)


def test_a_batch_has_a_limit(api: Served, token: str) -> None:
    many = [{"email": f"a{number}@home.example"} for number in range(501)]
    assert api.post("/people/import", token, {"name": "fair", "people": many}).status_code == 422
    assert api.post("/people/import", token, {"name": "fair", "people": many[:500]}).json()["new"] == 500
