"""From columns of a joined row to the records of the domain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, case, func, select

from nurture.domain.consent import NURTURE, ConsentKind
from nurture.domain.events import Event
from nurture.domain.past import PAST_FACTS, TOLD_FACT
from nurture.domain.records import Application, ApplicationStatus, Candidate, Hire, Job, Person
from nurture.store import tables

T = TypeVar("T")
Values = Sequence[Any]  # a row's values, whose types are those of the columns
NONE_DERIVED: Final[Mapping[str, ColumnElement[Any]]] = {}


class RecordReader(Generic[T]):
    """The columns that make up one record, and the record made of their values; None where an outer join found none.

    `required` is the column that tells: where it is NULL there is no record. `derived` are the fields that no column of
    the table holds, and what they are read from.
    """

    def __init__(
        self,
        make: Callable[..., T],
        table: FromClause,
        names: Sequence[str],
        *,
        required: str = "id",
        derived: Mapping[str, ColumnElement[Any]] = NONE_DERIVED,
    ) -> None:
        self._make = make
        self._names = tuple(names)
        self._required = self._names.index(required)
        self.columns: tuple[ColumnElement[Any], ...] = tuple(
            derived[name] if name in derived else table.c[name] for name in names
        )
        self.width = len(self._names)

    def read(self, values: Values, **more: object) -> T | None:
        """The record, with `more` for what is not a column of its own."""
        if values[self._required] is None:
            return None
        return self._make(**dict(zip(self._names, values, strict=True)), **more)


def _names(record: type, *leaving_out: str) -> tuple[str, ...]:
    return tuple(each.name for each in fields(record) if each.name not in leaving_out)


CANDIDATE_FIELDS = _names(Candidate)
JOB_FIELDS = _names(Job, *PAST_FACTS)
APPLICATION_FIELDS = _names(Application, "job", TOLD_FACT)

_theirs = tables.applications.alias("theirs")
_ACTIVE: Final = (
    select(func.count())
    .where(
        _theirs.c.candidate_id == tables.candidates.c.id,
        _theirs.c.status == ApplicationStatus.ACTIVE,
        _theirs.c.is_prospect.is_(False),
        _theirs.c.deleted_at.is_(None),
    )
    .correlate(tables.candidates)
    .scalar_subquery()
)
_HIRED: Final = (
    select(_theirs.c.id)
    .where(
        _theirs.c.candidate_id == tables.candidates.c.id,
        _theirs.c.status == ApplicationStatus.HIRED,
        _theirs.c.deleted_at.is_(None),
    )
    .correlate(tables.candidates)
    .exists()
)
_consents = tables.consents.alias("their_consents")


def _of_consent(value: ColumnElement[Any]) -> ScalarSelect[Any]:
    """A value of the entry that stands: `nurture.domain.consent.standing` in SQL."""
    return (
        select(value)
        .where(_consents.c.candidate_id == tables.candidates.c.id, _consents.c.purpose == NURTURE)
        .order_by(_consents.c.at.desc(), _consents.c.id.desc())
        .limit(1)
        .correlate(tables.candidates)
        .scalar_subquery()
    )


candidate = RecordReader(
    Candidate,
    tables.candidates,
    CANDIDATE_FIELDS,
    derived={
        "active_applications": _ACTIVE,
        "is_hired": _HIRED,
        "consent_until": _of_consent(_consents.c.until),
        "consent_given_at": _of_consent(case((_consents.c.kind == ConsentKind.GIVEN, _consents.c.at))),
    },
)
job = RecordReader(Job, tables.jobs, JOB_FIELDS, required="title")
application = RecordReader(Application, tables.applications, APPLICATION_FIELDS)
hire = RecordReader(Hire, tables.applications, _names(Hire))


def person(table: FromClause) -> RecordReader[Person]:
    """Somebody of ours, from `people` or an alias of it, apart from their deputy."""
    return RecordReader(Person, table, _names(Person, "deputy"))


EVENT_COLUMNS = tuple(tables.events.c[name] for name in ("type", "at", "number", "application_id", "job_id", "data"))


def event(values: Values) -> Event:
    """An event from the values of `EVENT_COLUMNS`."""
    kind, at, number, application_id, job_id, data = values
    return Event(type=kind, at=at, number=number, application_id=application_id, job_id=job_id, data=data)
