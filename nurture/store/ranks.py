"""Who waits at a broadcast for their turn: the highest rank first, of equals by lot."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, select

from nurture.store.tables import ranks
from nurture.store.upserts import insert_into
from nurture.values import frozen


@frozen
class Ranked:
    """Somebody who met what a trigger asks, with what a run would be about, and how early their turn comes."""

    candidate_id: str
    subject_id: str
    rank: float


def keep(conn: Connection, broadcast_id: str, ranked: Iterable[Ranked]) -> None:
    """Keeps who waits; whoever does already keeps their turn."""
    rows = [
        {
            "broadcast_id": broadcast_id,
            "subject_id": each.subject_id,
            "candidate_id": each.candidate_id,
            "place": -each.rank,
            "lot": _lot(broadcast_id, each.subject_id),
        }
        for each in ranked
    ]
    if rows:
        conn.execute(insert_into(conn, ranks).on_conflict_do_nothing(), rows)


def first(conn: Connection, broadcast_id: str, *, limit: int) -> tuple[Ranked, ...]:
    """Whose turn comes next, in order."""
    statement = (
        select(ranks.c.candidate_id, ranks.c.subject_id, ranks.c.place)
        .where(ranks.c.broadcast_id == broadcast_id)
        .order_by(ranks.c.place, ranks.c.lot, ranks.c.subject_id)
        .limit(limit)
    )
    return tuple(
        Ranked(candidate_id=row.candidate_id, subject_id=row.subject_id, rank=-row.place)
        for row in conn.execute(statement)
    )


def take_off(conn: Connection, broadcast_id: str, subject_ids: Iterable[str]) -> None:
    """Forgets those who wait no longer."""
    conn.execute(_TAKE_OFF, {"broadcast": broadcast_id, "subjects": list(subject_ids)})


_TAKE_OFF = delete(ranks).where(
    ranks.c.broadcast_id == bindparam("broadcast"), ranks.c.subject_id.in_(bindparam("subjects", expanding=True))
)


def _lot(broadcast_id: str, subject_id: str) -> str:
    """Drawn anew for each occasion, so that not the same people are first every time; the same however often asked."""
    return hashlib.sha256(f"{broadcast_id} {subject_id}".encode()).hexdigest()[:16]
