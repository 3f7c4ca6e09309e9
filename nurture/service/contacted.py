"""What people of ours wrote or said to a candidate themselves: a contact like any other, on the person's timeline."""

from typing import Final

from sqlalchemy import Connection

from nurture.domain.events import Event
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.store import contacts

WAYS: Final = (ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.CALL, ChannelKind.MEETING)
"""How it may have been; a mail where nothing else is said."""


def note_contacted(conn: Connection, candidate_id: str, event: Event) -> None:
    """Keeps it among the contacts with that person, so that mails which ask for distance keep it from this one, too."""
    way = way_of(event)
    said = Touchpoint(
        id=f"{candidate_id}#contacted#{event.number}",
        candidate_id=candidate_id,
        channel=way,
        direction=Direction.OUTBOUND,
        at=event.at,
        summary=f"somebody of ours got in touch ({way})",
    )
    contacts.record(conn, said)


def way_of(event: Event) -> ChannelKind:
    """How somebody got in touch."""
    return next((way for way in WAYS if way == event.data.get("by")), ChannelKind.EMAIL)
