"""What news of contact changes besides: a contact of ours goes on the timeline, an address that bounces is closed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection

from nurture.domain.events import Event, EventType, Scalar
from nurture.domain.intake import CandidateUpdate, Contact, Happening, Intake
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.service.parts import Parts
from nurture.store import contacts, correspondence, records, sent, suppressions

WAYS: Final = (ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.CALL, ChannelKind.MEETING, ChannelKind.LINKEDIN)
"""How it may have been; a mail where nothing else is said."""


def note_contacted(conn: Connection, candidate_id: str, event: Event) -> None:
    """Keeps it among the contacts with that person, so that mails which ask for distance keep it from this one, too.

    What somebody logged is there already, with more than the event says.
    """
    way = way_of(event)
    if contacts.by_id(conn, logged_key(candidate_id, way, Direction.OUTBOUND, event.at)) is not None:
        return
    said = Touchpoint(
        id=_key(candidate_id, event),
        candidate_id=candidate_id,
        channel=way,
        direction=Direction.OUTBOUND,
        at=event.at,
        summary=f"somebody of ours got in touch ({way})",
    )
    contacts.record(conn, said)


def logged_key(candidate_id: str, channel: ChannelKind, direction: Direction, at: datetime) -> str:
    """The id of a contact that somebody logged: one of a kind at a time."""
    return f"{candidate_id}#logged#{channel}#{direction}#{at.astimezone(UTC).isoformat()}"


def _key(candidate_id: str, event: Event) -> str:
    return f"{candidate_id}#contacted#{event.number}"


def way_of(event: Event) -> ChannelKind:
    """How somebody got in touch."""
    return next((way for way in WAYS if way == event.data.get("by")), ChannelKind.EMAIL)


def news_of(conn: Connection, told: Contact, whose: str) -> Intake | None:
    """What news a contact is, which somebody else saw; None for one that is on record already.

    A mail is the same by its Message-ID, whoever tells of it: one that left from here is no colleague's. Without one, a
    reply is the same by its time, and goes on the timeline here; what our own people do goes there as news comes in.
    """
    if records.candidate(conn, whose).is_anonymized or _is_known(conn, told.message_id):
        return None
    data: dict[str, Scalar] = {"by": told.channel}
    if told.direction is Direction.INBOUND:
        data = {"sequence": sent.last_sequence(conn, whose, until=told.at)}
        reply = Touchpoint(
            id=f"{whose}#reply#{told.message_id or told.at.isoformat()}",
            candidate_id=whose,
            channel=told.channel,
            direction=told.direction,
            at=told.at,
            summary=told.summary,
        )
        if not contacts.record(conn, reply, message_id=told.message_id):
            return None
    happening = Happening(type=told.news, candidate_id=whose, data=data)
    return Intake(at=told.at, happenings=(happening,), candidates=(CandidateUpdate(id=whose),))


def remember_mail(conn: Connection, told: Contact, events: Iterable[tuple[str | None, Event]]) -> None:
    """Keeps by which Message-ID a mail is known that one of ours wrote, so that it counts once."""
    for whose, event in events:
        if whose is not None and event.type == EventType.CANDIDATE_CONTACTED and told.message_id:
            contacts.know_by(conn, _key(whose, event), told.message_id)


def _is_known(conn: Connection, message_id: str | None) -> bool:
    if message_id is None:
        return False
    known = contacts.by_message_id(conn, message_id) or correspondence.mail_of_ours(conn, message_id)
    return known is not None


def stop_bounced(parts: Parts, conn: Connection, candidate_id: str, *, at: datetime) -> None:
    """Keeps the address of somebody whose mail came back from all further mail; another address is mailed again."""
    email = records.candidate(conn, candidate_id).email
    if email is not None:
        hashed = parts.address_hash(email)
        suppressions.add(
            conn, hashed, reason=suppressions.MAIL_CAME_BACK, source="a bounce", at=at, candidate_id=candidate_id
        )
