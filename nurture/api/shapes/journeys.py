"""Sequences, and who is inside."""

from datetime import datetime
from typing import Self

from pydantic import Field

from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Text, Word
from nurture.domain.subject import SubjectKind
from nurture.store.decisions import Decision as DecisionRow
from nurture.store.published import VersionRow
from nurture.store.standings import Standing
from nurture.store.words import EnrollmentStatus


class Sequence(Shape):
    """A version of a sequence that was published."""

    sequence: str = Field(description="Its name.", examples=["silver-medalist"])
    version: int
    title: str
    published_at: datetime
    author: str | None = None
    commit: str | None = Field(None, description="Of the repository that it was published from.")
    open: int = Field(description="How many are inside on it.")
    ended: int = Field(description="How many have been through it.")

    @classmethod
    def of(cls, row: VersionRow) -> Self:
        """As it stands on record."""
        return cls.model_validate(row)


class Sequences(Page[Sequence]):
    """A part of what is published, by name; of one sequence the newest version first."""


class Subject(Shape):
    """What a run is about."""

    kind: SubjectKind
    id: str = Field(examples=["greenhouse:693"])


class Enrollment(Shape):
    """One run of a sequence for one person."""

    id: str = Field(examples=["silver-medalist/application/greenhouse:693/1"])
    sequence: str
    version: int
    candidate: str = Field(description="Our id for the person.", examples=["greenhouse:57683"])
    subject: Subject
    cycle: int = Field(description="The how many-th run of this subject it is.")
    status: EnrollmentStatus
    entered_at: datetime
    step: str | None = Field(None, description="Where it stands.")
    summary: str | None = Field(None, description="The same in a sentence.")
    next_at: datetime | None = Field(None, description="When it goes on by itself; null: when something happens.")
    held_reason: str | None = Field(None, description="Why it stands still until a person steps in.")
    ended_at: datetime | None = None
    outcome: str | None = None
    is_goal: bool = Field(False, description="Whether that is what the sequence is for.")

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """As it stands on record."""
        own = standing.enrollment
        return cls(
            id=own.id,
            sequence=own.sequence,
            version=own.version,
            candidate=own.candidate_id,
            subject=Subject(kind=own.subject.kind, id=own.subject.id),
            cycle=own.cycle,
            status=standing.status,
            entered_at=own.entered_at,
            step=standing.step,
            summary=standing.summary,
            next_at=standing.next_at,
            held_reason=standing.held_reason,
            ended_at=standing.ended_at,
            outcome=standing.outcome,
            is_goal=standing.is_goal,
        )


class Enrollments(Page[Enrollment]):
    """A part of the runs that are asked for, by their ids."""


class Decision(Shape):
    """Why something happened, or did not."""

    at: datetime
    sentence: str
    rule: str
    inputs: dict[str, str] = Field(default_factory=dict, description="What was looked at.")
    enrollment: str | None = None
    sequence: str | None = None
    version: int | None = None
    step: str | None = None

    @classmethod
    def of(cls, row: DecisionRow) -> Self:
        """As it stands on record."""
        return cls(
            at=row.at,
            sentence=row.sentence,
            rule=row.rule,
            inputs={name: str(value) for name, value in row.inputs.items()},
            enrollment=row.enrollment_id,
            sequence=row.sequence,
            version=row.version,
            step=row.step,
        )


class Decisions(Page[Decision]):
    """A part of what was decided, in the order in which it was."""


class Enroll(Asked):
    """Whom to let into which sequence."""

    sequence: Word = Field(examples=["silver-medalist"])
    candidate: Word = Field(description="Our id for the person.", examples=["greenhouse:57683"])
    application: Word | None = Field(None, description="Which one, where the person has several.")
    record: Word | None = Field(None, description="Which interview, offer, referral or assignment, if several.")


class Entered(Shape):
    """Who entered."""

    enrollment: str = Field(description="The run's id.", examples=["silver-medalist/application/greenhouse:693/1"])
    version: int


class Order(Asked):
    """Why something is asked of a run."""

    reason: Text = Field(description="Why, for the audit record.", examples=["the job may be reopened"])


class Resume(Asked):
    """That a run is to go on."""

    reason: Text | None = Field(None, description="Why, for the audit record, if there is more to say.")


class End(Order):
    """Why, and as what, a run is to end."""

    outcome: Word = Field("ended-by-hand", description="The outcome, as reports will show it.", examples=["called"])


class Ordered(Shape):
    """A run that did what it was asked."""

    enrollment: str
    did: str = Field(description="What it was.", examples=["pause"])
