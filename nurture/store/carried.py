"""Mails that go out in another one: each has a row of its own in the ledger, which fares as its carrier does."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from nurture.domain.touchpoints import SendState, Touchpoint
from nurture.store import contacts
from nurture.store.tables import touchpoints
from nurture.store.upserts import insert_unless_there


def standing(conn: Connection, key: str) -> tuple[SendState | None, str | None]:
    """Where a mail stands in the ledger, None: nowhere yet, and the key of the one that carries it."""
    row = conn.execute(
        select(touchpoints.c.state, touchpoints.c.carried_by).where(touchpoints.c.id == key)
    ).one_or_none()
    return (row.state, row.carried_by) if row else (None, None)


def join(conn: Connection, touchpoint: Touchpoint, carrier: str, *, purpose: str, recipient: str) -> None:
    """Puts a mail into the one that was just claimed under the key `carrier`; an earlier carrier of it never left."""
    joins: dict[str, object] = {
        "state": SendState.CLAIMED,
        "carried_by": carrier,
        "claimed_at": touchpoint.at,
        "at": touchpoint.at,
        "summary": touchpoint.summary,
    }
    values = contacts.row(touchpoint, recipient=recipient) | {"purpose": purpose} | joins
    if not insert_unless_there(conn, touchpoints, values):
        is_free = touchpoints.c.state == SendState.RELEASED
        conn.execute(update(touchpoints).where(touchpoints.c.id == touchpoint.id, is_free).values(joins))


def follow(conn: Connection, carrier: str, *, at: datetime) -> None:
    """What a mail carries stands as the mail itself does. What it no longer carries was left out, and stays so."""
    state = conn.execute(select(touchpoints.c.state).where(touchpoints.c.id == carrier)).scalar_one_or_none()
    if state in (None, SendState.SKIPPED):
        return
    conn.execute(
        update(touchpoints)
        .where(touchpoints.c.carried_by == carrier, touchpoints.c.state != SendState.SKIPPED)
        .values(state=state, settled_at=None if state is SendState.CLAIMED else at)
    )
