"""Keeping a mail as it came, before anybody judges it; and not for ever."""

import hashlib
import logging
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.inbound.envelope import Envelope
from nurture.store import Store, inbox
from nurture.store.words import InboxState
from nurture.values import frozen, replace

log = logging.getLogger(__name__)

CONNECTION: Final = "mail"
"""What mails are called among deliveries, whichever way they came."""


@frozen
class Kept:
    """Where a mail lies, and whether it is still to be taken in."""

    inbox_id: int
    delivery_id: str
    is_waiting: bool


def keep(
    conn: Connection,
    raw: bytes,
    envelope: Envelope,
    *,
    received_at: datetime,
    most: int | None = None,
    size: int | None = None,
) -> Kept:
    """Keeps a mail; the same bytes are kept once, however often and on however many ways they come.

    Of a mail with more than `most` bytes the beginning is kept, which holds its words: a reply with a large attachment
    is a reply. `size` is that of the whole mail, where `raw` is no more than its beginning.
    """
    size = size or len(raw)
    raw = raw[:most]
    if size > len(raw):
        envelope = replace(envelope, size=size)
        log.info("of a mail of %d bytes the first %d are kept", size, len(raw))
    delivery_id = hashlib.sha256(raw).hexdigest()
    stored = inbox.store(
        conn,
        connection=CONNECTION,
        delivery_id=delivery_id,
        body=raw,
        headers=envelope.kept(),
        received_at=received_at,
    )
    is_waiting = stored.is_new or inbox.load(conn, stored.id).state is InboxState.RECEIVED
    return Kept(inbox_id=stored.id, delivery_id=delivery_id, is_waiting=is_waiting)


def forget_old(store: Store, *, before: datetime, limit: int) -> int:
    """Removes what was said in mails that came before that moment and wait for nobody, up to so many; how many.

    That they came, and what became of them, stays: the same mail, read once more, is known.
    """
    with store.write() as conn:
        return inbox.empty(conn, connection=CONNECTION, received_before=before, limit=limit)
