"""One run for one hire, though an ATS and an HR system each tell of it, so that nobody is welcomed twice.

Both applications stay on record, and both events end what they end; only the second entry is kept out.
"""

from typing import Final

from sqlalchemy import Connection

from nurture.domain.moves import Because
from nurture.domain.records import ApplicationStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.journey import Journey
from nurture.store import hires, past_runs

_ABOUT_HIRES: Final = frozenset({SubjectKind.APPLICATION, SubjectKind.HIRE})


def why_hired_already(conn: Connection, journey: Journey) -> Because | None:
    """Which other application of the person is the same hire and has been in the sequence; None: there is none."""
    wants, application = journey.facts.enrollment, journey.facts.application
    if wants.subject.kind not in _ABOUT_HIRES:
        return None
    if application is not None and application.status is not ApplicationStatus.HIRED:
        return None
    for twin in hires.twins(conn, wants.subject.id):
        if past_runs.last_run(conn, wants.sequence, Subject(kind=wants.subject.kind, id=twin)) is not None:
            sentence = f"stayed out: another system tells of the same hire, and {twin} has been in {wants.sequence}"
            return Because(rule="one-hire", sentence=sentence)
    return None
