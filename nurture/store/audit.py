"""What people did to the installation: who, what, when, why."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from nurture.store.tables import audit


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """One thing that an operator did: `what` in words of ours, `why` in theirs.

    `about` is the candidate's id, or the keyed hash of an address; None: it was about nobody.
    """

    at: datetime
    who: str
    what: str
    why: str
    about: str | None = None


def record(conn: Connection, deed: Deed) -> None:
    """Keeps a deed."""
    conn.execute(audit.insert(), asdict(deed))


def latest(conn: Connection, *, limit: int = 100) -> tuple[Deed, ...]:
    """The newest deeds, newest first."""
    columns = (audit.c[name] for name in Deed.__dataclass_fields__)
    found = conn.execute(select(*columns).order_by(audit.c.id.desc()).limit(limit))
    return tuple(Deed(**row._mapping) for row in found)
