"""How errors become answers: a sentence as JSON, and a line in our log."""

import logging

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError, StatementError

from nurture.errors import Refused

log = logging.getLogger(__name__)


def answer_errors(app: FastAPI) -> None:
    """Has the app answer refusals with their status, and a database that is away with 503."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(SQLAlchemyError, _database_away)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused), "registered for this type alone"
    # The route and not the path, which may hold somebody's token; the hint is for us.
    said = " ".join(part for part in (error.message, error.hint) if part)
    log.warning("%s %s: %d, %s", request.method, _route(request), error.status, said)
    return JSONResponse({"error": error.message}, status_code=error.status)


async def _database_away(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, SQLAlchemyError), "registered for this type alone"
    log.error("%s %s: %s", request.method, _route(request), in_its_words(error))
    return JSONResponse({"error": "nothing can be kept at the moment; try again later"}, status_code=503)


def in_its_words(error: SQLAlchemyError) -> str:
    """What the database says is wrong, without the statement's values, which may be personal."""
    return f"{type(error).__name__}: {error.orig if isinstance(error, StatementError) else error}"


def _route(request: Request) -> str:
    route = request.scope.get("route")
    return str(getattr(route, "path", "?"))
