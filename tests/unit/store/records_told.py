"""Related records, as an ATS tells of them."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, FieldValue, Happening, Intake, RelatedUpdate
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import intake, related
from nurture.store.intake import Applied
from nurture.store.related import Kept
from tests.unit.store.conftest import ADA, ADAS, NOW

HOUR = timedelta(hours=1)
WORK = Subject(kind=SubjectKind.ASSIGNMENT, id="acme:700")


def state(
    conn: Connection,
    of: Subject,
    *told: EventType,
    at: datetime = NOW,
    panel: tuple[Person, ...] | None = None,
    as_of: datetime | None = None,
    application: str | None = ADAS,
    candidate: str | None = ADA,
    **fields: FieldValue,
) -> Applied:
    """A delivery about one record."""
    update = RelatedUpdate(
        of=of, candidate_id=candidate, application_id=application, fields=fields, interviewers=panel, as_of=as_of
    )
    happenings = tuple(Happening(type=each, candidate_id=candidate, of=of) for each in told)
    return intake.apply(conn, Intake(at=at, related=(update,), happenings=happenings), at)


def types(applied: Applied) -> list[str]:
    return [event.type.value for _, event in applied.events]


def kept(conn: Connection, of: Subject) -> Kept:
    found = related.find(conn, of)
    assert found is not None
    return found


def hired(**fields: FieldValue) -> Intake:
    """A delivery about Ada, who is hired."""
    stated = {"status": ApplicationStatus.HIRED, **fields}
    return Intake(at=NOW, applications=(ApplicationUpdate(id=ADAS, candidate_id=ADA, fields=stated),))
