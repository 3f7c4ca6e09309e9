"""A person's wish for no more mail of a kind: kept by their address, and told to their journeys."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Happening, Intake
from nurture.messages.identity import OptOut
from nurture.service.intake import follow
from nurture.service.parts import Parts
from nurture.store import contacts, intake, suppressions
from nurture.store.tables import touchpoints


def record_opt_out(
    parts: Parts, wish: OptOut, *, source: str = "unsubscribe link", also: tuple[str, ...] = ()
) -> TakenIn:
    """Keeps the address from this kind of mail, tells the journeys of those who got mail there, and names whom to start
    and to wake. Kinds in `also` are stopped as well.

    From then on the gate says no, whether anybody is woken or not. Asked again, it changes nothing and wakes nobody.
    Who begins a sequence by it is decided in a second transaction: no published file that can't be read keeps the wish
    from being on record.
    """
    now = parts.clock.now()
    with parts.store.write() as conn:
        people = _mailed_at(conn, wish.address_hash)
        stopped = [_stop(conn, wish.address_hash, scope, source, people, now) for scope in (wish.purpose, *also)]
        is_new = any(stopped)
        if not is_new or not people:
            return TakenIn(note="nobody was mailed there" if is_new else "on record already")
        applied = intake.apply(conn, _told_of(people, at=now), now)
    with parts.store.write() as conn:
        return follow(parts, conn, applied).taken


def _stop(conn: Connection, address_hash: str, scope: str, source: str, people: tuple[str, ...], now: datetime) -> bool:
    return suppressions.add(
        conn,
        address_hash,
        scope=scope,
        reason="asked for no more mail",
        source=source,
        at=now,
        candidate_id=people[0] if len(people) == 1 else None,
    )


def _mailed_at(conn: Connection, address_hash: str) -> tuple[str, ...]:
    """The people who got mail at that address."""
    mailed = contacts.touchpoints_where(
        conn, touchpoints.c.address_hash == address_hash, touchpoints.c.recipient == contacts.CANDIDATE
    )
    return tuple(dict.fromkeys(touchpoint.candidate_id for touchpoint in mailed))


def _told_of(people: tuple[str, ...], *, at: datetime) -> Intake:
    return Intake(
        at=at,
        happenings=tuple(Happening(type=EventType.CANDIDATE_OPTED_OUT, candidate_id=each) for each in people),
        candidates=tuple(CandidateUpdate(id=each) for each in people),
    )
