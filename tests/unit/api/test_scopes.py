"""Every route demands one scope, and nobody comes in with the others."""

from typing import Final
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute

from nurture.api.app import create_api
from nurture.api.callers import demanded_by
from nurture.api.problems import routes_of
from nurture.domain.tokens import Scope
from tests.unit.api.conftest import Served


def nobody() -> None:
    raise AssertionError("nothing is asked of it")


API: Final = create_api(nobody)
ROUTES: Final = [route for route in routes_of(API) if isinstance(route, APIRoute)]
OTHERS: Final = {"/openapi.json"}
"""What is served besides routes of ours: to anybody with a token."""


def called(route: APIRoute) -> str:
    return f"{min(route.methods)} {route.path}"


def test_every_route_of_the_api_demands_one_scope() -> None:
    assert {called(route): len(demanded_by(route)) for route in ROUTES} == {called(route): 1 for route in ROUTES}
    assert {getattr(route, "path", "") for route in routes_of(API) if not isinstance(route, APIRoute)} == OTHERS


def test_every_scope_is_demanded_by_a_route() -> None:
    assert {scope for route in ROUTES for scope in demanded_by(route)} == set(Scope)


def test_a_route_without_a_scope_would_be_found() -> None:
    api = create_api(nobody)

    @api.get("/open")
    def open_to_all() -> None: ...

    [route] = [each for each in routes_of(api) if isinstance(each, APIRoute) and each.path == "/open"]
    assert demanded_by(route) == ()


@pytest.mark.parametrize("route", ROUTES, ids=called)
def test_who_has_every_scope_but_that_of_a_route_is_refused_and_told_which(route: APIRoute, still: Served) -> None:
    [wanted] = demanded_by(route)
    token = still.token(route.name.replace("_", "-"), *(scope for scope in Scope if scope is not wanted))
    path = route.path
    for name in route.param_convertors:
        path = path.replace(f"{{{name}:whole}}", quote("greenhouse:57683"))
    refused = still.post(path, token) if "POST" in route.methods else still.get(path, token)
    assert refused.status_code == 403, refused.text
    assert wanted in refused.json()["detail"]
