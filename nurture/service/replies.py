"""A person's own word: put on their timeline, and told as news, to which exits and triggers listen."""

from datetime import datetime
from textwrap import shorten
from typing import Final

from nurture.contracts import TakenIn
from nurture.domain.intake import Contact
from nurture.domain.touchpoints import ChannelKind, Direction
from nurture.service.contacted import news_of
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import records

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
        told = Contact(
            candidate_id=records.surviving_id(conn, candidate_id),
            at=at,
            direction=Direction.INBOUND,
            channel=channel,
            summary=summary,
            message_id=message_id,
        )
        news = news_of(conn, told, told.candidate_id)
        if news is None:
            return TakenIn(note="on record already, or of somebody who was erased")
        return hear(parts, conn, news).taken
