"""docs/openapi.json and docs/api-routes.md, from the routes of the HTTP API."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from nurture.api.app import create_api
from nurture.api.desk import Desk
from nurture.api.operations import ELSEWHERE, OPERATIONS
from nurture.api.problems import SAID
from nurture.cli.pages.markdown import page, table
from nurture.domain.tokens import SCOPES

INTRO: Final = """\
Every route of the [HTTP API](api.md), below `/api/v1`, with the scope that its token needs. What goes in and comes out
is in [openapi.json](openapi.json), from which clients can be made; it is served as `/openapi.json`, too."""
_METHODS: Final = ("get", "post")


def pages() -> Mapping[str, str]:
    """The document, and the page."""
    document = create_api(_nobody).openapi()
    return {
        "openapi.json": f"{json.dumps(document, indent=2, ensure_ascii=False)}\n",
        "api-routes.md": page(
            "Routes of the HTTP API",
            INTRO,
            table(("", "route", "scope", "what"), _routes(document)),
            "## Commands",
            "Each route is that of a command of the command line, or of one of its deeds.",
            table(("command", "routes"), _commands()),
            "## Not over the API",
            table(("command", "why"), ((f"`nurture {name}`", why) for name, why in ELSEWHERE.items())),
            "## Scopes",
            "A token has those that it was made with, and no other: none includes another.",
            table(("scope", "lets its holder"), ((f"`{scope}`", means) for scope, means in SCOPES.items())),
            "## Refusals",
            "All are `application/problem+json`: `title`, `status`, `detail`, and where they are known `hint`, "
            "what to do, `where`, a JSON pointer into the request, and `faults`, each with its own `where`.",
            table(("status", "when"), ((str(status), said) for status, said in SAID.items())),
        ),
    }


def _commands() -> Iterator[tuple[str, str]]:
    for command, operations in OPERATIONS.items():
        yield f"`nurture {command}`", ", ".join(f"`{each}`" for each in operations)


def _nobody() -> Desk:
    raise AssertionError("nothing is asked of an API that is only described")


def _routes(document: Mapping[str, Mapping[str, Mapping[str, dict[str, str]]]]) -> Iterator[tuple[str, str, str, str]]:
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                yield _route(method, path, operations[method])


def _route(method: str, path: str, operation: Mapping[str, object]) -> tuple[str, str, str, str]:
    security = operation["security"]
    assert isinstance(security, list), "FastAPI lists them"
    scope = " ".join(each for needed in security for scopes in needed.values() for each in scopes)
    said = str(operation["description"]).split("\n\n")[0]
    return method.upper(), f"`{path}`", f"`{scope}`", said
