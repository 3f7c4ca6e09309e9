"""What was between a person and jobs before: what they applied for, and what they were turned down for."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import Final, TypeVar

from nurture.domain.records import Application, ApplicationStatus, Job
from nurture.values import frozen, replace

K = TypeVar("K")

PAST_FACTS: Final = ("applied_at", "turned_down_at")
"""The facts of a job that are about a person, too."""

TOLD_FACT: Final = "told_at"
"""The fact of an application that follows from messages of ours: when the person was last told how it ended."""


@frozen
class Past:
    """When a person last applied, by the job's id, and was last turned down, by the job's id and by its department.

    `postings` is what the jobs are known by that they applied for, see `postings_of`.
    """

    applied: Mapping[str, datetime] = field(default_factory=dict)
    turned_down: Mapping[str, datetime] = field(default_factory=dict)
    turned_down_in: Mapping[str, datetime] = field(default_factory=dict)
    postings: frozenset[str] = frozenset()

    def of(self, job: Job) -> Job:
        """The job with what was between it and the person."""
        told = (self.turned_down.get(job.id), self.turned_down_in.get(job.department or ""))
        turned_down_at = max((at for at in told if at is not None), default=None)
        applied_at = self.applied.get(job.id)
        if (applied_at, turned_down_at) == (job.applied_at, job.turned_down_at):
            return job
        return replace(job, applied_at=applied_at, turned_down_at=turned_down_at)


def postings_of(job: Job) -> frozenset[str]:
    """What a job is known by: its id, and its words, since a job that is posted anew has another id."""
    words = (job.title, job.department or "", job.office or "")
    return frozenset({job.id, " / ".join(word.strip().lower() for word in words)})


NO_PAST: Final = Past()


def past_of(applications: Iterable[Application]) -> Past:
    """What a person's applications come to. A lead that a recruiter put up for a job counts as applied."""
    applied: dict[str, datetime] = {}
    turned_down: dict[str, datetime] = {}
    turned_down_in: dict[str, datetime] = {}
    postings: set[str] = set()
    for each in applications:
        if each.job is None:
            continue
        postings |= postings_of(each.job)
        _keep_latest(applied, each.job.id, each.applied_at)
        if each.status is ApplicationStatus.REJECTED:
            _keep_latest(turned_down, each.job.id, each.rejected_at)
            _keep_latest(turned_down_in, each.job.department, each.rejected_at)
    return Past(applied=applied, turned_down=turned_down, turned_down_in=turned_down_in, postings=frozenset(postings))


def _keep_latest(moments: dict[K, datetime], key: K | None, at: datetime | None) -> None:
    if key is not None and at is not None:
        moments[key] = max(at, moments.get(key, at))
