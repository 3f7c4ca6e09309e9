"""Who has a date on record at which a trigger may let them in: the others need not be looked at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Date, FromClause, String, and_, cast, exists, literal, select, true

from nurture.domain.events import EventType
from nurture.domain.past import TOLD_FACT
from nurture.domain.related import RELATED
from nurture.domain.subject import SubjectKind
from nurture.store.columns import UtcDateTime
from nurture.store.tables import applications, candidates, consents, enrollments, events, related
from nurture.values import frozen


@frozen
class Window:
    """Which dates may let somebody in now: those of the fact `anchor`, from `after` (None: ever since) to `until`.

    Dates that have let the same subject, of that `kind`, into the `sequence` before are none.
    """

    anchor: str
    after: datetime | None
    until: datetime
    sequence: str
    kind: SubjectKind


_APPLICATIONS: Final = ("application", "hire")
_CONSENTS: Final[Mapping[str, Column[Any]]] = {"consent_until": consents.c.until, "consent_given_at": consents.c.at}


def has_date_in(window: Window) -> ColumnElement[bool]:
    """True of the candidates who may have such a date; of too many rather than of too few.

    What can't be looked up here, such as a date of the job, is for whoever looks at each of them.
    """
    record, _, name = window.anchor.partition(".")
    if record == "candidate":
        if name in _CONSENTS:
            return _agreed(_CONSENTS[name], window)
        return _on(candidates, name, window, candidates.c.id)
    if record in _APPLICATIONS:
        theirs = applications.c.candidate_id == candidates.c.id
        if name == TOLD_FACT:
            return exists().where(theirs, _told(window))
        return exists().where(theirs, _on(applications, name, window, applications.c.id))
    if record in RELATED:
        return exists().where(related.c.candidate_id == candidates.c.id, related.c.kind == record)
    return true()


def _told(window: Window) -> ColumnElement[bool]:
    is_told = and_(events.c.application_id == applications.c.id, events.c.type == EventType.APPLICATION_TOLD)
    return exists().where(is_told, _lies_in(events.c.at, window, applications.c.id)).correlate(applications)


def _agreed(column: Column[Any], window: Window) -> ColumnElement[bool]:
    theirs = consents.c.candidate_id == candidates.c.id
    return exists().where(theirs, _lies_in(column, window, consents.c.candidate_id))


def _on(table: FromClause, name: str, window: Window, subject: Column[Any]) -> ColumnElement[bool]:
    """Of a record: a date that it has itself, or else one of the company's own."""
    if name in table.c:
        return _lies_in(table.c[name], window, subject)
    has_value: ColumnElement[bool] = table.c.own[name].as_string().is_not(None)
    return has_value


def _lies_in(column: ColumnElement[Any], window: Window, subject: Column[Any]) -> ColumnElement[bool]:
    if isinstance(column.type, UtcDateTime):
        return and_(column <= window.until, column >= window.after if window.after else true())
    if not isinstance(column.type, Date):
        return true()
    day = and_(column <= window.until.date(), column >= window.after.date() if window.after else true())
    came = select(enrollments.c.id).where(
        enrollments.c.sequence == window.sequence,
        enrollments.c.subject_kind == window.kind,
        enrollments.c.subject_id == subject,
        enrollments.c.occasion == literal(f"{window.anchor} ") + cast(column, String),
    )
    return and_(day, ~came.correlate(subject.table).exists())
