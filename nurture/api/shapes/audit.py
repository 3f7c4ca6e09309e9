"""Who did what."""

from datetime import datetime

from pydantic import Field

from nurture.api.shapes.base import Page, Shape


class Deed(Shape):
    """One thing that a person, or a program of theirs, did."""

    at: datetime
    who: str = Field(examples=["kim", "api:careers-site"])
    what: str
    why: str
    about: str | None = Field(None, description="Our id for the person, or the keyed hash of an address.")


class Deeds(Page[Deed]):
    """A part of the audit record, the newest first."""
