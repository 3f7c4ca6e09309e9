"""What the routes work with, and how they get at it."""

from collections.abc import Callable
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from nurture.clock import Clock
from nurture.service.parts import Parts
from nurture.service.workflows import Workflows
from nurture.values import frozen


@frozen
class Desk:
    """The parts of the API. `wall` is the time that everybody has, by which tokens expire."""

    parts: Parts
    workflows: Workflows
    wall: Clock


Open: TypeAlias = Callable[[], Desk]
"""Gives the desk once the app has started."""


def desk_of(request: Request) -> Desk:
    """The desk of the app that a request came to."""
    opened: Open = request.app.state.open
    return opened()


TheDesk: TypeAlias = Annotated[Desk, Depends(desk_of)]
