"""Whom nothing may be erased of: put by a person, with the reason, and lifted by one."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from nurture.store.tables import holds


def put(conn: Connection, candidate_id: str, *, because: str, by: str, at: datetime) -> None:
    """Keeps a person from being erased. The candidate must be locked."""
    conn.execute(holds.insert(), {"candidate_id": candidate_id, "because": because, "by": by, "at": at})


def lift(conn: Connection, candidate_id: str, *, at: datetime) -> bool:
    """Lets a person be erased again. False when nothing kept them."""
    standing = holds.c.candidate_id == candidate_id, holds.c.lifted_at.is_(None)
    return conn.execute(update(holds).where(*standing).values(lifted_at=at)).rowcount > 0


def why_held(conn: Connection, candidate_id: str) -> str | None:
    """Why somebody may not be erased; None: they may."""
    standing = holds.c.candidate_id == candidate_id, holds.c.lifted_at.is_(None)
    why: str | None = conn.execute(
        select(holds.c.because).where(*standing).order_by(holds.c.id).limit(1)
    ).scalar_one_or_none()
    return why
