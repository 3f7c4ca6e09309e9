"""Records that are one person, people who are kept from being erased, and who is to be; and our own people."""

from datetime import date, datetime

from pydantic import Field

from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Day, Text, Word
from nurture.service.absences import Presence


class Join(Asked):
    """Whose record goes on."""

    into: Word = Field(description="Our id for the person whose record goes on.", examples=["greenhouse:57683"])
    reason: Text = Field(description="Why, for the audit record.", examples=["told us on the phone"])


class Joined(Shape):
    """Two records that are one person."""

    record: str
    candidate: str = Field(description="Our id for the person.")


class Split(Asked):
    """Why two records are two people."""

    reason: Text = Field(description="Why, for the audit record.", examples=["father and son share the address"])


class Apart(Shape):
    """A record that is a person of its own again."""

    candidate: str
    ended: tuple[str, ...] = Field(description="The runs that ended by it: enroll by hand who should go on.")


class Hold(Asked):
    """Why a person is kept from being erased, or is not any more."""

    reason: Text = Field(description="Why: the dispute, or the law.", examples=["claim of 2 March"])


class Holding(Shape):
    """Whether somebody is on hold."""

    candidate: str
    is_on_hold: bool


class Due(Shape):
    """Somebody who has been on record as long as company.yaml says."""

    candidate: str = Field(examples=["greenhouse:57683"])
    since: datetime
    rule: str


class DuePeople(Page[Due]):
    """A part of those people, by their ids."""


class Absent(Asked):
    """How somebody of ours stands to their work."""

    email: Word = Field(description="Their mail address.", examples=["kim@acme.example"])
    presence: Presence = Field(description="`gone`: they have left; `back`: they are there again.", examples=["away"])
    first: Day | None = Field(None, description="The first day; without it, today.")
    last: Day | None = Field(None, description="The last one; without it, until further notice.")
    deputy: Word | None = Field(None, description="The mail address of whoever stands in.")


class NotedAbsence(Shape):
    """What is on record of it."""

    presence: Presence
    first: date | None = None
    last: date | None = None
