"""What is served to the outside, put together in one place: `uvicorn --factory nurture.web:create_app`.

The routes of the ingress, which anybody may call, and the HTTP API, which nobody may without a token.
"""

import re
from datetime import timedelta

from fastapi import FastAPI
from starlette.routing import Mount
from starlette.types import ASGIApp

from nurture.api.app import ROOT, create_api
from nurture.api.desk import Desk
from nurture.clock import Clock
from nurture.config import Settings
from nurture.ingress.app import create_app as create_edge
from nurture.ingress.edge import Edge
from nurture.ingress.sweep import EVERY
from nurture.service.workflows import Workflows


def create_app(
    settings: Settings | None = None,
    *,
    workflows: Workflows | None = None,
    sweep_every: timedelta = EVERY,
    wall: Clock | None = None,
) -> FastAPI:
    """The app; it contacts nobody before it is started. Raises NotSetUp as the ingress does."""
    app = create_edge(settings, workflows=workflows, sweep_every=sweep_every, wall=wall)

    def opened() -> Desk:
        edge: Edge = app.state.edge
        return Desk(parts=edge.parts, workflows=edge.workflows, wall=edge.wall)

    app.router.routes.append(_Below(ROOT, create_api(opened)))
    return app


class _Below(Mount):
    """A place for an app that answers for whatever comes below it: the usual one has no eye for line ends in paths."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)
