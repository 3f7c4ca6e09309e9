"""Which events are news for a journey, seen from what the journey is about."""

from typing import Literal, TypeAlias

from nurture.domain.events import Event, EventScope, spec_of
from nurture.domain.facts import Enrollment
from nurture.domain.records import Application
from nurture.domain.subject import Subject, SubjectKind

Of: TypeAlias = Literal["application.job", "candidate.applications"]
"""Whose events are meant, where it is not the usual: of the application's own job, of any of the person's
applications."""


def concerns(event: Event, subject: Subject, enrollment_id: str) -> bool:
    """Whether an event is news for a journey about that subject: not if it says that it is of another application, or
    of another run."""
    if spec_of(event.type).scope is EventScope.ENROLLMENT:
        return event.data.get("enrollment") == enrollment_id
    if spec_of(event.type).scope is not EventScope.APPLICATION:
        return True
    if subject.kind not in (SubjectKind.APPLICATION, SubjectKind.HIRE):
        return True
    return event.application_id in (None, subject.id)


def is_meant(event: Event, of: Of | None, enrollment: Enrollment, application: Application | None) -> bool:
    """The same, for a rule that says whose events it means; what is news for one run only is never meant for others."""
    if of is None or spec_of(event.type).scope is EventScope.ENROLLMENT:
        return concerns(event, enrollment.subject, enrollment.id)
    if of == "candidate.applications":
        return True
    return application is not None and application.job is not None and event.job_id == application.job.id
