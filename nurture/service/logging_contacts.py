"""Contacts that somebody of ours puts on record by hand: calls, meetings, messages that Nurture can't see, and notes.

What a person said is their reply, and what one of ours said a contact of ours, with all that follows from either; a
note is on the timeline, and nothing follows from it.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.events import EventType
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.errors import Conflict
from nurture.service.contacted import logged_key
from nurture.service.happened import as_intake
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import audit, contacts, records, sent
from nurture.store.audit import Deed
from nurture.values import frozen


class Kind(StrEnum):
    """What is logged."""

    CALL = "call"
    MEETING = "meeting"
    MAIL = "mail"
    SMS = "sms"
    LINKEDIN = "linkedin"
    NOTE = "note"


class Way(StrEnum):
    """Who spoke to whom."""

    OUT = "out"
    IN = "in"


SAID: Final[Mapping[Kind, str]] = {
    Kind.CALL: "a call",
    Kind.MEETING: "a meeting",
    Kind.MAIL: "a mail",
    Kind.SMS: "a text",
    Kind.LINKEDIN: "a message on LinkedIn",
    Kind.NOTE: "a note",
}
"""Each in words: what stands on the timeline where nobody says more."""
_CHANNELS: Final[Mapping[Kind, ChannelKind]] = {
    each: ChannelKind.EMAIL if each is Kind.MAIL else ChannelKind(each.value) for each in Kind
}
_DIRECTIONS: Final = {Way.OUT: Direction.OUTBOUND, Way.IN: Direction.INBOUND}
_LASTS: Final = (Kind.CALL, Kind.MEETING)


@frozen
class Logged:
    """What somebody puts on record: `by` says who of ours it was, `minutes` how long it took, `note` what was said."""

    candidate_id: str
    channel: ChannelKind
    direction: Direction
    at: datetime
    by: str
    note: str
    minutes: int | None = None


def logged(
    kind: Kind, way: Way, candidate_id: str, *, at: datetime, by: str, note: str | None, minutes: int | None
) -> Logged:
    """A contact as somebody tells of it. Raises Conflict for what makes no sense."""
    if minutes is not None and kind not in _LASTS:
        raise Conflict("only a call or a meeting takes time")
    if kind is Kind.NOTE and (way is Way.IN or not note):
        raise Conflict("say what the note says; it goes to nobody, and has no direction")
    return Logged(
        candidate_id=candidate_id,
        channel=_CHANNELS[kind],
        direction=_DIRECTIONS[way],
        at=at,
        by=by,
        note=note or SAID[kind],
        minutes=minutes,
    )


def log_contact(parts: Parts, said: Logged) -> TakenIn:
    """Puts it on the person's timeline, and names whom to start and to wake.

    Somebody who was merged is found where their record goes on. Raises NotFound, and Conflict for a contact that is on
    record already (the same kind, at the same time) or is of somebody who was erased.
    """
    with parts.store.write() as conn:
        whose = records.surviving_id(conn, said.candidate_id)
        touchpoint = touchpoint_of(said, whose)
        answered = sent.last_sequence(conn, whose, until=said.at)
        if not contacts.record(conn, touchpoint):
            raise Conflict(
                f"the {said.channel} of {said.at:%Y-%m-%d %H:%M} UTC is on record already, or the person erased"
            )
        what = f"logged a {said.channel}" if said.direction is Direction.OUTBOUND else "logged a reply"
        audit.record(conn, Deed(at=parts.clock.now(), who=said.by, what=what, why=said.note, about=whose))
        return _tell(parts, conn, said, whose, answered)


def touchpoint_of(said: Logged, whose: str) -> Touchpoint:
    """The same on somebody's timeline: two of one kind and moment are one."""
    return Touchpoint(
        id=logged_key(whose, said.channel, said.direction, said.at),
        candidate_id=whose,
        channel=said.channel,
        direction=said.direction,
        at=said.at,
        summary=said.note,
        detail=f"by {said.by}" if said.direction is Direction.OUTBOUND else f"to {said.by}",
        minutes=said.minutes,
    )


def _tell(parts: Parts, conn: Connection, said: Logged, whose: str, answered: str | None) -> TakenIn:
    """Tells what has happened by it; by a note nothing has."""
    if said.channel is ChannelKind.NOTE:
        return TakenIn(note="a note")
    is_theirs = said.direction is Direction.INBOUND
    news = as_intake(
        EventType.CANDIDATE_REPLIED if is_theirs else EventType.CANDIDATE_CONTACTED,
        at=said.at,
        candidate_id=whose,
        application_id=None,
        data={"sequence": answered} if is_theirs else {"by": said.channel},
    )
    return hear(parts, conn, news).taken
