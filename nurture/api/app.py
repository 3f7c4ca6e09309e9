"""The API, put together in one place. It is mounted beside the routes of the ingress: see `nurture.web`."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import APIRoute

from nurture.api.desk import Open
from nurture.api.door import Door
from nurture.api.paths import WholeIds
from nurture.api.problems import Problem, answer_problems
from nurture.api.routes import ROUTERS

ROOT: Final = "/api/v1"
"""Where it is mounted. What breaks those who use it gets another number."""
DESCRIPTION: Final = """\
What the `nurture` command does, for programs: the same operations by the same rules, which refuse in the same words.

Show a token of `nurture tokens create` with every request. Lists come in pages: ask for the next with `after`. Times
are ISO 8601 with their zone. Errors are problem details (RFC 9457)."""
TAGS: Final = {
    "candidates": "People, and what is on record of them.",
    "privacy": "What a person has a right to.",
    "events": "What happened.",
    "enrollments": "Who is inside which sequence.",
    "sequences": "What is published.",
    "tasks": "What our people are to do.",
    "suppressions": "Addresses that get no mail.",
    "reports": "What falls through, and who did what.",
    "broadcasts": "Occasions at which many may come in.",
    "operations": "What has stopped, waits or is not known.",
    "mails": "Mails that came in.",
    "team": "Who of our own people is there.",
}


class Api(FastAPI):
    """An app whose document knows what a problem is."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            made = super().openapi()
            known = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas = made["components"]["schemas"]
            schemas.update({**known.pop("$defs", {}), "Problem": known})
            for name in ("HTTPValidationError", "ValidationError"):  # what would be said instead of a problem
                schemas.pop(name, None)
        document: dict[str, Any] = self.openapi_schema or {}
        return document


def create_api(opened: Open) -> Api:
    """The app; `opened` gives its desk once it has started."""
    api = Api(
        title="Nurture",
        version="1",
        description=DESCRIPTION,
        servers=[{"url": ROOT}],
        root_path_in_servers=False,
        openapi_tags=[{"name": name, "description": means} for name, means in TAGS.items()],
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        generate_unique_id_function=_name,
    )
    api.state.open = opened
    answer_problems(api)
    api.add_middleware(Door, opened=opened)
    api.add_middleware(WholeIds)
    for router in ROUTERS:
        api.include_router(router)
    return api


def _name(route: APIRoute) -> str:
    return route.name
