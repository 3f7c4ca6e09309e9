"""What a delivery changes about one application, and which events that change amounts to."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import ApplicationUpdate, FieldValue, Happening
from nurture.domain.records import ApplicationStatus
from nurture.domain.stages import AS_THEY_ARE, StageNames
from nurture.store.rows import APPLICATION_FIELDS
from nurture.store.tables import application_stages, applications
from nurture.values import frozen, replace

_STATUS_AFTER: Final[Mapping[str, ApplicationStatus]] = {
    EventType.APPLICATION_REJECTED: ApplicationStatus.REJECTED,
    EventType.APPLICATION_UNREJECTED: ApplicationStatus.ACTIVE,
    EventType.APPLICATION_WITHDRAWN: ApplicationStatus.WITHDRAWN,
    EventType.APPLICATION_HIRED: ApplicationStatus.HIRED,
    EventType.APPLICATION_UNHIRED: ApplicationStatus.ACTIVE,
}
_EVENT_OF: Final[Mapping[ApplicationStatus, EventType]] = {
    ApplicationStatus.REJECTED: EventType.APPLICATION_REJECTED,
    ApplicationStatus.WITHDRAWN: EventType.APPLICATION_WITHDRAWN,
    ApplicationStatus.HIRED: EventType.APPLICATION_HIRED,
}
TELL_A_CHANGE: Final = frozenset(
    {
        *_STATUS_AFTER,
        EventType.APPLICATION_STAGE_CHANGED,
        EventType.HIRE_START_DATE_CHANGED,
        EventType.HIRE_STARTED,
        EventType.HIRE_LEFT,
    }
)
"""The events that mean a change of what is on record: where nothing changes, they are no news."""

_TELL_START_DATE: Final = frozenset(
    {
        EventType.APPLICATION_HIRED,
        EventType.OFFER_CREATED,
        EventType.OFFER_APPROVED,
        EventType.OFFER_UPDATED,
        EventType.HIRE_START_DATE_CHANGED,
    }
)
_FIELDS: Final = frozenset({*APPLICATION_FIELDS, "hired_at", "start_date", "started", "left_on"}) - {"id", "own"}
_STAGES: Final = ("from_stage", "to_stage", "stage")
"""What events carry that names a stage."""
_TURNED_DOWN: Final = (ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN)


@frozen
class State:
    """What is on record of an application, as far as changes of it are told."""

    candidate_id: str
    job_id: str | None = None
    status: ApplicationStatus = ApplicationStatus.ACTIVE
    stage: str | None = None
    start_date: date | None = None
    rejection_reason: str | None = None
    started: bool = False
    left_on: date | None = None
    as_of: datetime | None = None

    @property
    def stands_in(self) -> str | None:
        """The stage it is in; None once it is decided."""
        return self.stage if self.status is ApplicationStatus.ACTIVE else None


@frozen
class Change:
    """One application before and after a delivery. No `before`: it is new to us. `stated` is what is to be written.

    What is written calls a stage as the ATS does; what is told of the change, as the company does by its `stages`.
    """

    id: str
    before: State | None
    after: State
    stated: Mapping[str, FieldValue]
    is_late: bool = False
    stages: StageNames = AS_THEY_ARE

    @property
    def job_applied_for(self) -> str | None:
        """The job for which this is one more application; None where it is none, or was counted before."""
        before = self.before.job_id if self.before else None
        is_counted = self.after.job_id == before or self.stated.get("is_prospect") is True
        return None if is_counted else self.after.job_id

    def events(self) -> tuple[str, ...]:
        """The events that the change amounts to; what is new to us has no past to differ from."""
        before, after = self.before, self.after
        if before is None:
            return ()
        found: list[str] = []
        if after.stage is not None and not self.stages.are_one(before.stage, after.stage, self.id):
            found.append(EventType.APPLICATION_STAGE_CHANGED)
        if after.status is not before.status:
            was_hired = before.status is ApplicationStatus.HIRED
            back = EventType.APPLICATION_UNHIRED if was_hired else EventType.APPLICATION_UNREJECTED
            found.append(_EVENT_OF.get(after.status, back))
        elif after.status is ApplicationStatus.HIRED and after.start_date != before.start_date:
            found.append(EventType.HIRE_START_DATE_CHANGED)
        if after.started and not before.started:
            found.append(EventType.HIRE_STARTED)
        if after.left_on is not None and before.left_on is None:
            found.append(EventType.HIRE_LEFT)
        return tuple(found)

    def carried(self) -> dict[str, Scalar]:
        """What events about this change can carry, by name."""
        return {
            "from_stage": self.stages.ours(self.before.stage, self.id) if self.before else None,
            "to_stage": self.stages.ours(self.after.stage, self.id),
            "stage": self.stages.ours(self.after.stage, self.id),
            "reason": self.after.rejection_reason,
            "start_date": self.after.start_date.isoformat() if self.after.start_date else None,
            "left_on": self.after.left_on.isoformat() if self.after.left_on else None,
        }

    def in_our_words(self, told: Mapping[str, Scalar]) -> dict[str, Scalar]:
        """What a delivery tells of the change, with stages as the company calls them."""
        named = {name: self.stages.ours(str(told[name]), self.id) for name in _STAGES if told.get(name) is not None}
        return {**told, **named}


def change(
    update: ApplicationUpdate,
    told: Iterable[Happening],
    before: State | None,
    at: datetime,
    stages: StageNames = AS_THEY_ARE,
) -> Change:
    """What an update and the happenings told of the same application make of what is on record.

    Raises ValueError for a field that applications don't have.
    """
    if before and before.as_of and update.as_of and update.as_of < before.as_of:
        return Change(id=update.id, before=before, after=before, stated={}, is_late=True, stages=stages)
    stated = dict(update.fields)
    if unknown := stated.keys() - _FIELDS:
        raise ValueError(f"applications have no {', '.join(sorted(unknown))}")
    if update.job_id is not None:
        stated["job_id"] = update.job_id
    if update.start_date is not None:
        stated["start_date"] = update.start_date
    if update.as_of is not None:
        stated["as_of"] = update.as_of
    for happening in told:
        _add_told(stated, happening)
    start = before or State(candidate_id=update.candidate_id)
    if "status" in stated:
        status = ApplicationStatus(str(stated["status"]))
        stated = _dates_that_follow(start.status, status, at) | stated | {"status": status}
    kept: dict[str, Any] = {name: value for name, value in stated.items() if name in State.__dataclass_fields__}
    return Change(id=update.id, before=before, after=replace(start, **kept), stated=stated, stages=stages)


def _add_told(stated: dict[str, FieldValue], happening: Happening) -> None:
    """A vendor that sends an event alone says by it what the record is now; what it states beside goes before."""
    if happening.type in _STATUS_AFTER:
        stated.setdefault("status", _STATUS_AFTER[happening.type])
    if happening.type == EventType.APPLICATION_STAGE_CHANGED and happening.data.get("to_stage"):
        stated.setdefault("stage", happening.data["to_stage"])
    if happening.type in _TELL_START_DATE and happening.data.get("start_date"):
        stated.setdefault("start_date", date.fromisoformat(str(happening.data["start_date"])))
    if happening.type == EventType.HIRE_LEFT and happening.data.get("left_on"):
        stated.setdefault("left_on", date.fromisoformat(str(happening.data["left_on"])))


def _dates_that_follow(before: ApplicationStatus, after: ApplicationStatus, at: datetime) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {}
    if before is after:
        return fields
    if after in _TURNED_DOWN:
        fields["rejected_at"] = at
    elif before in _TURNED_DOWN:
        fields |= {"rejected_at": None, "rejection_reason": None, "rejection_type": None}
    if after is ApplicationStatus.HIRED:
        fields["hired_at"] = at
    elif before is ApplicationStatus.HIRED:
        fields |= {"hired_at": None, "started": False, "left_on": None}
    return fields


_STATE_COLUMNS: Final = tuple(applications.c[name] for name in State.__dataclass_fields__)


def states(conn: Connection, ids: Iterable[str]) -> dict[str, State]:
    """What is on record of these applications."""
    wanted = tuple(ids)
    if not wanted:
        return {}
    found = conn.execute(_STATES, {"ids": wanted})
    return {key: State(**dict(zip(State.__dataclass_fields__, values, strict=True))) for key, *values in found}


_STATES = select(applications.c.id, *_STATE_COLUMNS).where(applications.c.id.in_(bindparam("ids", expanding=True)))


def write(conn: Connection, change: Change, at: datetime, *, told_of: str, now: datetime) -> None:
    """Puts a change on record, with the history of stages; `told_of` is the candidate by the ATS's own id."""
    if change.before is None:
        row = {"id": change.id, "candidate_id": change.after.candidate_id, "told_of": told_of, "heard_at": now}
        row |= change.stated
        conn.execute(insert(applications), row)
    elif change.stated:
        conn.execute(update(applications).where(applications.c.id == change.id).values(dict(change.stated)))
    left = change.before.stands_in if change.before else None
    entered = change.after.stands_in
    if left != entered:
        leave_stage(conn, change.id, at)
    if entered and left != entered:
        row = {"application_id": change.id, "stage": entered, "entered_at": at}
        conn.execute(insert(application_stages).inline(), row)


def told_of(conn: Connection, record_id: str) -> tuple[str, ...]:
    """The applications that a system has of a record of its own."""
    mine = select(applications.c.id).where(applications.c.told_of == record_id, applications.c.deleted_at.is_(None))
    return tuple(conn.execute(mine.order_by(applications.c.id)).scalars())


def leave_stage(conn: Connection, application_id: str, at: datetime) -> None:
    """Closes the stage that an application stands in."""
    conn.execute(
        update(application_stages)
        .where(application_stages.c.application_id == application_id, application_stages.c.left_at.is_(None))
        .values(left_at=at)
    )


def delete(conn: Connection, application_id: str, at: datetime) -> str | None:
    """Keeps that the ATS has an application no longer, and returns its candidate.

    None when that is known already, or there never was such an application.
    """
    gone = (
        update(applications)
        .where(applications.c.id == application_id, applications.c.deleted_at.is_(None))
        .values(deleted_at=at)
        .returning(applications.c.candidate_id)
    )
    candidate_id: str | None = conn.execute(gone).scalar_one_or_none()
    if candidate_id is not None:
        leave_stage(conn, application_id, at)
    return candidate_id
