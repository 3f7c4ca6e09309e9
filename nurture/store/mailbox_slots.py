"""The slots of mailboxes: who sends when, and who waits until when."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, not_, or_, select, text

from nurture.domain.touchpoints import SendState
from nurture.store.keyset import beyond
from nurture.store.tables import candidates, enrollments, mailbox_slots, touchpoints
from nurture.store.upserts import insert_into
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class Slot:
    """One mail's moment in a mailbox. `day` is the company's, and the higher `rank` goes first; `shared` names the mail
    in which several runs say what they have to say, None: it is this run's own.
    """

    touchpoint_id: str
    attempt: int
    enrollment_id: str
    step: str
    mailbox: str
    at: datetime
    day: date
    rank: int
    shared: str | None = None


@frozen
class Waiting:
    """Whose mail waits for a mailbox, and until when."""

    touchpoint_id: str
    mailbox: str
    at: datetime
    enrollment_id: str
    step: str
    called: str


_COLUMNS = tuple(mailbox_slots.c[name] for name in Slot.__dataclass_fields__)
_RUN = mailbox_slots.join(enrollments, enrollments.c.id == mailbox_slots.c.enrollment_id)
_BOOK = _RUN.outerjoin(touchpoints, touchpoints.c.id == mailbox_slots.c.touchpoint_id)
_IS_USED = or_(
    mailbox_slots.c.attempt < touchpoints.c.lost_calls,
    and_(
        mailbox_slots.c.attempt == touchpoints.c.lost_calls,
        touchpoints.c.state.in_((SendState.CLAIMED, SendState.ACCEPTED)),
    ),
)
"""What may have left was a call that counts, and the one that is under way, or came through, does as well."""
_IS_RESERVED = and_(
    or_(touchpoints.c.id.is_(None), not_(_IS_USED)),
    enrollments.c.status != EnrollmentStatus.ENDED,
)


def lock(conn: Connection, mailbox: str) -> None:
    """Until this transaction is over, nobody else reserves a slot in that mailbox, or uses one."""
    if conn.dialect.name == "postgresql":  # SQLite lets one transaction write at a time
        conn.execute(text("SELECT pg_advisory_xact_lock(hashtext(:mailbox))"), {"mailbox": f"mailbox {mailbox}"})


def of_mail(conn: Connection, touchpoint_id: str, attempt: int) -> Slot | None:
    """The slot of one attempt at a mail."""
    is_its = and_(mailbox_slots.c.touchpoint_id == touchpoint_id, mailbox_slots.c.attempt == attempt)
    found = conn.execute(select(*_COLUMNS).where(is_its)).one_or_none()
    return Slot(**found._mapping) if found else None


def of_the_same_mail(conn: Connection, wanted: Slot, *, missed: datetime) -> Slot | None:
    """The slot that another run waits for to say the same as that of `wanted` in one mail, and has not missed."""
    others = and_(
        _IS_RESERVED,
        mailbox_slots.c.mailbox == wanted.mailbox,
        mailbox_slots.c.shared == wanted.shared,
        mailbox_slots.c.touchpoint_id != wanted.touchpoint_id,
        mailbox_slots.c.at > missed,
    )
    statement = select(*_COLUMNS).select_from(_BOOK).where(others).order_by(mailbox_slots.c.at).limit(1)
    found = conn.execute(statement).one_or_none()
    return Slot(**found._mapping) if found else None


def put(conn: Connection, slot: Slot) -> None:
    """Reserves a slot, in place of the one that the same attempt had."""
    values = {name: getattr(slot, name) for name in Slot.__dataclass_fields__}
    statement = insert_into(conn, mailbox_slots)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["touchpoint_id", "attempt"],
            set_={name: statement.excluded[name] for name in ("mailbox", "at", "day", "rank", "shared")},
        ),
        values,
    )


def full_days(conn: Connection, wanted: Slot, *, at_most: int, missed: datetime) -> frozenset[date]:
    """The days from that of a slot on of which all mails are taken, by others than the mail of that slot.

    What was reserved until `missed` and not used is free.
    """
    days = (
        select(mailbox_slots.c.day)
        .select_from(_BOOK)
        .where(_is_taken(wanted, missed), mailbox_slots.c.day >= wanted.day)
        .group_by(mailbox_slots.c.day)
        .having(func.count() >= at_most)
    )
    return frozenset(conn.execute(days).scalars())


def between(conn: Connection, wanted: Slot, missed: datetime, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The moments between two others that are taken in the mailbox of a slot, in order, by others than its mail."""
    moments = (
        select(mailbox_slots.c.at)
        .select_from(_BOOK)
        .where(_is_taken(wanted, missed), mailbox_slots.c.at > start, mailbox_slots.c.at < end)
        .order_by(mailbox_slots.c.at)
    )
    return tuple(conn.execute(moments).scalars())


def last_used(conn: Connection, mailbox: str) -> datetime | None:
    """When the last mail left from there, or may have."""
    used = select(func.max(mailbox_slots.c.at)).select_from(_BOOK)
    last: datetime | None = conn.execute(used.where(mailbox_slots.c.mailbox == mailbox, _IS_USED)).scalar_one()
    return last


def behind(conn: Connection, mailbox: str, rank: int, *, after: datetime, before: datetime) -> tuple[Slot, ...]:
    """The slots that mails of a lower rank wait for, the earliest first."""
    slots = (
        select(*_COLUMNS)
        .select_from(_BOOK)
        .where(
            _IS_RESERVED,
            mailbox_slots.c.mailbox == mailbox,
            mailbox_slots.c.rank < rank,
            mailbox_slots.c.at > after,
            mailbox_slots.c.at < before,
        )
        .order_by(mailbox_slots.c.at)
    )
    return tuple(Slot(**row._mapping) for row in conn.execute(slots))


def give_back(conn: Connection, slot: Slot) -> None:
    """Frees a slot for others."""
    conn.execute(
        delete(mailbox_slots).where(
            mailbox_slots.c.touchpoint_id == slot.touchpoint_id, mailbox_slots.c.attempt == slot.attempt
        )
    )


def give_back_all(conn: Connection, enrollment_id: str, *, but: Iterable[str]) -> None:
    """Frees what a run has reserved for steps at which it does not stand any more; it stands at those of `but`."""
    is_used = exists().where(touchpoints.c.id == mailbox_slots.c.touchpoint_id, _IS_USED)
    conn.execute(
        delete(mailbox_slots).where(
            mailbox_slots.c.enrollment_id == enrollment_id,
            mailbox_slots.c.step.not_in(tuple(but)),
            not_(is_used),
        )
    )


def forget(conn: Connection, mailbox: str, *, before: date) -> None:
    """Removes the slots of days that are long over, which limit nothing any more."""
    conn.execute(delete(mailbox_slots).where(mailbox_slots.c.mailbox == mailbox, mailbox_slots.c.day < before))


def waiting(
    conn: Connection,
    *,
    after: datetime,
    behind: tuple[datetime, str] | None = None,
    limit: int | None = None,
) -> tuple[Waiting, ...]:
    """Whose mails wait for a mailbox after a moment, in the order in which they are to leave; behind the one that
    leaves at a moment and has that id.
    """
    name = func.coalesce(candidates.c.first_name, "") + " " + func.coalesce(candidates.c.last_name, "")
    order = mailbox_slots.c.at, mailbox_slots.c.touchpoint_id
    columns = mailbox_slots.c.mailbox, mailbox_slots.c.enrollment_id, mailbox_slots.c.step
    query = (
        select(*order, *columns, name.label("called"))
        .select_from(_BOOK.join(candidates, candidates.c.id == enrollments.c.candidate_id))
        .where(_IS_RESERVED, mailbox_slots.c.at > after)
        .order_by(*order)
        .limit(limit)
    )
    if behind is not None:
        query = query.where(beyond(order, behind))
    return tuple(
        Waiting(**{**row._mapping, "called": row.called.strip() or "(no name)"}) for row in conn.execute(query)
    )


def used_on(conn: Connection, day: date) -> dict[str, int]:
    """How many mails have left on a day, by mailbox."""
    is_used = and_(mailbox_slots.c.day == day, _IS_USED)
    counts = select(mailbox_slots.c.mailbox, func.count().label("mails")).select_from(_BOOK).where(is_used)
    return {row.mailbox: row.mails for row in conn.execute(counts.group_by(mailbox_slots.c.mailbox))}


def _is_taken(wanted: Slot, missed: datetime) -> ColumnElement[bool]:
    is_its_own = and_(mailbox_slots.c.touchpoint_id == wanted.touchpoint_id, mailbox_slots.c.attempt == wanted.attempt)
    is_waited_for = and_(_IS_RESERVED, mailbox_slots.c.at > missed, not_(is_its_own))
    return and_(mailbox_slots.c.mailbox == wanted.mailbox, or_(_IS_USED, is_waited_for))
