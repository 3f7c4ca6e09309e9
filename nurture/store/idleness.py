"""Applications that may be idle, with what is on record of when somebody last touched them; and the daily look."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Row, exists, func, or_, select

from nurture.domain.events import EVENTS, TOUCHES, EventType
from nurture.domain.records import ApplicationStatus
from nurture.store.tables import application_stages, applications, candidates, events, jobs, looks
from nurture.store.upserts import insert_into
from nurture.values import frozen

_IDLENESS: Final = "idle"
"""The name of the look."""


@frozen
class Look:
    """The daily look: for which opening of the office, how far it has come (None: it is over), and since when no day
    was left out.
    """

    opening: datetime
    cursor: str | None
    since: datetime


@frozen
class Open:
    """An application that is not decided. `stage` is as its ATS calls it, `heard_at` when we first heard of it,
    `told_at` when it was last told to be idle. `touched_at` is ahead while an interview is booked.
    """

    id: str
    candidate_id: str
    called: str
    job: str | None
    stage: str | None
    touched_at: datetime | None
    heard_at: datetime | None
    told_at: datetime | None


def last_look(conn: Connection, *, lock: bool = False) -> Look | None:
    """The daily look as it stands; None: there was none yet."""
    statement = select(looks.c.opening, looks.c.cursor, looks.c.since).where(looks.c.name == _IDLENESS)
    found = conn.execute(statement.with_for_update() if lock else statement).one_or_none()
    return Look(opening=found.opening, cursor=found.cursor, since=found.since) if found else None


def save_look(conn: Connection, look: Look) -> None:
    """Keeps how far it has come."""
    given: dict[str, object] = {"opening": look.opening, "cursor": look.cursor, "since": look.since}
    statement = insert_into(conn, looks)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={name: statement.excluded[name] for name in given}
        ),
        {"name": _IDLENESS, **given},
    )


_MINE: Final = (events.c.application_id == applications.c.id) & events.c.acted
_IS_TOUCH: Final = or_(events.c.type.in_(tuple(TOUCHES)), events.c.type.not_in(tuple(EVENTS)))
"""What the company's own systems tell of an application counts as well."""


def _latest(where: ColumnElement[bool]) -> ColumnElement[datetime]:
    return select(func.max(events.c.at)).where(_MINE, where).correlate(applications).scalar_subquery()


_COLUMNS: Final = (
    applications.c.id,
    applications.c.candidate_id,
    candidates.c.first_name,
    candidates.c.last_name,
    jobs.c.title,
    applications.c.stage,
    applications.c.next_interview,
    candidates.c.last_contact,
    _latest(_IS_TOUCH).label("touch"),
    select(func.max(application_stages.c.entered_at))
    .where(application_stages.c.application_id == applications.c.id)
    .correlate(applications)
    .scalar_subquery()
    .label("entered"),
    applications.c.heard_at,
    _latest(events.c.type == EventType.APPLICATION_IDLE).label("told"),
)
_OPEN = (
    select(*_COLUMNS)
    .select_from(
        applications.join(candidates, candidates.c.id == applications.c.candidate_id).outerjoin(
            jobs, jobs.c.id == applications.c.job_id
        )
    )
    .where(
        applications.c.status == ApplicationStatus.ACTIVE,
        applications.c.deleted_at.is_(None),
        ~applications.c.is_prospect,
        ~candidates.c.is_anonymized,
    )
)


def open_after(conn: Connection, cursor: str, *, limit: int, quiet_since: datetime | None = None) -> tuple[Open, ...]:
    """The next applications that are not decided, by id; of those whom somebody only added as a prospect, none.

    With `quiet_since`, those alone that nobody has touched since, and of which we had heard before.
    """
    page = _OPEN.where(applications.c.id > cursor).order_by(applications.c.id).limit(limit)
    return tuple(map(_read, conn.execute(page if quiet_since is None else page.where(*_quiet(quiet_since)))))


def _quiet(since: datetime) -> Iterator[ColumnElement[bool]]:
    """That `Open.touched_at` and `heard_at` lie before a moment, asked of each thing that they are made of."""
    for at in (candidates.c.last_contact, applications.c.next_interview, applications.c.heard_at):
        yield or_(at.is_(None), at < since)
    yield ~exists().where(_MINE, _IS_TOUCH, events.c.at >= since)
    yield ~exists().where(
        application_stages.c.application_id == applications.c.id, application_stages.c.entered_at >= since
    )


def open_one(conn: Connection, application_id: str) -> Open | None:
    """One of them; None where it is decided by now."""
    found = conn.execute(_OPEN.where(applications.c.id == application_id)).one_or_none()
    return _read(found) if found else None


def _read(row: Row[tuple[object, ...]]) -> Open:
    touches = [at for at in (row.touch, row.entered, row.last_contact, row.next_interview) if at is not None]
    return Open(
        id=row.id,
        candidate_id=row.candidate_id,
        called=" ".join(name for name in (row.first_name, row.last_name) if name) or row.candidate_id,
        job=row.title,
        stage=row.stage,
        touched_at=max(touches, default=None),
        heard_at=row.heard_at,
        told_at=row.told,
    )
