"""What happened to one person, and every contact with them, in the order in which it came."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from nurture.domain.events import Event
from nurture.domain.touchpoints import Touchpoint
from nurture.store import contacts, rows
from nurture.store.keyset import WHOLE, Cut
from nurture.store.tables import events, touchpoints
from nurture.values import frozen


@frozen
class Happened:
    """An event in a person's stream; `note` says why one that came late, or said nothing new, did not act."""

    event: Event
    note: str | None


@frozen
class Contact:
    """A contact on somebody's timeline; `recipient` is the role that was written to, the candidate or one of ours."""

    touchpoint: Touchpoint
    recipient: str


def events_of(
    conn: Connection, candidate_id: str, *, but: Collection[str] = (), cut: Cut = WHOLE
) -> tuple[Happened, ...]:
    """A person's stream of events, oldest first, without those of some types."""
    query = select(events.c.note, *rows.EVENT_COLUMNS).where(
        events.c.candidate_id == candidate_id, events.c.type.not_in(but)
    )
    found = conn.execute(cut.of(query, events.c.at, events.c.number))
    return tuple(Happened(event=rows.event(values), note=note) for note, *values in found)


def contacts_of(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Contact, ...]:
    """Every contact with a person, or about them with one of ours, oldest first."""
    whose = touchpoints.c.candidate_id == candidate_id
    query = cut.of(select(touchpoints.c.recipient, *contacts.COLUMNS).where(whose), touchpoints.c.at, touchpoints.c.id)
    return tuple(
        Contact(touchpoint=contacts.read(values), recipient=recipient) for recipient, *values in conn.execute(query)
    )
