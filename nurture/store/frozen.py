"""The words of our messages, as they were frozen when they were claimed; none once the person's data is erased."""

from sqlalchemy import Connection, func, select

from nurture.domain.touchpoints import Message, SendState, Touchpoint
from nurture.store import contacts
from nurture.store.codec import message_from_json
from nurture.store.tables import messages, touchpoints
from nurture.values import replace

_CONTENT = select(messages.c.content).select_from(
    touchpoints.join(messages, messages.c.touchpoint_id == func.coalesce(touchpoints.c.carried_by, touchpoints.c.id))
)
"""The words of a mail: its own, or those of the one that carries it."""


def sent_message(conn: Connection, key: str) -> Message | None:
    """A message that is known to have left, under the Message-ID by which the recipient has it; None for one that did
    not, or that was erased.
    """
    accepted = _CONTENT.add_columns(touchpoints.c.seen_as).where(
        touchpoints.c.id == key, touchpoints.c.state == SendState.ACCEPTED
    )
    row = conn.execute(accepted).one_or_none()
    if row is None or row.content is None:
        return None
    message = message_from_json(row.content)
    return replace(message, message_id=row.seen_as) if row.seen_as else message


def message_of(conn: Connection, key: str) -> Message | None:
    """A message as it was frozen; None when there is none, or when it was erased."""
    content = conn.execute(_CONTENT.where(touchpoints.c.id == key)).scalar_one_or_none()
    return message_from_json(content) if content else None


def latest_messages(conn: Connection, *, limit: int = 50) -> tuple[tuple[Touchpoint, Message], ...]:
    """The newest messages with where they stand, newest first; erased ones are left out."""
    statement = (
        select(messages.c.content, *contacts.COLUMNS)
        .select_from(touchpoints.join(messages))
        .where(messages.c.content.is_not(None))
        .order_by(touchpoints.c.at.desc(), touchpoints.c.id)
        .limit(limit)
    )
    return tuple((contacts.read(values), message_from_json(content)) for content, *values in conn.execute(statement))
