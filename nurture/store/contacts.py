"""Touchpoints: every contact with a person, ours or not, and when there was the last one."""

from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Update, bindparam, or_, select, update

from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.store.rows import Values
from nurture.store.tables import candidates, touchpoints
from nurture.store.upserts import insert_unless_there

CANDIDATE: Final = "candidate"
"""The recipient that makes a touchpoint a contact with the person."""
WIDEST_RECIPIENT: Final = 40
"""Characters of a recipient on a timeline."""

_NAMES: Final = tuple(field.name for field in fields(Touchpoint))
COLUMNS: Final = tuple(touchpoints.c[name] for name in _NAMES)
"""What `read` reads, in its order."""


def read(values: Values) -> Touchpoint:
    """A touchpoint from the values of `COLUMNS`."""
    return Touchpoint(**dict(zip(_NAMES, values, strict=True)))


def row(touchpoint: Touchpoint, *, recipient: str) -> dict[str, object]:
    """A touchpoint as a row of its table."""
    return {name: getattr(touchpoint, name) for name in _NAMES} | {"recipient": recipient}


def _raise_to(column: Column[Any]) -> Update:
    return (
        update(candidates)
        .where(candidates.c.id == bindparam("candidate"), or_(column.is_(None), column < bindparam("moment")))
        .values({column: bindparam("moment", type_=column.type)})
    )


_CONTACT: Final = _raise_to(candidates.c.last_contact)
_REPLY: Final = _raise_to(candidates.c.last_reply)


def note_contact(conn: Connection, candidate_id: str, at: datetime) -> None:
    """Keeps when the candidate was last in touch with anybody of ours, by a message that left or by their own."""
    conn.execute(_CONTACT, {"candidate": candidate_id, "moment": at})


def record(
    conn: Connection, touchpoint: Touchpoint, *, message_id: str | None = None, is_automatic: bool = False
) -> bool:
    """Keeps a contact that is no message of ours: a reply, a call, a meeting. False when its id is there already, and
    of somebody who was erased.

    What a person wrote is a reply; what a machine wrote (`is_automatic`: an absence notice, a bounce) and notes are
    no contact at all.
    """
    is_erased = select(candidates.c.is_anonymized).where(candidates.c.id == touchpoint.candidate_id)
    if conn.execute(is_erased).scalar_one():
        return False
    is_new = insert_unless_there(conn, touchpoints, row(touchpoint, recipient=CANDIDATE) | {"message_id": message_id})
    if is_new and not is_automatic and touchpoint.channel is not ChannelKind.NOTE:
        note_contact(conn, touchpoint.candidate_id, touchpoint.at)
        if touchpoint.direction is Direction.INBOUND:
            conn.execute(_REPLY, {"candidate": touchpoint.candidate_id, "moment": touchpoint.at})
    return is_new


def by_message_id(conn: Connection, message_id: str) -> Touchpoint | None:
    """The touchpoint of a mail, by its RFC 5322 Message-ID: what a reply answers."""
    found = touchpoints_where(conn, touchpoints.c.message_id == message_id)
    return found[0] if found else None


def know_by(conn: Connection, touchpoint_id: str, message_id: str) -> None:
    """Keeps the Message-ID of a mail that is a touchpoint already."""
    conn.execute(update(touchpoints).where(touchpoints.c.id == touchpoint_id).values(message_id=message_id))


def by_id(conn: Connection, touchpoint_id: str) -> Touchpoint | None:
    """One touchpoint."""
    found = touchpoints_where(conn, touchpoints.c.id == touchpoint_id)
    return found[0] if found else None


def of_candidate(conn: Connection, candidate_id: str) -> tuple[Touchpoint, ...]:
    """All contacts with a candidate, oldest first."""
    return touchpoints_where(conn, touchpoints.c.candidate_id == candidate_id)


def touchpoints_where(
    conn: Connection, *where: ColumnElement[bool], limit: int | None = None
) -> tuple[Touchpoint, ...]:
    """The touchpoints that meet all conditions, oldest first."""
    statement = select(*COLUMNS).where(*where).order_by(touchpoints.c.at, touchpoints.c.id).limit(limit)
    return tuple(read(values) for values in conn.execute(statement))
