"""Erasing a person's data. What happened stays countable; who it was, and what was written, does not stay."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select, update

from nurture.store import consents, contact_points, related
from nurture.store.tables import candidates, decisions, dispatches, inbox, messages, surveys, tasks, touchpoints

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
    is_theirs = touchpoints.c.candidate_id == candidate_id
    for mail in (touchpoints.c.id, touchpoints.c.carried_by):  # their own, and those that are about others as well
        conn.execute(
            update(messages).where(messages.c.touchpoint_id.in_(select(mail).where(is_theirs))).values(content=None)
        )
    conn.execute(
        update(touchpoints).where(touchpoints.c.candidate_id == candidate_id).values(summary="erased", detail=None)
    )
    conn.execute(
        update(tasks).where(tasks.c.candidate_id == candidate_id).values(title="erased", note=None, answer=None)
    )
    conn.execute(update(surveys).where(surveys.c.candidate_id == candidate_id).values(token=None, comment=None))
    conn.execute(
        update(dispatches)
        .where(dispatches.c.candidate_id == candidate_id)
        .values(summary="erased", content={}, detail=None)
    )
    conn.execute(update(decisions).where(decisions.c.candidate_id == candidate_id).values(inputs={}))
    conn.execute(update(inbox).where(inbox.c.candidate_id == candidate_id).values(body=b"", headers={}))
    return True
