"""What the routes work with, and how they get at it."""

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from nurture.ats import Connected
from nurture.channels.outbox import Outbox
from nurture.clock import Clock, SystemClock
from nurture.config import Settings
from nurture.service.parts import Parts
from nurture.service.workflows import Workflows
from nurture.store import Store
from nurture.store.sequences import PlanCache
from nurture.values import frozen


@frozen
class Edge:
    """The parts of the web edge. `connections` are the ATS accounts whose deliveries are taken.

    `clock` tells journey time, `wall` the time that everybody has, by which others stamp what they sign.
    """

    settings: Settings
    store: Store
    clock: Clock
    workflows: Workflows
    plans: PlanCache = field(default_factory=PlanCache)
    connections: Mapping[str, Connected] = field(default_factory=dict)
    wall: Clock = field(default_factory=SystemClock)

    @property
    def parts(self) -> Parts:
        """What news is taken in with. The web edge sends nothing: its channel is the outbox, whatever the settings."""
        return Parts(settings=self.settings, store=self.store, plans=self.plans, channel=Outbox(), clock=self.clock)


def edge_of(request: Request) -> Edge:
    """The parts of the app that a request came to; they are there from its start to its end."""
    edge: Edge = request.app.state.edge
    return edge


TheEdge: TypeAlias = Annotated[Edge, Depends(edge_of)]
