"""What people did to the installation: who, what, when, why."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from nurture.store.tables import audit
from nurture.values import frozen


@frozen
class Deed:
    """One thing that an operator did: `what` in words of ours, `why` in theirs.

    `about` is the candidate's id, or the keyed hash of an address; None: it was about nobody.
    """

    at: datetime
    who: str
    what: str
    why: str
    about: str | None = None


_COLUMNS: Final = tuple(audit.c[name] for name in Deed.__dataclass_fields__)


def record(conn: Connection, deed: Deed) -> int:
    """Keeps a deed, and gives its number."""
    number: int = conn.execute(audit.insert().returning(audit.c.id), asdict(deed)).scalar_one()
    return number


def why(conn: Connection, number: int) -> str:
    """The reason of the deed with that number; empty where there is none."""
    return conn.execute(select(audit.c.why).where(audit.c.id == number)).scalar_one_or_none() or ""


def listed(
    conn: Connection,
    *,
    who: str | None = None,
    about: Collection[str] | None = None,
    since: datetime | None = None,
    limit: int,
) -> tuple[Deed, ...]:
    """Deeds, newest first: of one who did them, about a candidate and their addresses, since a moment."""
    return tuple(deed for _, deed in page(conn, who=who, about=about, since=since, limit=limit))


def page(
    conn: Connection,
    *,
    who: str | None = None,
    about: Collection[str] | None = None,
    since: datetime | None = None,
    before: int | None = None,
    limit: int,
) -> tuple[tuple[int, Deed], ...]:
    """The same, each with its number: those before the deed with a number."""
    query = select(audit.c.id, *_COLUMNS).order_by(audit.c.id.desc()).limit(limit)
    if who is not None:
        query = query.where(audit.c.who == who)
    if about is not None:
        query = query.where(audit.c.about.in_(about))
    if since is not None:
        query = query.where(audit.c.at >= since)
    if before is not None:
        query = query.where(audit.c.id < before)
    return tuple(
        (row.id, Deed(**{each.name: row._mapping[each.name] for each in _COLUMNS})) for row in conn.execute(query)
    )


def latest(conn: Connection, *, limit: int = 100) -> tuple[Deed, ...]:
    """The newest deeds, newest first."""
    return listed(conn, limit=limit)
