"""Occasions at which many may come in."""

from datetime import datetime

from pydantic import Field

from nurture.api.shapes.base import Page, Shape
from nurture.store.words import BroadcastState


class Broadcast(Shape):
    """One occasion, and how far the look at everybody has come."""

    id: str
    sequence: str
    version: int
    trigger: int = Field(description="Which of the sequence's triggers it is, from 1.")
    occasion: str
    opened_at: datetime
    state: BroadcastState
    ended_at: datetime | None = None
    looked_at: int = Field(description="How many people were looked at so far.")
    entered: int = Field(description="How many came in.")
    fit: int = Field(description="Where the best come first: how many met what the trigger asks.")
    note: str | None = None


class Broadcasts(Page[Broadcast]):
    """A part of the occasions, the latest first."""


class OrderedBroadcast(Shape):
    """A broadcast that did what it was asked."""

    broadcast: str
    did: str = Field(description="What it was.", examples=["pause"])
