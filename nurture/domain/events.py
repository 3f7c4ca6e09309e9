"""What can happen, in the past tense, and what each event carries.

Every candidate has one stream of events, numbered from 1 under that candidate's row lock. `EVENTS` is the published
list: sequences may name these types and no others, and documentation and checks are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


class EventType(StrEnum):
    """The types of events that sequences can name."""

    APPLICATION_CREATED = "application.created"
    APPLICATION_UPDATED = "application.updated"
    APPLICATION_STAGE_CHANGED = "application.stage_changed"
    APPLICATION_REJECTED = "application.rejected"
    APPLICATION_UNREJECTED = "application.unrejected"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    APPLICATION_HIRED = "application.hired"
    APPLICATION_UNHIRED = "application.unhired"
    APPLICATION_DELETED = "application.deleted"
    PROSPECT_CREATED = "prospect.created"
    CANDIDATE_UPDATED = "candidate.updated"
    CANDIDATE_REPLIED = "candidate.replied"
    CANDIDATE_OPTED_OUT = "candidate.opted_out"
    CANDIDATE_MERGED = "candidate.merged"
    CANDIDATE_ANONYMIZED = "candidate.anonymized"
    CANDIDATE_DELETED = "candidate.deleted"
    INTERVIEW_DELETED = "interview.deleted"
    OFFER_CREATED = "offer.created"
    OFFER_APPROVED = "offer.approved"
    OFFER_UPDATED = "offer.updated"
    OFFER_DELETED = "offer.deleted"
    HIRE_START_DATE_CHANGED = "hire.start_date_changed"
    JOB_OPENED = "job.opened"
    JOB_UPDATED = "job.updated"
    JOB_CLOSED = "job.closed"
    TASK_DONE = "task.done"
    RUN_STOPPED = "run.stopped"


class EventScope(StrEnum):
    """Whose news it is: an event of an application steers only journeys about that application, a candidate's all.

    A new application is news about the candidate: the journeys about earlier ones want to know. What is of an
    enrollment reaches that run alone, whose id the event carries as `enrollment`.
    """

    APPLICATION = "application"
    CANDIDATE = "candidate"
    JOB = "job"
    ENROLLMENT = "enrollment"


@dataclass(frozen=True, kw_only=True, slots=True)
class EventSpec:
    """What authors may rely on: a sentence, and the names under `event.` with a word on each."""

    means: str
    scope: EventScope
    carries: Mapping[str, str] = field(default_factory=dict)


_STAGES = {"from_stage": "the stage before, from our own record", "to_stage": "the stage now"}
_REASON = {"reason": "the rejection reason in the ATS", "stage": "the stage it stood in"}
_START = {"start_date": "the first day, YYYY-MM-DD"}
_JOB = {
    "job.id": "the job's id",
    "job.title": "its title",
    "job.department": "its department",
    "job.office": "its office",
    "job.url": "where to apply",
}
_TASK = {
    "step": "the step that gave the task",
    "outcome": "what came of it",
    "task": "the task's id",
    "enrollment": "the run that it is part of",
}

_STOP = {
    "outcome": "the outcome with which it ends",
    "why": "what ended it, in a sentence",
    "enrollment": "the run that was ended",
}

EVENTS: Mapping[EventType, EventSpec] = {
    EventType.APPLICATION_CREATED: EventSpec(
        means="an application came in, from the candidate or a recruiter", scope=EventScope.CANDIDATE
    ),
    EventType.APPLICATION_UPDATED: EventSpec(means="details of an application changed", scope=EventScope.APPLICATION),
    EventType.APPLICATION_STAGE_CHANGED: EventSpec(
        means="an application moved to another stage", scope=EventScope.APPLICATION, carries=_STAGES
    ),
    EventType.APPLICATION_REJECTED: EventSpec(
        means="an application was rejected", scope=EventScope.APPLICATION, carries=_REASON
    ),
    EventType.APPLICATION_UNREJECTED: EventSpec(
        means="a rejection was taken back", scope=EventScope.APPLICATION, carries={"stage": "the stage now"}
    ),
    EventType.APPLICATION_WITHDRAWN: EventSpec(
        means="the candidate withdrew", scope=EventScope.APPLICATION, carries=_REASON
    ),
    EventType.APPLICATION_HIRED: EventSpec(
        means="an application ended in a hire", scope=EventScope.APPLICATION, carries=_START
    ),
    EventType.APPLICATION_UNHIRED: EventSpec(means="a hire was taken back", scope=EventScope.APPLICATION),
    EventType.APPLICATION_DELETED: EventSpec(means="an application was deleted", scope=EventScope.APPLICATION),
    EventType.PROSPECT_CREATED: EventSpec(
        means="a recruiter added somebody who did not apply", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_UPDATED: EventSpec(means="details of a person changed", scope=EventScope.CANDIDATE),
    EventType.CANDIDATE_REPLIED: EventSpec(
        means="the candidate answered in their own words", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_OPTED_OUT: EventSpec(means="the candidate asked for no more mail", scope=EventScope.CANDIDATE),
    EventType.CANDIDATE_MERGED: EventSpec(means="two records turned out to be one person", scope=EventScope.CANDIDATE),
    EventType.CANDIDATE_ANONYMIZED: EventSpec(
        means="the person's data was erased in the ATS", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_DELETED: EventSpec(means="the person was deleted in the ATS", scope=EventScope.CANDIDATE),
    EventType.INTERVIEW_DELETED: EventSpec(means="an interview was deleted", scope=EventScope.APPLICATION),
    EventType.OFFER_CREATED: EventSpec(means="an offer was drafted", scope=EventScope.APPLICATION, carries=_START),
    EventType.OFFER_APPROVED: EventSpec(means="an offer was approved", scope=EventScope.APPLICATION, carries=_START),
    EventType.OFFER_UPDATED: EventSpec(means="an offer changed", scope=EventScope.APPLICATION, carries=_START),
    EventType.OFFER_DELETED: EventSpec(means="an offer was deleted", scope=EventScope.APPLICATION),
    EventType.HIRE_START_DATE_CHANGED: EventSpec(
        means="the first day moved", scope=EventScope.APPLICATION, carries=_START
    ),
    EventType.JOB_OPENED: EventSpec(means="a job was opened", scope=EventScope.JOB, carries=_JOB),
    EventType.JOB_UPDATED: EventSpec(means="details of a job changed", scope=EventScope.JOB, carries=_JOB),
    EventType.JOB_CLOSED: EventSpec(means="a job was closed", scope=EventScope.JOB, carries=_JOB),
    EventType.TASK_DONE: EventSpec(means="somebody of ours did a task", scope=EventScope.ENROLLMENT, carries=_TASK),
    EventType.RUN_STOPPED: EventSpec(
        means="a run was ended by another: its exit, its start, or its priority",
        scope=EventScope.ENROLLMENT,
        carries=_STOP,
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One thing that happened, as it stands in a candidate's stream.

    `at` is when it happened, `data` what it carried (flat; `job.title` is the key of a nested name). `application_id`
    and `job_id` say what it is about. `number` is its place in the candidate's stream, 0 before it has one.
    """

    type: EventType
    at: datetime
    number: int = 0
    application_id: str | None = None
    job_id: str | None = None
    data: Mapping[str, Scalar] = field(default_factory=dict)
