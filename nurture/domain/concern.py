"""Which events are news for a journey, seen from what the journey is about."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from nurture.domain.events import EVENTS, Event, EventScope, EventType, spec_of
from nurture.domain.related import HANGS_ON_APPLICATION, RELATED
from nurture.domain.subject import Subject, SubjectKind

Of: TypeAlias = Literal["job", "application.job", "candidate.applications"]
"""Whose events are meant, where it is not the usual: of the run's own job, of the application's, of any of the person's
applications."""

ALWAYS_END: Final[Mapping[str, str]] = {EventType.CANDIDATE_ANONYMIZED: "erased", EventType.CANDIDATE_DELETED: "erased"}
"""Events that end every journey of a person, whatever its author wrote, each with the outcome."""


def concerns(event: Event, subject: Subject, enrollment_id: str, application_id: str | None = None) -> bool:
    """Whether an event is news for a journey about that subject: not if it says that it is of another application, of
    another interview than the journey's own, or of another run.

    `application_id` is the application that a journey about an interview or an offer follows.
    """
    spec = spec_of(event.type)
    if spec.scope is EventScope.ENROLLMENT:
        return event.data.get("enrollment") == enrollment_id
    named = event.data.get(subject.kind) if subject.kind in RELATED else None
    if named is not None:
        return named == subject.id
    if spec.scope is not EventScope.APPLICATION or subject.kind not in HANGS_ON_APPLICATION:
        return True
    is_application = subject.kind in (SubjectKind.APPLICATION, SubjectKind.HIRE)
    return event.application_id in (None, subject.id if is_application else application_id)


def job_named_by(event: Event) -> str | None:
    """The job that a run without an application is about, where this event lets it in: news of a job names it, and an
    event of the company's own may."""
    names_one = event.type not in EVENTS or spec_of(event.type).scope is EventScope.JOB
    return event.job_id if names_one and event.application_id is None else None
