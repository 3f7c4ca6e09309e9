"""What is told of people: contacts, events, whole lists of them; and what is held of them, and erased."""

from datetime import datetime
from typing import Annotated, TypeAlias

from pydantic import Field, FiniteFloat, JsonValue, StringConstraints

from nurture.api.shapes.base import Asked, Shape
from nurture.api.words import NO_NUL, Moment, Text, Word
from nurture.service.logging_contacts import Kind, Way

MOST_PEOPLE = 500
"""How many people one request may bring: that many are put on record in one transaction."""

MOST_TOLD = 100
"""How many applications, or contacts, one person of a list may bring."""

_Said: TypeAlias = Annotated[str, StringConstraints(max_length=10_000, pattern=NO_NUL)]
_Single: TypeAlias = _Said | bool | int | FiniteFloat | None
_Told: TypeAlias = Annotated[list[dict[str, _Single]], Field(max_length=MOST_TOLD)]
Cell: TypeAlias = _Single | list[_Said] | _Told


class Contact(Asked):
    """A contact that Nurture can't see by itself."""

    kind: Kind
    direction: Way = Field(Way.OUT, description="Whose word it was: `out`, ours; `in`, the person's, which is a reply.")
    at: Moment = Field(description="When it began: of one kind there is one at a time.")
    note: Text | None = Field(None, description="What was said, in a few words, for their timeline.")
    minutes: int | None = Field(None, ge=1, le=6_000, description="How long a call or meeting took.")


class NotedContact(Shape):
    """A contact that is on record."""

    id: str
    candidate: str = Field(description="Our id for the person.")


class Happened(Asked):
    """Something that no ATS states."""

    event: Word = Field(
        description="An event of company.yaml, or `candidate.out_of_office` and the like.",
        examples=["candidate.out_of_office"],
    )
    candidate: Word = Field(description="Our id for the person.", examples=["greenhouse:57683"])
    application: Word | None = Field(None, description="Which application, where it is about one of several.")
    job: Word | None = Field(None, description="Which job, where it is about one.")
    at: Moment | None = Field(None, description="When it was; without it, now.")
    carries: dict[str, _Said] = Field(
        default_factory=dict, description="What the event carries.", examples=[{"until": "2026-12-07"}]
    )


class NotedEvent(Shape):
    """An event that is on record."""

    event: str
    candidate: str


class People(Asked):
    """People to put on record, as `nurture import` takes them in from a file."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00/]*$")] = Field(
        description="What the list is called. An `id` of a person is one of this list.", examples=["fair-2026"]
    )
    connection: Word | None = Field(None, description="The ATS whose ids the people have; without it, the list's own.")
    people: Annotated[
        list[dict[str, Cell]],
        Field(min_length=1, max_length=MOST_PEOPLE, description="By the names of columns that `nurture import` knows."),
    ] = Field(examples=[[{"email": "otto@home.example", "first_name": "Otto", "tags": ["fair"]}]])
    dry_run: bool = Field(False, description="Only say what would come of it.")


class RefusedPerson(Shape):
    """Somebody who is not taken in, and why."""

    number: int = Field(description="The how many-th of the list, from 1.")
    faults: tuple[str, ...]


class Taken(Shape):
    """What came, or would come, of a list of people. Where one is refused, nobody is taken in."""

    new: int = Field(description="Were not on record so far.")
    matched: int = Field(description="Were on record, by a mail address.")
    changed: int = Field(description="Were on record, and changed.")
    known: int = Field(description="Were on record just so.")
    applications: int = Field(description="Applications that were not on record so far.")
    applications_left: int = Field(description="Applications that were, and are left as they are.")
    contacts: int = Field(description="Contacts that were not on record so far.")
    refused: tuple[RefusedPerson, ...] = Field((), description="Of a dry run: who would be refused, and why.")


class Why(Asked):
    """Why something is done, for the audit record."""

    reason: Text = Field(description="Why, without a name: it stays on record.", examples=["request of 2026-11-29"])


class Export(Shape):
    """Everything that is held on a person, table by table: docs/export.schema.json describes it."""

    format: str = Field(examples=["nurture-export/1"])
    person: str
    exported_at: datetime
    held: dict[str, list[dict[str, JsonValue]]]


class Forget(Why):
    """Why, and whether really."""

    dry_run: bool = Field(False, description="Only say what would go.")


class Forgotten(Shape):
    """What went, or would go, of a person."""

    candidate: str
    was_erased: bool = Field(description="True: they were erased before, and nothing was left to do.")
    is_erased: bool = Field(description="Whether they are erased now.")
    rows: dict[str, int] = Field(description="What was on record, in words, with how many rows of it.")
    ended: tuple[str, ...] = Field(description="Their runs that end by it.")
    known_by: tuple[str, ...] = Field(description="Records of theirs in other systems, which stay there.")
