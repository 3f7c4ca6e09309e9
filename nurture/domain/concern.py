"""Which events are news for a journey, seen from what the journey is about."""

from typing import Literal, TypeAlias

from nurture.domain.events import EVENTS, Event, EventScope
from nurture.domain.facts import Enrollment
from nurture.domain.records import Application
from nurture.domain.related import HANGS_ON_APPLICATION, RELATED
from nurture.domain.subject import Subject, SubjectKind

Of: TypeAlias = Literal["application.job", "candidate.applications"]
"""Whose events are meant, where it is not the usual: of the application's own job, of any of the person's
applications."""


def concerns(event: Event, subject: Subject, enrollment_id: str, application_id: str | None = None) -> bool:
    """Whether an event is news for a journey about that subject: not if it says that it is of another application, of
    another interview than the journey's own, or of another run.

    `application_id` is the application that a journey about an interview or an offer follows.
    """
    spec = EVENTS[event.type]
    if spec.scope is EventScope.ENROLLMENT:
        return event.data.get("enrollment") == enrollment_id
    if subject.kind in RELATED and spec.record is subject.kind:
        return event.data.get(subject.kind) == subject.id
    if spec.scope is not EventScope.APPLICATION or subject.kind not in HANGS_ON_APPLICATION:
        return True
    is_application = subject.kind in (SubjectKind.APPLICATION, SubjectKind.HIRE)
    return event.application_id in (None, subject.id if is_application else application_id)


def is_meant(event: Event, of: Of | None, enrollment: Enrollment, application: Application | None) -> bool:
    """The same, for a rule that says whose events it means; what is news for one run only is never meant for others."""
    if of is None or EVENTS[event.type].scope is EventScope.ENROLLMENT:
        return concerns(event, enrollment.subject, enrollment.id, application.id if application else None)
    if of == "candidate.applications":
        return True
    return application is not None and application.job is not None and event.job_id == application.job.id
