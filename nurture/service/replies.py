"""A person's own word: put on their timeline, and told as news, to which exits and triggers listen."""

from datetime import datetime
from textwrap import shorten
from typing import Final

from nurture.contracts import TakenIn
from nurture.domain.events import EventType
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.service.happened import as_intake
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import contacts, records, sent

_WIDTH: Final = 100
"""Characters of a mail that a timeline shows."""


def said(text: str) -> str:
    """What somebody wrote, as a timeline shows it."""
    return f"wrote: {shorten(text, _WIDTH, placeholder='…')}" if text.strip() else "wrote to us"


def record_reply(
    parts: Parts,
    candidate_id: str,
    *,
    at: datetime,
    summary: str = "wrote to us",
    channel: ChannelKind = ChannelKind.EMAIL,
    message_id: str | None = None,
) -> TakenIn:
    """Records that a person wrote or spoke to us at `at`, and names whom to start and to wake.

    From then on nurture mail to them is held back, whether or not anybody is woken. The same reply recorded twice is
    one: then nothing follows; a mail is the same by its Message-ID.
    Somebody who was merged is found where their record goes on. Raises NotFound.
    """
    with parts.store.write() as conn:
        candidate_id = records.surviving_id(conn, candidate_id)
        reply = Touchpoint(
            id=f"{candidate_id}#reply#{message_id or at.isoformat()}",
            candidate_id=candidate_id,
            channel=channel,
            direction=Direction.INBOUND,
            at=at,
            summary=summary,
        )
        answered = sent.last_sequence(conn, candidate_id, until=at)
        if not contacts.record(conn, reply, message_id=message_id):
            return TakenIn(note="on record already, or of somebody who was erased")
        news = as_intake(
            EventType.CANDIDATE_REPLIED,
            at=at,
            candidate_id=candidate_id,
            application_id=None,
            data={"sequence": answered},
        )
        return hear(parts, conn, news).taken
