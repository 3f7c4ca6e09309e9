"""What is told of a type of event: what it means, whose news it is, and what it carries."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Final

from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind
from nurture.values import frozen

OF_JOBS: Final[Mapping[str, str]] = {
    "job.id": "the job's id",
    "job.title": "its title",
    "job.department": "its department",
    "job.office": "its office",
    "job.url": "where to apply",
}
"""What news of a job carries, and what a person did with one."""


class EventScope(StrEnum):
    """Whose news it is: an event of an application steers only journeys about that application, a candidate's all.

    A new application is news about the candidate: the journeys about earlier ones want to know. What is of an
    enrollment reaches that run alone, whose id the event carries as `enrollment`.
    """

    APPLICATION = "application"
    CANDIDATE = "candidate"
    JOB = "job"
    ENROLLMENT = "enrollment"


@frozen
class EventSpec:
    """What authors may rely on: a sentence, and the names under `event.` with a word on each.

    `kinds` says of which kind a value is where it is not text; a name that ends in `_date` is a date of itself,
    and one in `_at` a moment.
    `record` is the kind of related record that it is about: it carries that record's id under the kind's name. An event
    that `names_job` is about a person and a job.
    """

    means: str
    scope: EventScope
    carries: Mapping[str, str] = field(default_factory=dict)
    record: SubjectKind | None = None
    names_job: bool = False
    kinds: Mapping[str, ValueKind] = field(default_factory=dict)

    @property
    def tells(self) -> tuple[str, ...]:
        """The names of what whoever tells of it says; the job that it names is looked up on our own record."""
        return tuple(name for name in self.carries if not (self.names_job and name in OF_JOBS))

    def kind_of(self, name: str) -> ValueKind:
        """Of which kind the value of that name is."""
        by_name = (
            ValueKind.DATE if name.endswith("_date") else ValueKind.TIME if name.endswith("_at") else ValueKind.TEXT
        )
        return self.kinds.get(name) or by_name
