"""What news of contact changes besides: a contact of ours goes on the timeline, an address that bounces is closed."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.domain.events import Event
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.service.parts import Parts
from nurture.store import contacts, records, suppressions

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


def stop_bounced(parts: Parts, conn: Connection, candidate_id: str, *, at: datetime) -> None:
    """Keeps the address of somebody whose mail came back from all further mail; another address is mailed again."""
    email = records.candidate(conn, candidate_id).email
    if email is not None:
        hashed = parts.address_hash(email)
        suppressions.add(
            conn, hashed, reason=suppressions.MAIL_CAME_BACK, source="a bounce", at=at, candidate_id=candidate_id
        )
