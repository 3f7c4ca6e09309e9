"""Tasks of our people, and what falls through."""

from datetime import datetime
from typing import Self

from pydantic import Field

from nurture.api.operations import over_http
from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Moment, Text, Word
from nurture.domain.tasks import Asks, TaskState
from nurture.service.gaps import Gap as GapFound
from nurture.service.gaps import Kind
from nurture.service.roster import Duty


class Task(Shape):
    """Something that a sequence gave to somebody of ours."""

    id: str = Field(examples=["silver-medalist/application/greenhouse:693/1#call#1"])
    title: str
    kind: str
    state: TaskState
    candidate: str = Field(description="Our id for the person it is about.", examples=["greenhouse:57683"])
    person: str = Field(description="Their name, where it is known.")
    application: str | None = None
    enrollment: str
    owner: str = Field(description="Whose it is today, in words.", examples=["Kim Park, recruiter"])
    owner_email: str | None = None
    created_at: datetime
    due_at: datetime | None = None
    outcomes: tuple[str, ...] = Field(description="What may come of it.")
    asks: dict[str, Asks] = Field(default_factory=dict, description="Which outcomes want an answer, and of which kind.")
    outcome: str | None = None
    answer: str | None = None
    by: str | None = Field(None, description="Who did it.")
    note: str | None = None
    ended_at: datetime | None = None

    @classmethod
    def of(cls, duty: Duty) -> Self:
        """As it stands today."""
        task = duty.task
        return cls(
            id=task.id,
            title=task.title,
            kind=task.kind,
            state=task.state,
            candidate=task.candidate_id,
            person=duty.person,
            application=task.application_id,
            enrollment=task.enrollment_id,
            owner=duty.owner,
            owner_email=duty.email,
            created_at=task.created_at,
            due_at=task.due_at,
            outcomes=task.outcomes,
            asks=dict(task.asks),
            outcome=task.outcome,
            answer=task.answer,
            by=task.by,
            note=task.note,
            ended_at=task.ended_at,
        )


class Tasks(Page[Task]):
    """A part of the tasks: what is due first before the others."""


class Done(Asked):
    """What came of a task."""

    outcome: Word = Field(description="One of its outcomes.", examples=["not now"])
    answer: Word | None = Field(None, description="What that outcome asks for: a date (2026-03-27), or text.")
    note: Text | None = Field(None, description="More in a few words, for the person's timeline.")


class DoneTask(Shape):
    """A task of which it is on record what came."""

    task: str
    outcome: str


class Snooze(Asked):
    """For how long a task is put off."""

    length: Word = Field(description="For how long, as a step would say it.", examples=["3 days", "2 business days"])


class HandOver(Asked):
    """To whom a task is passed on."""

    to: Word = Field(description="A role, a sender of company.yaml, or a mail address.", examples=["coordinator"])


class DueBy(Asked):
    """By when a task is to be done."""

    at: Moment = Field(description="A moment to come.")


class ChangedTask(Shape):
    """A task with its new terms."""

    task: str
    due_at: datetime | None = Field(None, description="When it is due now.")


class Gap(Shape):
    """Something that falls through."""

    kind: Kind
    id: str = Field(description="Which: an application's id, or a delivery's number.")
    about: str
    why: str
    do: str = Field(description="What to do about it.")

    @classmethod
    def of(cls, gap: GapFound) -> Self:
        """As it stands, with what to do told over HTTP."""
        return cls(kind=gap.kind, id=gap.id, about=gap.about, why=gap.why, do=over_http(gap.do))


class Gaps(Page[Gap]):
    """A part of what falls through at this moment."""
