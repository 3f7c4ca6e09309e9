"""A request that comes twice under one key is carried out once, and answered the same."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from nurture.domain.events import EventType
from nurture.store import contacts, timeline
from nurture.store.tables import api_answers
from tests.office import MARA
from tests.unit.api.conftest import Served
from tests.unit.api.test_reading import BOTH
from tests.unit.api.test_writing import HOLIDAY, MAIL

KEY = {"Idempotency-Key": "5f0c0a1e"}


def times_told(api: Served) -> int:
    with api.office.parts.store.read() as conn:
        return [each.event.type for each in timeline.events_of(conn, MARA)].count(EventType.CANDIDATE_OUT_OF_OFFICE)


@BOTH
def test_a_repeat_makes_nothing_and_is_answered_the_same(api: Served, token: str) -> None:
    first, again = (api.post("/events", token, HOLIDAY, headers=KEY) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (times_told(api), len(api.deeds())) == (1, 1)


def test_without_a_key_what_is_told_twice_has_happened_twice(api: Served, token: str) -> None:
    for _ in range(2):
        assert api.post("/events", token, HOLIDAY).status_code == 201
    assert times_told(api) == 2


@BOTH
def test_many_at_once_under_one_key_are_one(api: Served, token: str) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: api.post("/events", token, HOLIDAY, headers=KEY), range(6)))
    assert {each.status_code for each in answers} == {201}
    assert times_told(api) == 1


@BOTH
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/events", {**HOLIDAY, "carries": {}}),
        ("/suppressions", {"address": MAIL, "reason": "asked"}),
    ],
    ids=["another body", "another route"],
)
def test_a_key_is_for_one_request(path: str, body: object, api: Served, token: str) -> None:
    assert api.post("/events", token, HOLIDAY, headers=KEY).status_code == 201
    refused = api.post(path, token, body, headers=KEY)
    assert refused.status_code == 409
    assert "was used for another request" in refused.json()["detail"]
    assert len(api.deeds()) == 1


def test_a_key_is_one_of_its_token(api: Served, token: str) -> None:
    other = api.token("other")
    for each in (token, other):
        assert api.post("/events", each, HOLIDAY, headers=KEY).status_code == 201
    assert times_told(api) == 2


@BOTH
def test_what_was_refused_leaves_its_key_free_and_nothing_else_behind(api: Served, token: str) -> None:
    wrong = {**HOLIDAY, "carries": {"until": "soon"}}
    assert api.post("/events", token, wrong, headers=KEY).status_code == 409
    assert (api.deeds(), times_told(api)) == ([], 0)
    assert api.post("/events", token, HOLIDAY, headers=KEY).status_code == 201


def test_an_answer_that_is_kept_says_nothing_of_anybody(api: Served, token: str) -> None:
    told = {"kind": "call", "at": "2026-03-02T10:00:00Z", "note": "Mara likes May"}
    assert api.post(f"/candidates/{MARA}/contacts", token, told, headers=KEY).status_code == 201
    with api.office.parts.store.read() as conn:
        [row] = conn.execute(select(api_answers)).all()
        assert len(contacts.of_candidate(conn, MARA)) >= 1
    assert "Mara" not in str(row)


def test_a_key_means_the_same_for_seven_days(api: Served, token: str) -> None:
    assert api.post("/events", token, HOLIDAY, headers=KEY).status_code == 201
    with api.office.parts.store.write() as conn:
        conn.execute(update(api_answers).values(at=datetime.now(UTC) - timedelta(days=8)))
    assert api.post("/events", token, HOLIDAY, headers=KEY).status_code == 201
    assert times_told(api) == 2


@pytest.mark.parametrize("key", ["", "a b", "x" * 201])
def test_what_can_be_no_key_is_refused(key: str, api: Served, token: str) -> None:
    assert api.post("/events", token, HOLIDAY, headers={"Idempotency-Key": key}).status_code == 422
