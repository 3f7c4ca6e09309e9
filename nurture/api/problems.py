"""Why something was not done: problem details as of RFC 9457, in the words of the command line."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import Field
from sqlalchemy.exc import SQLAlchemyError, StatementError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from nurture.api.operations import over_http
from nurture.api.shapes.base import Shape
from nurture.errors import Conflict, Held, LanguageError, NotFound, NotSetUp, NurtureError, Refused

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
_STATUS: Final[Mapping[type[NurtureError], HTTPStatus]] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Held: HTTPStatus.CONFLICT,
    LanguageError: HTTPStatus.CONFLICT,
    NotSetUp: HTTPStatus.SERVICE_UNAVAILABLE,
}
_MOST_FAULTS: Final = 100


class Fault(Shape):
    """One thing that is wrong with a request."""

    where: str = Field(description="Where it stands, as a JSON pointer into the request.", examples=["/body/reason"])
    detail: str = Field(description="What is wrong with it.")


class Problem(Shape):
    """Why a request was not carried out (RFC 9457)."""

    type: str = Field("about:blank", description="Always `about:blank`: the status says of which kind it is.")
    title: str = Field(description="The status in words.", examples=["Conflict"])
    status: int = Field(description="The status.", examples=[409])
    detail: str = Field(description="What is wrong, in a sentence.", examples=["nobody is on record as 57683"])
    hint: str | None = Field(None, description="What to do about it, where that is known.")
    where: str | None = Field(None, description="What it is about, where one place of the request is to blame.")
    faults: tuple[Fault, ...] = Field((), description="Everything that is wrong, where it is more than one thing.")


class Faulty(Conflict):
    """Several things of a request are wrong, each with its place in it."""

    def __init__(self, message: str, faults: Sequence[Fault], *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.faults = tuple(faults)


SAID: Final[Mapping[int, str]] = {
    400: "The request can't be read.",
    401: "No token was shown, or one that is not taken (any more).",
    403: "The token lacks the scope of this route; the answer names it.",
    404: "There is no such thing on record.",
    409: "It contradicts what is on record, or a rule.",
    413: "The body is too large.",
    422: "The request is not of the form that is described here.",
    429: "Too many unknown tokens were shown of late; known ones are still taken.",
    503: "The database, Temporal or a worker can't be reached now.",
}
"""Every answer but success, by its status."""


def responses(*more: int) -> dict[int | str, dict[str, Any]]:
    """What a route documents of its refusals: those that any may give, and these."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found = sorted({400, 401, 403, 413, 422, 429, 503, *more})
    documented: dict[int | str, dict[str, Any]] = {
        status: {"description": SAID[status], "content": content} for status in found
    }
    documented[401]["headers"] = {
        "WWW-Authenticate": {"description": "How to show a token.", "schema": {"type": "string"}}
    }
    return documented


def routes_of(app: FastAPI) -> Iterator[BaseRoute]:
    """Every route that an app serves."""
    return (each.original_route for each in iter_route_contexts(app.routes))


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem on its way out."""
    body = problem.model_dump_json(exclude_none=True, exclude_defaults=False)
    return Response(body, status_code=problem.status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def problem(status: int, detail: str, *, hint: str | None = None, where: str | None = None) -> Problem:
    """A problem with the title of its status. The hint, as the command line has it, is told over HTTP."""
    told = over_http(hint) if hint is not None else None
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, hint=told, where=where)


def answer_problems(app: FastAPI) -> None:
    """Has the app answer every error as a problem."""
    app.add_exception_handler(NurtureError, _refusal)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(SQLAlchemyError, database_away)


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, NurtureError), "registered for this type alone"
    status = error.status if isinstance(error, Refused) else _status_of(error)
    found = problem(status, error.message, hint=error.hint)
    if isinstance(error, Faulty):
        found = found.model_copy(update={"faults": error.faults})
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s %s: %d, %s", request.method, _route(request), status, error.message)
    return answer(found)


def _status_of(error: NurtureError) -> HTTPStatus:
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), HTTPStatus.CONFLICT)


async def _misshapen(_: Request, error: Exception) -> Response:
    """What is wrong with the form of a request, without the values: they may be personal."""
    assert isinstance(error, RequestValidationError), "registered for this type alone"
    faults = tuple(map(_fault, error.errors()[:_MOST_FAULTS]))
    first = faults[0]
    found = problem(HTTPStatus.UNPROCESSABLE_ENTITY, first.detail, where=first.where)
    return answer(found.model_copy(update={"faults": faults}) if len(faults) > 1 else found)


def _fault(wrong: Mapping[str, Any]) -> Fault:
    said = str(wrong["msg"]).removeprefix("Value error, ")
    return Fault(where="/" + "/".join(str(part) for part in wrong["loc"]), detail=said)


async def _plain(request: Request, error: Exception) -> Response:
    """No such route, or none for that method: which there are is said by all routes of the path, and not by one."""
    assert isinstance(error, HTTPException), "registered for this type alone"
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(sorted(_methods(request)))
    return answer(problem(error.status_code, error.detail), headers)


def _methods(request: Request) -> set[str]:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    routes = [each for each in routes_of(request.app) if isinstance(each, APIRoute | Route)]
    first = next((each.path for each in routes if each.path_regex.match(path)), None)
    return {method for each in routes if each.path == first for method in each.methods or ()} - {"HEAD"}


async def database_away(request: Request, error: Exception) -> Response:
    """The database failed a request."""
    assert isinstance(error, SQLAlchemyError), "registered for this type alone"
    said = error.orig if isinstance(error, StatementError) else error  # without the values, which may be personal
    log.error("%s %s: %s: %s", request.method, _route(request), type(error).__name__, said)
    return answer(problem(HTTPStatus.SERVICE_UNAVAILABLE, "the database can't be used at the moment; try again later"))


def _route(request: Request) -> str:
    """The route and not the path, which names somebody."""
    return str(getattr(request.scope.get("route"), "path", "?"))
