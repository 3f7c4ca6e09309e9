"""Who of our own people is away or gone, and who stands in for them."""

from datetime import date

from sqlalchemy import Connection, func, select, update

from nurture.errors import Conflict, NotFound
from nurture.store.tables import people
from nurture.values import frozen


@frozen
class Absence:
    """From the first day to the last, both included; without a last one until further notice. Nothing: they are there.

    `deputy` is the mail address of whoever stands in.
    """

    first: date | None = None
    last: date | None = None
    is_gone: bool = False
    deputy: str | None = None


def note(conn: Connection, email: str, absence: Absence) -> str:
    """Puts on record that somebody is away, gone, or there again, and returns their name.

    Raises `NotFound` for an address that nobody of ours has, `Conflict` for somebody who is to stand in for themselves.
    """
    found, name = _person(conn, email)
    deputy = _person(conn, absence.deputy)[0] if absence.deputy else ()
    if set(found) & set(deputy):
        raise Conflict(f"{name} can't stand in for themselves")
    values = {
        "away_from": absence.first,
        "away_until": absence.last,
        "is_gone": absence.is_gone,
        "deputy_id": deputy[0] if deputy else None,
    }
    conn.execute(update(people).where(people.c.id.in_(found)).values(values))
    return name


def _person(conn: Connection, email: str) -> tuple[tuple[str, ...], str]:
    """The records with that address, of which each connected ATS has its own, and the person's name."""
    same = func.lower(people.c.email) == email.strip().lower()
    rows = conn.execute(select(people.c.id, people.c.name).where(same).order_by(people.c.id)).all()
    if not rows:
        raise NotFound(f"nobody of ours has the address {email}", hint="Name somebody who holds a role in the ATS.")
    return tuple(row.id for row in rows), rows[0].name
