"""What happened to one person, and every contact with them, in the order in which it came."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from nurture.domain.events import Event
from nurture.domain.touchpoints import Touchpoint
from nurture.store import contacts, rows
from nurture.store.tables import events, touchpoints


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """An event in a person's stream; `note` says why one that came late, or said nothing new, did not act."""

    event: Event
    note: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A contact on somebody's timeline; `recipient` is the role that was written to, the candidate or one of ours."""

    touchpoint: Touchpoint
    recipient: str


def events_of(conn: Connection, candidate_id: str) -> tuple[Happened, ...]:
    """A person's whole stream of events, oldest first."""
    query = (
        select(events.c.note, *rows.EVENT_COLUMNS)
        .where(events.c.candidate_id == candidate_id)
        .order_by(events.c.at, events.c.number)
    )
    return tuple(Happened(event=rows.event(values), note=note) for note, *values in conn.execute(query))


def contacts_of(conn: Connection, candidate_id: str) -> tuple[Contact, ...]:
    """Every contact with a person, or about them with one of ours, oldest first."""
    query = (
        select(touchpoints.c.recipient, *contacts.COLUMNS)
        .where(touchpoints.c.candidate_id == candidate_id)
        .order_by(touchpoints.c.at, touchpoints.c.id)
    )
    return tuple(
        Contact(touchpoint=contacts.read(values), recipient=recipient) for recipient, *values in conn.execute(query)
    )
