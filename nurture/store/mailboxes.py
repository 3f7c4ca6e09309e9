"""How far each mailbox has been read."""

from datetime import datetime

from sqlalchemy import Connection, select

from nurture.store.tables import mailboxes
from nurture.store.upserts import insert_or_update
from nurture.values import frozen


@frozen
class ReadUpTo:
    """The last mail that was read of a folder, and which making of the folder that was."""

    validity: int
    uid: int


def read_up_to(conn: Connection, name: str) -> ReadUpTo | None:
    """How far a mailbox has been read; None: never."""
    found = conn.execute(select(mailboxes.c.validity, mailboxes.c.uid).where(mailboxes.c.id == name)).one_or_none()
    return ReadUpTo(validity=found.validity, uid=found.uid) if found else None


def note_read(conn: Connection, name: str, read: ReadUpTo, *, at: datetime) -> None:
    """Notes how far it is. Another process that is behind must not take it back, or mails would be read for nothing."""
    before = read_up_to(conn, name)
    if before is None or before.validity != read.validity or before.uid < read.uid:
        insert_or_update(conn, mailboxes, {"id": name, "validity": read.validity, "uid": read.uid, "read_at": at})
