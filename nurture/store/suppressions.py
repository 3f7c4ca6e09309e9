"""Whom we may not write to. Kept by a keyed hash of the address, so that it outlives the person's data."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from nurture.store.tables import suppressions
from nurture.store.upserts import insert_unless_there
from nurture.store.words import EVERYTHING


def add(
    conn: Connection,
    hashed: str,
    *,
    scope: str = EVERYTHING,
    reason: str,
    source: str,
    at: datetime,
    candidate_id: str | None = None,
) -> bool:
    """Stops mail to an address, of one purpose or `EVERYTHING`. False when it was stopped: the first reason stays."""
    return insert_unless_there(
        conn,
        suppressions,
        {
            "address_hash": hashed,
            "scope": scope,
            "reason": reason,
            "source": source,
            "at": at,
            "candidate_id": candidate_id,
        },
    )


def remove(conn: Connection, hashed: str, *, scope: str = EVERYTHING) -> bool:
    """Lets mail through again. False when nothing stopped it."""
    where = suppressions.c.address_hash == hashed, suppressions.c.scope == scope
    return conn.execute(delete(suppressions).where(*where)).rowcount == 1


WHY = (
    select(suppressions.c.reason)
    .where(
        suppressions.c.address_hash == bindparam("hashed"),
        suppressions.c.scope.in_((EVERYTHING, bindparam("purpose"))),
    )
    .order_by(suppressions.c.at)
    .limit(1)
)


def why_suppressed(conn: Connection, hashed: str, *, purpose: str) -> str | None:
    """Why an address may not get mail of that purpose; None: it may."""
    reason: str | None = conn.execute(WHY, {"hashed": hashed, "purpose": purpose}).scalar_one_or_none()
    return reason
