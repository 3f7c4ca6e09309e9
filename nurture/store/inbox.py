"""Deliveries as they came: stored before they are acknowledged, so that nothing that was acknowledged is lost."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, update

from nurture.domain.subject import Subject
from nurture.errors import Conflict, NotFound
from nurture.store import unread
from nurture.store.tables import candidates, inbox
from nurture.store.upserts import insert_into
from nurture.store.words import ABOUT_NOBODY, InboxState
from nurture.values import frozen


@frozen
class Stored:
    """Where a delivery lies. `is_new` is false when the same connection and delivery id were there already."""

    id: int
    is_new: bool
    is_same_body: bool = True


@frozen
class StoredDelivery:
    """A delivery with the bytes it came in, what became of it, and the candidate it was about.

    `conflicts` counts how often its id came with another body, which was refused, `conflict_at` is when it last did.
    """

    id: int
    connection: str
    delivery_id: str
    body: bytes
    headers: Mapping[str, str]
    received_at: datetime
    state: InboxState
    note: str | None
    attempts: int
    candidate_id: str | None
    conflicts: int = 0
    conflict_at: datetime | None = None


@frozen
class Waiting:
    """A delivery that is still to be taken in."""

    id: int
    connection: str
    delivery_id: str


_COLUMNS = tuple(inbox.c[name] for name in StoredDelivery.__dataclass_fields__)


def store(
    conn: Connection,
    *,
    connection: str,
    delivery_id: str,
    body: bytes,
    headers: Mapping[str, str],
    received_at: datetime,
    about: Iterable[Subject] = (),
) -> Stored:
    """Keeps a delivery, once, and whom it is `about`, who get no mail until it is taken in. `headers` are only those
    that are needed to understand it.

    One that has the id of an earlier one and another body is counted there, and not kept.
    """
    body_hash = hashlib.sha256(body).hexdigest()
    new = conn.execute(
        insert_into(conn, inbox).on_conflict_do_nothing().returning(inbox.c.id),
        {
            "connection": connection,
            "delivery_id": delivery_id,
            "body_hash": body_hash,
            "body": body,
            "headers": dict(headers),
            "received_at": received_at,
            "state": InboxState.RECEIVED,
        },
    ).scalar_one_or_none()
    if new is not None:
        unread.name(conn, new, about)
        return Stored(id=new, is_new=True)
    found = conn.execute(
        select(inbox.c.id, inbox.c.body_hash).where(
            inbox.c.connection == connection, inbox.c.delivery_id == delivery_id
        )
    ).one()
    is_same_body = found.body_hash == body_hash
    if not is_same_body:
        seen = {"conflicts": inbox.c.conflicts + 1, "conflict_at": received_at}
        conn.execute(update(inbox).where(inbox.c.id == found.id).values(seen))
    return Stored(id=found.id, is_new=False, is_same_body=is_same_body)


_ONE = select(*_COLUMNS).where(inbox.c.id == bindparam("delivery"))
_ONE_LOCKED = _ONE.with_for_update()


def load(conn: Connection, inbox_id: int, *, lock: bool = False) -> StoredDelivery:
    """A stored delivery; with `lock` nobody else takes it in until this transaction ends. Raises `NotFound`."""
    found = conn.execute(_ONE_LOCKED if lock else _ONE, {"delivery": inbox_id}).one_or_none()
    if found is None:
        raise NotFound(f"there is no delivery {inbox_id}")
    return StoredDelivery(**found._mapping)


def settle(
    conn: Connection,
    inbox_id: int,
    state: InboxState,
    *,
    note: str | None = None,
    candidate_id: str | None = None,
) -> None:
    """Says what became of a delivery, and whom it was about; counts one more attempt. Unless a person is still to say
    what it is, nobody's mail waits for it any longer.

    Of somebody who was erased it keeps no word.
    """
    conn.execute(
        _SETTLE,
        {
            "delivery": inbox_id,
            "new_state": state,
            "new_note": note,
            "new_candidate_id": candidate_id,
            "new_about_nobody": state is InboxState.TAKEN_IN and note is not None and ABOUT_NOBODY in note,
        },
    )
    if state is not InboxState.FAILED:
        unread.forget(conn, inbox_id)
    conn.execute(_EMPTY_OF_ERASED, {"delivery": inbox_id})


_SETTLE = (
    update(inbox)
    .where(inbox.c.id == bindparam("delivery"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("state", "note", "candidate_id", "about_nobody")}
        | {"attempts": inbox.c.attempts + 1}
    )
)
_EMPTY_OF_ERASED = (
    update(inbox)
    .where(
        inbox.c.id == bindparam("delivery"),
        inbox.c.candidate_id.in_(select(candidates.c.id).where(candidates.c.is_anonymized)),
    )
    .values(body=b"", headers={})
)


def waiting(conn: Connection, *, received_before: datetime, limit: int = 100) -> tuple[Waiting, ...]:
    """Deliveries that have not been taken in although they came before that moment, oldest first."""
    statement = (
        select(inbox.c.id, inbox.c.connection, inbox.c.delivery_id)
        .where(inbox.c.state == InboxState.RECEIVED, inbox.c.received_at < received_before)
        .order_by(inbox.c.received_at)
        .limit(limit)
    )
    return tuple(Waiting(**found._mapping) for found in conn.execute(statement))


def empty(conn: Connection, *, connection: str, received_before: datetime, limit: int) -> int:
    """Removes the bytes, and what was kept beside them, of deliveries that came before that moment and wait for nobody,
    the oldest first; how many there were. That they came stays on record.
    """
    old = (
        select(inbox.c.id)
        .where(
            inbox.c.state.in_((InboxState.TAKEN_IN, InboxState.IGNORED)),
            inbox.c.received_at < received_before,
            inbox.c.connection == connection,
            inbox.c.body != b"",
        )
        .order_by(inbox.c.received_at)
        .limit(limit)
    )
    return conn.execute(update(inbox).where(inbox.c.id.in_(old)).values(body=b"", headers={})).rowcount


def failed(conn: Connection, *, connection: str | None = None, limit: int = 100) -> tuple[StoredDelivery, ...]:
    """Deliveries that could not be understood and wait for a person, oldest first; of one connection, or of all."""
    return _in_state(conn, InboxState.FAILED, limit, *([inbox.c.connection == connection] if connection else []))


def latest(conn: Connection, *, connection: str, limit: int = 50) -> tuple[StoredDelivery, ...]:
    """The newest deliveries of a connection, whatever became of them, newest first."""
    statement = select(*_COLUMNS).where(inbox.c.connection == connection).order_by(inbox.c.received_at.desc())
    return tuple(StoredDelivery(**found._mapping) for found in conn.execute(statement.limit(limit)))


def note_waiting(conn: Connection, inbox_id: int, why: str) -> None:
    """Says why a delivery could not be taken in yet; it is tried again."""
    waits = inbox.c.id == inbox_id, inbox.c.state == InboxState.RECEIVED
    conn.execute(update(inbox).where(*waits).values(note=why, attempts=inbox.c.attempts + 1))


def held_up(conn: Connection, *, limit: int = 100) -> tuple[StoredDelivery, ...]:
    """Deliveries that wait for something that was said, oldest first."""
    return _in_state(conn, InboxState.RECEIVED, limit, inbox.c.note.is_not(None))


def conflicting(conn: Connection, *, limit: int = 100) -> tuple[StoredDelivery, ...]:
    """Deliveries whose id came again with another body, the latest first."""
    statement = select(*_COLUMNS).where(inbox.c.conflicts > 0).order_by(inbox.c.conflict_at.desc()).limit(limit)
    return tuple(StoredDelivery(**found._mapping) for found in conn.execute(statement))


def told_apart(
    conn: Connection,
    *,
    connection: str | None = None,
    but: str | None = None,
    only_waiting: bool = True,
    after: int | None = None,
    limit: int,
) -> tuple[StoredDelivery, ...]:
    """The next deliveries by their numbers, behind one of them: of a connection, or of all `but` one.

    Unless all are wanted, those that could not be taken in so far, or came again with another body.
    """
    could_not = or_(
        inbox.c.state == InboxState.FAILED,
        and_(inbox.c.state == InboxState.RECEIVED, inbox.c.note.is_not(None)),
        inbox.c.conflicts > 0,
    )
    where = [could_not] if only_waiting else []
    where += [inbox.c.connection == connection] if connection is not None else []
    where += [inbox.c.connection != but] if but is not None else []
    where += [inbox.c.id > after] if after is not None else []
    statement = select(*_COLUMNS).where(*where).order_by(inbox.c.id).limit(limit)
    return tuple(StoredDelivery(**found._mapping) for found in conn.execute(statement))


def reopen(conn: Connection, inbox_id: int, *, about: Iterable[Subject] = ()) -> None:
    """Has a delivery taken in once more of which nothing came: it failed, or nothing followed. Until then those whom it
    is `about` get no mail. Raises Conflict.
    """
    of_nothing = inbox.c.state.in_((InboxState.FAILED, InboxState.IGNORED))
    values = {"state": InboxState.RECEIVED, "note": None}
    if conn.execute(update(inbox).where(inbox.c.id == inbox_id, of_nothing).values(values)).rowcount == 0:
        state = load(conn, inbox_id).state
        raise Conflict(f"delivery {inbox_id} is {state.replace('_', ' ')}: there is nothing to try again")
    unread.name(conn, inbox_id, about)


def set_aside(conn: Connection, inbox_id: int, why: str) -> None:
    """Has a delivery count as one of which nothing comes, which nobody's mail waits for: it could not be taken in so
    far. Raises Conflict.
    """
    if load(conn, inbox_id, lock=True).state not in (InboxState.FAILED, InboxState.RECEIVED):
        raise Conflict(f"delivery {inbox_id} does not wait for anybody: there is nothing to set aside")
    settle(conn, inbox_id, InboxState.IGNORED, note=why)


def counts(conn: Connection, *, connection: str) -> dict[InboxState, int]:
    """How many deliveries of a connection there are, by what became of them."""
    states = (
        select(inbox.c.state, func.count().label("number"))
        .where(inbox.c.connection == connection)
        .group_by(inbox.c.state)
    )
    return {row.state: row.number for row in conn.execute(states.order_by(inbox.c.state))}


def _in_state(
    conn: Connection, state: InboxState, limit: int, *where: ColumnElement[bool]
) -> tuple[StoredDelivery, ...]:
    statement = select(*_COLUMNS).where(inbox.c.state == state, *where).order_by(inbox.c.received_at).limit(limit)
    return tuple(StoredDelivery(**found._mapping) for found in conn.execute(statement))
