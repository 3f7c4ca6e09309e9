"""Interviews, offers, referrals and assignments on record: one table, a document for each (docs/adr/0009)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, bindparam, insert, or_, select, update
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from nurture.domain.intake import FieldValue
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.related import (
    RELATED,
    Assignment,
    AssignmentStatus,
    Interview,
    InterviewStatus,
    OfferStatus,
    Referral,
    ReferralStatus,
    Related,
    status_of_referral,
)
from nurture.domain.subject import Subject, SubjectKind
from nurture.store.records import people_of_ours
from nurture.store.tables import applications, enrollments, related
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen, replace

Document = dict[str, Any]  # JSON, whose values are of many types

_STATUS: Final[Mapping[SubjectKind, type[StrEnum]]] = {
    SubjectKind.INTERVIEW: InterviewStatus,
    SubjectKind.OFFER: OfferStatus,
    SubjectKind.REFERRAL: ReferralStatus,
    SubjectKind.ASSIGNMENT: AssignmentStatus,
}
_PANELS: Final = ("interviewers", "former_interviewers")
_BY: Final = "by"
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
"""When somebody was recommended of whom nobody knows when: before all others."""
_APART: Final = frozenset({"id", "same_day", "has_next", "is_first", _BY, *_PANELS})
FIELDS: Final[Mapping[SubjectKind, frozenset[str]]] = {
    kind: frozenset(each.name for each in fields(record)) - _APART for kind, record in RELATED.items()
}
"""What can be stated of each kind, beside the people in it."""


@frozen
class Kept:
    """A record as it is kept: whose it is, and the vendor's own time of that state, if it told one."""

    of: Subject
    candidate_id: str
    application_id: str | None
    record: Related
    as_of: datetime | None = None


_COLUMNS: Final = (
    related.c.kind,
    related.c.id,
    related.c.candidate_id,
    related.c.application_id,
    related.c.document,
    related.c.as_of,
    applications.c.status,
)
_KEPT = select(*_COLUMNS).select_from(related.outerjoin(applications, applications.c.id == related.c.application_id))
_ONE = _KEPT.where(related.c.kind == bindparam("kind"), related.c.id == bindparam("id"))


def find(conn: Connection, of: Subject) -> Kept | None:
    """One record; None while it is not on record."""
    [*found] = _read(conn, conn.execute(_ONE, {"kind": of.kind, "id": of.id}).all())
    return found[0] if found else None


def fact(conn: Connection, of: Subject) -> Related | None:
    """A record as conditions and templates see it: beside the others of its kind that it has to do with."""
    kept = found_of(conn, of.kind, (of.id,)).get(of.id)
    return facts_of(conn, of.kind, (kept,))[of.id] if kept else None


def found_of(conn: Connection, kind: SubjectKind, ids: Iterable[str]) -> Mapping[str, Kept]:
    """Those of these records of that kind that are on record, by id."""
    where = (related.c.kind == kind, related.c.id.in_(list(ids)))
    return {each.of.id: each for each in _read(conn, conn.execute(_KEPT.where(*where)).all())}


def facts_of(conn: Connection, kind: SubjectKind, records: Iterable[Kept]) -> Mapping[str, Related]:
    """Records of that kind as conditions and templates see them, by id."""
    among, beside_of = _AMONG.get(kind, (None, None))
    kept = tuple(records)
    if among is None or beside_of is None:
        return {each.of.id: each.record for each in kept}
    theirs = {owner for each in kept if (owner := getattr(each, beside_of.name))}
    where = (related.c.kind == kind, beside_of.in_(sorted(theirs)))
    by_owner: dict[str, list[Related]] = {}
    for each in _read(conn, conn.execute(_KEPT.where(*where).order_by(related.c.id)).all()):
        by_owner.setdefault(getattr(each, beside_of.name), []).append(each.record)
    return {each.of.id: among(each.record, by_owner.get(getattr(each, beside_of.name), [])) for each in kept}


def _among_interviews(interview: Related, beside: Iterable[Related]) -> Related:
    """With all booked ones of its application, by time."""
    assert isinstance(interview, Interview), "it is among its kind"
    booked = [each for each in beside if isinstance(each, Interview) and each.status is InterviewStatus.BOOKED]
    by_time = sorted((each.starts_at, each.id, each) for each in booked if each.starts_at)
    return replace(interview, same_day=tuple(each for _, _, each in by_time))


def _among_assignments(assignment: Related, beside: Iterable[Related]) -> Related:
    assert isinstance(assignment, Assignment), "it is among its kind"
    has_next = any(isinstance(each, Assignment) and assignment.is_followed_by(each) for each in beside)
    return replace(assignment, has_next=has_next)


def _among_referrals(referral: Related, beside: Iterable[Related]) -> Related:
    assert isinstance(referral, Referral), "it is among its kind"
    by_time = sorted((each.referred_at, each.id) for each in beside if isinstance(each, Referral) and each.referred_at)
    return replace(referral, is_first=not by_time or by_time[0] >= (referral.referred_at or LONG_AGO, referral.id))


_AMONG: Final[Mapping[SubjectKind, tuple[Callable[[Related, Iterable[Related]], Related], Column[Any]]]] = {
    SubjectKind.INTERVIEW: (_among_interviews, related.c.application_id),
    SubjectKind.ASSIGNMENT: (_among_assignments, related.c.candidate_id),
    SubjectKind.REFERRAL: (_among_referrals, related.c.candidate_id),
}
"""What others of its kind a record has to do with: those of the same application, or of the same person."""


def of_application(conn: Connection, kind: SubjectKind, application_id: str) -> tuple[Kept, ...]:
    """The records of that kind of an application."""
    where = (related.c.kind == kind, related.c.application_id == application_id)
    return _read(conn, conn.execute(_KEPT.where(*where).order_by(related.c.id)).all())


def of_candidate(conn: Connection, kind: SubjectKind, candidate_id: str) -> tuple[Kept, ...]:
    """The records of that kind of a person."""
    where = (related.c.kind == kind, related.c.candidate_id == candidate_id)
    return _read(conn, conn.execute(_KEPT.where(*where).order_by(related.c.id)).all())


def _read(conn: Connection, rows: Iterable[Any]) -> tuple[Kept, ...]:
    found = tuple(rows)
    panel = people_of_ours(conn, (each for row in found for each in _ids_in(row.document)))
    return tuple(
        Kept(
            of=Subject(kind=SubjectKind(row.kind), id=row.id),
            candidate_id=row.candidate_id,
            application_id=row.application_id,
            record=_record(Subject(kind=SubjectKind(row.kind), id=row.id), row.document, row.status, panel),
            as_of=row.as_of,
        )
        for row in found
    )


def _ids_in(document: Document) -> Iterator[str]:
    """Those of the people in a document."""
    yield from (each for name in _PANELS for each in document.get(name, ()))
    yield from [document[_BY]] if _BY in document else []


def _record(
    of: Subject, document: Document, application: ApplicationStatus | None, panel: Mapping[str, Person]
) -> Related:
    values: dict[str, Any] = {
        name: _value(of.kind, name, value) for name, value in document.items() if name not in (*_PANELS, _BY)
    }
    if _BY in document:
        values[_BY] = panel[document[_BY]]
    for name in _PANELS if of.kind is SubjectKind.INTERVIEW else ():
        values[name] = tuple(panel[each] for each in document.get(name, ()))
    record = RELATED[of.kind](id=of.id, **values)
    return replace(record, status=status_of_referral(application)) if isinstance(record, Referral) else record


def _value(kind: SubjectKind, name: str, value: str | None) -> object:
    """A value of a document: its name says what it is."""
    if value is None:
        return None
    if name == "status":
        return _STATUS[kind](value)
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name.endswith(("_on", "_date")) else value


def checked(of: Subject, stated: Mapping[str, FieldValue]) -> Mapping[str, FieldValue]:
    """What is stated, if records of that kind have such fields. Raises ValueError."""
    if unknown := stated.keys() - FIELDS[of.kind]:
        raise ValueError(f"{of.kind}s have no {', '.join(sorted(unknown))}")
    return {name: _STATUS[of.kind](str(value)) if name == "status" else value for name, value in stated.items()}


def write(conn: Connection, kept: Kept, *, is_new: bool) -> None:
    """Puts a record on record; an interview moves its application's next one."""
    values = {
        "kind": kept.of.kind,
        "id": kept.of.id,
        "candidate_id": kept.candidate_id,
        "application_id": kept.application_id,
        "document": _document(kept.record),
        "as_of": kept.as_of,
    }
    if is_new:
        conn.execute(insert(related), values)
    else:
        conn.execute(update(related).where(related.c.kind == kept.of.kind, related.c.id == kept.of.id).values(values))


def _document(record: Related) -> Document:
    document = {
        each.name: _as_json(value)
        for each in fields(record)
        if each.name not in _APART and (value := getattr(record, each.name)) is not None
    }
    for name in _PANELS if isinstance(record, Interview) else ():
        if people_in := getattr(record, name):
            document[name] = [person.id for person in people_in]
    if isinstance(record, Referral) and record.by is not None:
        document[_BY] = record.by.id
    return document


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value  # and datetime, which is one


def note_next_interview(conn: Connection, application_id: str, at: datetime) -> None:
    """Keeps when the next booked interview of an application begins, seen from that moment."""
    beside = (each.record for each in of_application(conn, SubjectKind.INTERVIEW, application_id))
    booked = [each for each in beside if isinstance(each, Interview) and each.status is InterviewStatus.BOOKED]
    ahead = min((each.starts_at for each in booked if each.starts_at and each.starts_at >= at), default=None)
    conn.execute(update(applications).where(applications.c.id == application_id).values(next_interview=ahead))


def link_referrals(conn: Connection, candidate_id: str, application_id: str, *, is_hired: bool) -> None:
    """A person who was recommended has applied: their referral, and runs about it, follow that application.

    So do those whose earlier application came to nothing, and where they are hired, also those whose is still open:
    whichever job it is, it counts.
    """
    theirs = (related.c.kind == SubjectKind.REFERRAL, related.c.candidate_id == candidate_id)
    conn.execute(update(related).where(*theirs, _is_free(related.c, is_hired)).values(application_id=application_id))
    conn.execute(
        update(enrollments)
        .where(
            enrollments.c.candidate_id == candidate_id,
            enrollments.c.subject_kind == SubjectKind.REFERRAL,
            _is_free(enrollments.c, is_hired),
            enrollments.c.status != EnrollmentStatus.ENDED,
        )
        .values(application_id=application_id)
    )


def _is_free(columns: ReadOnlyColumnCollection[str, Any], is_hired: bool) -> ColumnElement[bool]:
    """Follows no application, or one that came to nothing; where another ended in a hire, any that did not."""
    came_to_nothing = (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN)
    weaker = (*came_to_nothing, ApplicationStatus.ACTIVE) if is_hired else came_to_nothing
    over = select(applications.c.id).where(applications.c.status.in_(weaker))
    return or_(columns.application_id.is_(None), columns.application_id.in_(over))


def erase(conn: Connection, candidate_id: str) -> None:
    """Keeps how a person's records stood and when, and nothing else of them."""
    mine = related.c.candidate_id == candidate_id
    for row in conn.execute(select(related.c.kind, related.c.id, related.c.document).where(mine)).all():
        left = {
            name: value
            for name, value in row.document.items()
            if name == "status" or name.endswith(("_at", "_on", "_date"))
        }
        conn.execute(update(related).where(related.c.kind == row.kind, related.c.id == row.id).values(document=left))
