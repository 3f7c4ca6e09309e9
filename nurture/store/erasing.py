"""Erasing a person's data. What happened stays countable; who it was, and what was written, does not stay."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, cast, delete, func, literal, or_, select, update

from nurture.domain.touchpoints import Direction
from nurture.store import contact_points, related
from nurture.store.holdings import CANDIDATE, HOLDINGS
from nurture.store.tables import (
    applications,
    candidates,
    decisions,
    dispatches,
    enrollments,
    inbox,
    messages,
    surveys,
    tasks,
    touchpoints,
)

_ERASED: Final = {each.table: each.erased for each in HOLDINGS}


def erase(conn: Connection, candidate_id: str, *, now: datetime) -> bool:
    """Erases a candidate's data everywhere, and marks them as not to be contacted. False when that is done already.

    A record that was merged into another has nothing left to erase: it is the other's data now, and stays.
    What goes and what may stay is said table by table in `holdings`.
    """
    erased = conn.execute(
        update(candidates)
        .where(
            candidates.c.id == candidate_id,
            candidates.c.is_anonymized.is_(False),
            candidates.c.merged_into.is_(None),
        )
        .values(is_anonymized=True, do_not_contact=True, erased_at=now, **CANDIDATE)
    )
    if erased.rowcount == 0:
        return False
    _erase_unclaimed(conn, contact_points.values(conn, candidate_id))
    related.erase(conn, candidate_id)
    _hide_numbers_of_mails(conn, lambda table: table.c.candidate_id == candidate_id)
    for holding in HOLDINGS:
        theirs = holding.whose(candidate_id)
        if holding.goes:
            conn.execute(delete(holding.table).where(theirs))
        elif holding.erased:
            conn.execute(update(holding.table).where(theirs).values(holding.erased))
    return True


def erase_part(conn: Connection, candidate_id: str, *, record: str, source: str) -> None:
    """Erases what is about somebody's applications in one system, where others still know the person."""
    theirs = select(applications.c.id).where(applications.c.told_of == record)

    def is_theirs(table: Table) -> ColumnElement[bool]:
        return table.c.application_id.in_(theirs)

    for mail in (touchpoints.c.id, touchpoints.c.carried_by):  # their own, and those that are about others as well
        sent = select(mail).where(is_theirs(touchpoints))
        conn.execute(update(messages).where(messages.c.touchpoint_id.in_(sent)).values(_ERASED[messages]))
    for table in (touchpoints, tasks, surveys, dispatches):
        conn.execute(update(table).where(is_theirs(table)).values(_ERASED[table]))
    conn.execute(update(applications).where(applications.c.told_of == record).values(_ERASED[applications]))
    runs = select(enrollments.c.id).where(is_theirs(enrollments))
    conn.execute(update(decisions).where(decisions.c.enrollment_id.in_(runs)).values(_ERASED[decisions]))
    told = inbox.c.candidate_id == candidate_id, inbox.c.connection == source
    conn.execute(update(inbox).where(*told).values(_ERASED[inbox]))


def _hide_numbers_of_mails(conn: Connection, is_theirs: Callable[[Table], ColumnElement[bool]]) -> None:
    """A mail that came in is known by the number that its writer's server gave it, which may name that server."""
    came_in = select(touchpoints.c.id).where(is_theirs(touchpoints), touchpoints.c.direction == Direction.INBOUND)
    for key in conn.execute(came_in).scalars().all():
        hidden = f"erased#{hashlib.sha256(key.encode()).hexdigest()}"
        conn.execute(update(touchpoints).where(touchpoints.c.id == key).values(id=hidden, message_id=None))


def _erase_unclaimed(conn: Connection, reached_at: Iterable[str]) -> None:
    """Empties deliveries that name somebody's address and that nobody could say whose they are."""
    places = [_place(conn, each) for each in reached_at]
    if places:
        unclaimed = inbox.c.candidate_id.is_(None)
        conn.execute(update(inbox).where(unclaimed, or_(*(place > 0 for place in places))).values(_ERASED[inbox]))


def _place(conn: Connection, word: str) -> ColumnElement[int]:
    raw = literal(word.encode(), LargeBinary)
    if conn.dialect.name == "postgresql":
        return func.position(raw.op("IN")(inbox.c.body))
    return func.instr(inbox.c.body, cast(raw, LargeBinary))
