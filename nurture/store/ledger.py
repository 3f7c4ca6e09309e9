"""The ledger of what we send: claimed before it leaves, settled after, never sent twice.

A claim freezes the message as it will be sent; whoever holds the claim's token may send it, and say what came of it.
Where nobody knows whether it left, it is `unknown`, and is never sent again blindly.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, and_, bindparam, or_, select, update

from nurture.domain.events import Event, EventType
from nurture.domain.touchpoints import SETTLES, Message, SendState, Touchpoint
from nurture.errors import Conflict, NotFound
from nurture.language.sequence import Purpose
from nurture.store import contacts, events
from nurture.store.codec import message_from_json, message_to_json
from nurture.store.events import News
from nurture.store.keyset import beyond
from nurture.store.tables import messages, touchpoints
from nurture.store.upserts import insert_unless_there
from nurture.values import frozen, replace

COUNTS_AS_SENT: Final = (SendState.CLAIMED, SendState.ACCEPTED, SendState.UNKNOWN)
"""A message in one of these states has left, or may have."""


@frozen
class Claim:
    """What the ledger holds: with `is_ours` the message may be sent now by whoever asked, else it stands like this."""

    is_ours: bool
    state: SendState
    token: str | None
    message: Message
    claimed_at: datetime


def claim(
    conn: Connection,
    touchpoint: Touchpoint,
    message: Message,
    *,
    token: str,
    purpose: str,
    address_hash: str,
    recipient: str = contacts.CANDIDATE,
    repeats_unknown: bool = False,
    is_anew: bool = False,
) -> Claim:
    """Claims one step's visit for the holder of `token`, with `touchpoint.id` as its key.

    What was released before is claimed again, with the message as it was frozen the first time, and counts from now on;
    only one to an address that is not theirs any more gives way to the new one, or any with `is_anew`. With
    `repeats_unknown` so is what may have left: whoever says so accepts that it arrives twice. Raises `Conflict` when
    the step was skipped, or when the message is gone because the person's data was erased.
    """
    values = contacts.row(touchpoint, recipient=recipient) | {
        "state": SendState.CLAIMED,
        "purpose": purpose,
        "address_hash": address_hash,
        "message_id": message.message_id,
        "mailbox": message.mailbox,
        "token": token,
        "claimed_at": touchpoint.at,
    }
    if not insert_unless_there(conn, touchpoints, values):
        free = (SendState.RELEASED, SendState.UNKNOWN) if repeats_unknown else (SendState.RELEASED,)
        if is_anew:  # what went out in another mail has none of its own yet
            insert_unless_there(conn, messages, {"touchpoint_id": touchpoint.id, "content": message_to_json(message)})
        again = _claim_again(conn, touchpoint.id, token, touchpoint.at, free)
        gives_way = again.is_ours and (is_anew or again.message.to.reached_at != message.to.reached_at)
        return _freeze_anew(conn, again, message, touchpoint.summary, address_hash) if gives_way else again
    conn.execute(messages.insert(), {"touchpoint_id": touchpoint.id, "content": message_to_json(message)})
    return Claim(is_ours=True, state=SendState.CLAIMED, token=token, message=message, claimed_at=touchpoint.at)


_CLAIM_AGAIN = (
    update(touchpoints)
    .where(touchpoints.c.id == bindparam("key"), touchpoints.c.state.in_(bindparam("free", expanding=True)))
    .values(
        state=SendState.CLAIMED,
        at=bindparam("new_claimed_at"),
        carried_by=None,
        token=bindparam("new_token"),
        claimed_at=bindparam("new_claimed_at"),
        settled_at=None,
    )
)
_FOUND = (
    select(touchpoints.c.state, touchpoints.c.token, touchpoints.c.claimed_at, messages.c.content)
    .select_from(touchpoints.outerjoin(messages))
    .where(touchpoints.c.id == bindparam("key"))
)


def _claim_again(conn: Connection, key: str, token: str, at: datetime, free: tuple[SendState, ...]) -> Claim:
    again = {"key": key, "new_token": token, "new_claimed_at": at, "free": free}
    is_ours = conn.execute(_CLAIM_AGAIN, again).rowcount == 1
    found = conn.execute(_FOUND, {"key": key}).one_or_none()
    if found is None or found.content is None:
        raise Conflict(f"{key} holds no message that could be sent")
    return Claim(
        is_ours=is_ours,
        state=found.state,
        token=found.token,
        message=message_from_json(found.content),
        claimed_at=found.claimed_at,
    )


def _freeze_anew(conn: Connection, claim: Claim, message: Message, summary: str, address_hash: str) -> Claim:
    key = message.key
    conn.execute(
        update(touchpoints)
        .where(touchpoints.c.id == key)
        .values(
            summary=summary,
            address_hash=address_hash,
            message_id=message.message_id,
            mailbox=message.mailbox,
            channel=message.channel,
        )
    )
    conn.execute(update(messages).where(messages.c.touchpoint_id == key).values(content=message_to_json(message)))
    return replace(claim, message=message)


def skip(
    conn: Connection,
    touchpoint: Touchpoint,
    *,
    why: str,
    purpose: str,
    recipient: str = contacts.CANDIDATE,
) -> bool:
    """Keeps that a step's visit sends nothing, and why; a message that was released before is given up.

    False when the ledger holds what is no longer to be skipped.
    """
    skipped = {"state": SendState.SKIPPED, "detail": why, "purpose": purpose}
    if insert_unless_there(conn, touchpoints, contacts.row(touchpoint, recipient=recipient) | skipped):
        return True
    given_up = conn.execute(
        update(touchpoints)
        .where(touchpoints.c.id == touchpoint.id, touchpoints.c.state == SendState.RELEASED)
        .values(state=SendState.SKIPPED, at=touchpoint.at, detail=why, settled_at=touchpoint.at)
    )
    return given_up.rowcount == 1


_SETTLE = (
    update(touchpoints)
    .where(
        touchpoints.c.id == bindparam("key"),
        or_(
            and_(
                touchpoints.c.state.in_(bindparam("for_the_holder", expanding=True)),
                touchpoints.c.token == bindparam("holder"),
            ),
            touchpoints.c.state.in_(bindparam("for_anybody", expanding=True)),
        ),
    )
    .values(
        state=bindparam("new_state"),
        provider_id=bindparam("new_provider_id"),
        detail=bindparam("new_detail"),
        settled_at=bindparam("new_settled_at"),
        lost_calls=touchpoints.c.lost_calls + bindparam("lost", type_=Integer),
    )
    .returning(touchpoints.c.candidate_id, touchpoints.c.application_id, touchpoints.c.recipient, touchpoints.c.purpose)
)


def settle(
    conn: Connection,
    key: str,
    token: str | None,
    state: SendState,
    *,
    at: datetime,
    provider_id: str | None = None,
    detail: str | None = None,
) -> SendState:
    """Says what came of a claimed message, and returns the state that stands then.

    Only the holder of the claim's token moves it, along `SETTLES`; one of unknown fate is accepted on anybody's word,
    since whoever says so saw it leave. `token=None` is the provider's own word: accepted or rejected, whoever holds
    it. Raises `NotFound`.
    """
    sources = [source for source, targets in SETTLES.items() if state in targets]
    for_anybody: list[SendState] = []
    if token is None and state in (SendState.ACCEPTED, SendState.REJECTED):
        for_anybody = sources
    elif state is SendState.ACCEPTED:
        for_anybody = [SendState.UNKNOWN]
    moved = conn.execute(
        _SETTLE,
        {
            "key": key,
            "for_the_holder": sources,
            "for_anybody": for_anybody,
            "holder": token,
            "new_state": state,
            "new_provider_id": provider_id,
            "new_detail": detail,
            "new_settled_at": at,
            "lost": int(state is SendState.UNKNOWN),
        },
    ).one_or_none()
    if moved is None:
        return state_of(conn, key)
    if state is SendState.ACCEPTED and moved.recipient == contacts.CANDIDATE:
        contacts.note_contact(conn, moved.candidate_id, at)
        if moved.purpose == Purpose.DECISION:
            told = Event(type=EventType.APPLICATION_TOLD, at=at, application_id=moved.application_id)
            events.append(conn, moved.candidate_id, (News(event=told),), now=at)
    return state


def mark_unknown(conn: Connection, key: str, token: str | None, *, at: datetime, detail: str) -> SendState:
    """Gives up on a claim whose holder, known by its token, was lost before settling; returns what stands then."""
    return settle(conn, key, token, SendState.UNKNOWN, at=at, detail=detail)


def give_up(conn: Connection, key: str, *, at: datetime, detail: str) -> bool:
    """Gives up on a claim whoever holds it, if there is one: its holder was lost, or can still say what came of it."""
    given_up = conn.execute(
        update(touchpoints)
        .where(touchpoints.c.id == key, touchpoints.c.state == SendState.CLAIMED)
        .values(state=SendState.UNKNOWN, detail=detail, settled_at=at, lost_calls=touchpoints.c.lost_calls + 1)
    )
    return given_up.rowcount == 1


def drop(conn: Connection, enrollment_id: str, steps: Iterable[str], *, why: str, at: datetime) -> int:
    """Gives up what was released and is not wanted any more, and says how many there were."""
    dropped = conn.execute(
        update(touchpoints)
        .where(
            touchpoints.c.enrollment_id == enrollment_id,
            touchpoints.c.step.in_(tuple(steps)),
            touchpoints.c.state == SendState.RELEASED,
        )
        .values(state=SendState.SKIPPED, detail=why, settled_at=at)
    )
    return dropped.rowcount


def state_of(conn: Connection, key: str) -> SendState:
    """Where a message of ours stands. Raises `NotFound`."""
    state: SendState | None = conn.execute(
        select(touchpoints.c.state).where(touchpoints.c.id == key)
    ).scalar_one_or_none()
    if state is None:
        raise NotFound(f"the ledger knows no message {key}")
    return state


def unknowns(
    conn: Connection, *, after: tuple[datetime, str] | None = None, limit: int | None = None
) -> tuple[Touchpoint, ...]:
    """The messages of which nobody knows whether they left, oldest first; behind the one of that moment and id."""
    where = [touchpoints.c.state == SendState.UNKNOWN]
    where += [beyond((touchpoints.c.at, touchpoints.c.id), after)] if after is not None else []
    return contacts.touchpoints_where(conn, *where, limit=limit)
