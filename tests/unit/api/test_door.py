"""Who is let in: the token, its end, how many unknown ones are looked up, and how large a body may be."""

from datetime import UTC, datetime, timedelta

import pytest

from nurture.api.app import ROOT
from nurture.api.door import Lookups
from nurture.bodies import LIMIT
from nurture.domain.tokens import Scope, Written
from nurture.service import tokens as service
from nurture.store import tokens
from tests.unit.api.conftest import Served

MADE_UP = Written(id="Ab3dE6gH", secret="x" * 32)


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ({}, "nothing is shown"),
        ({"Authorization": "Bearer"}, "nothing after the word"),
        ({"Authorization": "Bearer nurture_abc"}, "what can be none"),
        ({"Authorization": f"Basic {MADE_UP.text}"}, "another scheme"),
        ({"Authorization": f"Bearer {MADE_UP.text}"}, "well-formed, and never made"),
    ],
)
@pytest.mark.parametrize("path", ["/gaps", "/nothing/like/it", "/openapi.json"])
def test_without_a_token_nothing_is_told(shown: dict[str, str], why: str, path: str, still: Served) -> None:
    answered = still.client.get(f"{ROOT}{path}", headers=shown)
    assert answered.status_code == 401, why
    assert answered.headers["WWW-Authenticate"].startswith("Bearer")
    assert answered.headers["Content-Type"] == "application/problem+json"
    assert answered.json()["title"] == "Unauthorized"


def test_a_token_is_taken_until_it_is_revoked(api: Served) -> None:
    token = api.token()
    assert api.get("/gaps", token).status_code == 200
    whom = service.ByWhom(by="kim", at=api.office.clock.at, wall=datetime.now(UTC))
    service.revoke(api.office.parts.store, "site", whom)
    refused = api.get("/gaps", token)
    assert (refused.status_code, refused.json()["detail"]) == (401, "this token was revoked")


def test_a_token_that_has_expired_is_refused(api: Served) -> None:
    refused = api.get("/gaps", api.token(lasts=timedelta(seconds=-1)))
    assert (refused.status_code, refused.json()["detail"]) == (401, "this token has expired")
    assert "WWW-Authenticate" in refused.headers


def test_when_a_token_was_used_is_noted(api: Served) -> None:
    token = api.token()
    api.get("/gaps", token)
    with api.office.parts.store.read() as conn:
        known = tokens.named(conn, "site")
    assert known is not None
    assert known.last_used_at is not None
    api.get("/gaps", token)
    with api.office.parts.store.read() as conn:
        assert tokens.named(conn, "site") == known


def test_a_scope_that_lacks_is_named(api: Served) -> None:
    refused = api.get("/gaps", api.token("site", Scope.TASKS_READ))
    assert refused.status_code == 403
    assert refused.json()["detail"] == "the token site has not the scope reports:read"


def test_a_body_over_the_limit_is_not_read(api: Served) -> None:
    assert api.post("/candidates/search", api.token(), {"who": "x" * LIMIT}).status_code == 413


def test_a_body_that_tells_no_length_is_counted(api: Served) -> None:
    def chunks():
        for _ in range(LIMIT // 65_536 + 2):
            yield b" " * 65_536

    headers = {"Authorization": f"Bearer {api.token()}", "Content-Type": "application/json"}
    assert api.client.post(f"{ROOT}/candidates/search", content=chunks(), headers=headers).status_code == 413


def test_a_flood_of_unknown_tokens_is_not_looked_up_and_keeps_no_known_one_out(api: Served) -> None:
    good = api.token()
    assert api.get("/gaps", good).status_code == 200
    answers = {api.get("/gaps", Written(id="Ab3dE6gH", secret=f"{n:032}").text).status_code for n in range(40)}
    assert answers == {401, 429}
    assert api.get("/gaps", good).status_code == 200


def test_lookups_are_a_burst_and_then_a_few_a_second() -> None:
    now = [0.0]
    lookups = Lookups(burst=2, rate=1, most_known=1, time=lambda: now[0])
    for _ in range(2):
        assert lookups.may(MADE_UP)
        lookups.note(MADE_UP, is_good=False)
    assert not lookups.may(MADE_UP)
    now[0] = 1.0
    assert lookups.may(MADE_UP)
    lookups.note(MADE_UP, is_good=False)
    one, other = (Written(id="Ab3dE6gH", secret=letter * 32) for letter in "ab")
    lookups.note(one, is_good=True)
    assert lookups.may(one), "it was good lately"
    lookups.note(other, is_good=True)
    assert not lookups.may(one), "only so many are remembered"
    lookups.note(other, is_good=False)
    assert not lookups.may(other), "it was good, and is so no more"


def test_what_is_not_there_or_not_meant_like_this_is_a_problem_too(api: Served) -> None:
    token = api.token()
    nowhere, post = api.get("/nothing", token), api.post("/gaps", token)
    assert (nowhere.status_code, nowhere.json()["title"]) == (404, "Not Found")
    assert (post.status_code, post.headers["Allow"]) == (405, "GET")
    assert post.headers["Content-Type"] == "application/problem+json"
