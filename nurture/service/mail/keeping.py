"""Keeping a mail as it came, before anybody judges it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.inbound.envelope import Envelope
from nurture.store import inbox
from nurture.store.words import InboxState

CONNECTION: Final = "mail"
"""What mails are called among deliveries, whichever way they came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """Where a mail lies, and whether it is still to be taken in."""

    inbox_id: int
    delivery_id: str
    is_waiting: bool


def keep(conn: Connection, raw: bytes, envelope: Envelope, *, received_at: datetime) -> Kept:
    """Keeps a mail; the same bytes are kept once, however often and on however many ways they come."""
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
