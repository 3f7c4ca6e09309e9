"""What other systems are told: claimed before the call and settled after, as messages are in the ledger.

What comes to the same however often it is said may be claimed again when an attempt was lost; anything else may not.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select, update

from nurture.domain.changes import ChangeKind
from nurture.domain.dispatches import Dispatch
from nurture.domain.touchpoints import SendState
from nurture.errors import NotFound
from nurture.store.keyset import WHOLE, Cut
from nurture.store.rows import Values
from nurture.store.tables import dispatches
from nurture.store.upserts import insert_unless_there
from nurture.values import frozen

ECHO_WITHIN: Final = timedelta(hours=24)
"""How long after we changed something the ATS may still tell us of it."""

_OF_CANDIDATES: Final = (ChangeKind.TAG, ChangeKind.UNTAG, ChangeKind.FIELD)
"""Changes of which an ATS tells as of a change of the person."""

_NAMES: Final = tuple(each.name for each in fields(Dispatch))
_COLUMNS: Final = tuple(dispatches.c[name] for name in _NAMES)


@frozen
class Claim:
    """What is on record. With `is_ours` whoever asked may make the call now; else it stands as `dispatch` says."""

    is_ours: bool
    dispatch: Dispatch


def claim(conn: Connection, dispatch: Dispatch, *, is_repeatable: bool) -> Claim:
    """Claims one step's visit for the holder of `dispatch.token`.

    What did not arrive before is claimed again with the content that was frozen then. So is, where repeating it does no
    harm, what was claimed by an attempt of which nobody has heard again.
    """
    if insert_unless_there(conn, dispatches, {name: getattr(dispatch, name) for name in _NAMES}):
        return Claim(is_ours=True, dispatch=dispatch)
    again = [SendState.RELEASED, *([SendState.CLAIMED] if is_repeatable else [])]
    moved = conn.execute(
        update(dispatches)
        .where(dispatches.c.id == dispatch.id, dispatches.c.state.in_(again))
        .values(
            state=SendState.CLAIMED,
            token=dispatch.token,
            claimed_at=dispatch.claimed_at,
            attempts=dispatches.c.attempts + 1,
            settled_at=None,
        )
    )
    return Claim(is_ours=moved.rowcount == 1, dispatch=get(conn, dispatch.id))


def settle(
    conn: Connection,
    key: str,
    token: str | None,
    state: SendState,
    *,
    at: datetime,
    result: str | None = None,
    detail: str | None = None,
) -> bool:
    """Says what came of a claim. False when its holder was taken for lost, and it is somebody else's now.

    A holder who was only slow can still say that it arrived.
    """
    before = [SendState.CLAIMED, *([SendState.UNKNOWN] if state is SendState.ACCEPTED else [])]
    moved = conn.execute(
        update(dispatches)
        .where(dispatches.c.id == key, dispatches.c.token == token, dispatches.c.state.in_(before))
        .values(state=state, result=result, detail=detail, settled_at=at)
    )
    return moved.rowcount == 1


def give_up(conn: Connection, key: str, *, why: str, at: datetime) -> None:
    """Gives up one that is not wanted any more: of what was claimed and not settled nobody knows whether it arrived."""
    for before, after in ((SendState.RELEASED, SendState.SKIPPED), (SendState.CLAIMED, SendState.UNKNOWN)):
        _end(conn, dispatches.c.id == key, before, after, why, at)


def drop(conn: Connection, enrollment_id: str, *, why: str, at: datetime) -> None:
    """Gives up what did not arrive and is not tried again, since the run has ended."""
    _end(conn, dispatches.c.enrollment_id == enrollment_id, SendState.RELEASED, SendState.SKIPPED, why, at)


def _end(
    conn: Connection, which: ColumnElement[bool], before: SendState, after: SendState, why: str, at: datetime
) -> None:
    ended = update(dispatches).where(which, dispatches.c.state == before)
    conn.execute(ended.values(state=after, detail=why, settled_at=at))


def get(conn: Connection, key: str) -> Dispatch:
    """One of them. Raises `NotFound`."""
    found = find(conn, key)
    if found is None:
        raise NotFound(f"nothing is on record as {key}")
    return found


def find(conn: Connection, key: str) -> Dispatch | None:
    """One of them, if it is there."""
    return next(iter(_where(conn, dispatches.c.id == key)), None)


def of_candidate(conn: Connection, candidate_id: str) -> tuple[Dispatch, ...]:
    """All that other systems were told about a person, oldest first."""
    return _where(conn, dispatches.c.candidate_id == candidate_id)


def told_of(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Dispatch, ...]:
    """The same in the order in which they were settled, or else tried first."""
    query = select(*_COLUMNS).where(dispatches.c.candidate_id == candidate_id)
    at = func.coalesce(dispatches.c.settled_at, dispatches.c.at)
    return _read(conn.execute(cut.of(query, at, dispatches.c.id)))


def unknowns(conn: Connection) -> tuple[Dispatch, ...]:
    """Those of which nobody knows whether they arrived, oldest first."""
    return _where(conn, dispatches.c.state == SendState.UNKNOWN)


def awaited_echo(conn: Connection, candidate_id: str, *, at: datetime) -> str | None:
    """The oldest change of a person of which their ATS has not told us yet; None where there is none."""
    found: str | None = conn.execute(
        select(dispatches.c.id)
        .where(
            dispatches.c.candidate_id == candidate_id,
            dispatches.c.kind.in_(_OF_CANDIDATES),
            dispatches.c.state == SendState.ACCEPTED,
            dispatches.c.echoed_at.is_(None),
            dispatches.c.settled_at > at - ECHO_WITHIN,
        )
        .order_by(dispatches.c.settled_at, dispatches.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return found


def note_echo(conn: Connection, key: str, *, at: datetime) -> None:
    """Keeps that the ATS has told us of what we changed there."""
    conn.execute(update(dispatches).where(dispatches.c.id == key).values(echoed_at=at))


def _where(conn: Connection, where: ColumnElement[bool]) -> tuple[Dispatch, ...]:
    return _read(conn.execute(select(*_COLUMNS).where(where).order_by(dispatches.c.at, dispatches.c.id)))


def _read(found: Iterable[Values]) -> tuple[Dispatch, ...]:
    return tuple(Dispatch(**dict(zip(_NAMES, values, strict=True))) for values in found)
