"""A person's wish for no more mail of a kind: kept by their address, and told to their journeys."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import Poke
from nurture.domain.events import Event, EventType
from nurture.messages.identity import OptOut
from nurture.service.parts import Parts
from nurture.store import Store, contacts, events, records, standings, suppressions
from nurture.store.events import News
from nurture.store.tables import touchpoints


def stop_bounced(parts: Parts, conn: Connection, candidate_id: str, *, at: datetime) -> None:
    """Keeps the address of somebody whose mail came back from all further mail; another address is mailed again."""
    email = records.candidate(conn, candidate_id).email
    if email is not None:
        hashed = parts.address_hash(email)
        suppressions.add(conn, hashed, reason="mail came back", source="a bounce", at=at, candidate_id=candidate_id)


def record_opt_out(store: Store, wish: OptOut, *, now: datetime) -> tuple[Poke, ...]:
    """Keeps the address from this kind of mail, tells the journeys of those who got mail there, and says whom to wake.

    From then on the gate says no, whether anybody is woken or not. Asked again, it changes nothing and wakes nobody.
    """
    with store.write() as conn:
        mailed = contacts.touchpoints_where(
            conn,
            touchpoints.c.address_hash == wish.address_hash,
            touchpoints.c.recipient == contacts.CANDIDATE,
        )
        people = tuple(dict.fromkeys(touchpoint.candidate_id for touchpoint in mailed))
        is_new = suppressions.add(
            conn,
            wish.address_hash,
            scope=wish.purpose,
            reason="asked for no more mail",
            source="unsubscribe link",
            at=now,
            candidate_id=people[0] if len(people) == 1 else None,
        )
        if not is_new:
            return ()
        news = (News(event=Event(type=EventType.CANDIDATE_OPTED_OUT, at=now)),)
        heard: list[tuple[str, Event]] = []
        for candidate_id in people:
            appended = events.append(conn, candidate_id, news, now=now)
            heard += [(candidate_id, event) for event in appended.own] + list(appended.copies)
        return tuple(
            Poke(enrollment_id=standing.enrollment.id, event=event.number)
            for stream, event in heard
            for standing in standings.reading(conn, stream)
        )
