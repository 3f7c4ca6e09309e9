"""What the routes work with, and how they get at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from nurture.clock import Clock
from nurture.config import Settings
from nurture.ingress.workflows import Workflows
from nurture.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """The parts of the web edge."""

    settings: Settings
    store: Store
    clock: Clock
    workflows: Workflows

    @property
    def hook_secrets(self) -> Mapping[str, tuple[str, ...]]:
        """The secret keys of each ATS's hooks, by the adapter's name."""
        return {"greenhouse": tuple(key.get_secret_value() for key in self.settings.greenhouse_secrets)}


def edge_of(request: Request) -> Edge:
    """The parts of the app that a request came to; they are there from its start to its end."""
    edge: Edge = request.app.state.edge
    return edge


TheEdge: TypeAlias = Annotated[Edge, Depends(edge_of)]
