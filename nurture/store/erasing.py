"""Erasing a person's data. What happened stays countable; who it was, and what was written, does not stay."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, select, update

from nurture.store import consents, contact_points, related
from nurture.store.tables import (
    applications,
    candidate_links,
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

BLANK: Final[Mapping[str, object]] = {
    "first_name": None,
    "last_name": None,
    "email": None,
    "phone": None,
    "title": None,
    "company": None,
    "tags": (),
    "skills": (),
    "interests": (),
    "own": {},
    "roles": {},
    "language": None,
    "country": None,
    "zone": None,
    "can_text": None,
}
"""What is personal on a candidate, and what it becomes."""


def erase(conn: Connection, candidate_id: str) -> bool:
    """Erases a candidate's data everywhere, and marks them as not to be contacted. False when that is done already.

    A record that was merged into another has nothing left to erase: it is the other's data now, and stays.
    Suppressions stay: they hold a keyed hash of the address. So do events and reasons: they name stages and rules.
    """
    erased = conn.execute(
        update(candidates)
        .where(
            candidates.c.id == candidate_id,
            candidates.c.is_anonymized.is_(False),
            candidates.c.merged_into.is_(None),
        )
        .values(is_anonymized=True, do_not_contact=True, **BLANK)
    )
    if erased.rowcount == 0:
        return False
    related.erase(conn, candidate_id)
    consents.erase(conn, candidate_id)
    contact_points.erase(conn, candidate_id)
    theirs = candidate_links.c.candidate_id == candidate_id
    conn.execute(update(candidate_links).where(theirs).values(said={}, joined_by=None, is_erased=True))
    _erase_rows(conn, lambda table: table.c.candidate_id == candidate_id)
    conn.execute(update(decisions).where(decisions.c.candidate_id == candidate_id).values(inputs={}))
    conn.execute(update(inbox).where(inbox.c.candidate_id == candidate_id).values(body=b"", headers={}))
    return True


def erase_part(conn: Connection, candidate_id: str, *, record: str, source: str) -> None:
    """Erases what is about somebody's applications in one system, where others still know the person."""
    theirs = select(applications.c.id).where(applications.c.told_of == record)
    _erase_rows(conn, lambda table: table.c.application_id.in_(theirs))
    runs = select(enrollments.c.id).where(enrollments.c.application_id.in_(theirs))
    conn.execute(update(decisions).where(decisions.c.enrollment_id.in_(runs)).values(inputs={}))
    told = inbox.c.candidate_id == candidate_id, inbox.c.connection == source
    conn.execute(update(inbox).where(*told).values(body=b"", headers={}))


def _erase_rows(conn: Connection, is_theirs: Callable[[Table], ColumnElement[bool]]) -> None:
    """Erases what was written, asked, done and told; `is_theirs` says of a table which rows are meant."""
    for mail in (touchpoints.c.id, touchpoints.c.carried_by):  # their own, and those that are about others as well
        sent = select(mail).where(is_theirs(touchpoints))
        conn.execute(update(messages).where(messages.c.touchpoint_id.in_(sent)).values(content=None))
    conn.execute(update(touchpoints).where(is_theirs(touchpoints)).values(summary="erased", detail=None))
    conn.execute(update(tasks).where(is_theirs(tasks)).values(title="erased", note=None, answer=None))
    conn.execute(update(surveys).where(is_theirs(surveys)).values(token=None, comment=None))
    conn.execute(update(dispatches).where(is_theirs(dispatches)).values(summary="erased", content={}, detail=None))
