"""Mails that came in, and what a person makes of them."""

from datetime import datetime

from pydantic import Field

from nurture.api.shapes.base import Asked, Page, Shape
from nurture.api.words import Word
from nurture.service.mail.settling import Found
from nurture.store.words import InboxState


class Mail(Shape):
    """A mail that came in."""

    number: int
    received_at: datetime
    sender: str | None = Field(None, description="null: it is removed, or no mail.")
    subject: str | None = None
    state: InboxState = Field(description="`failed`: it waits for a person.")
    why: str | None = Field(None, description="What became of it, or why it waits.")


class Mails(Page[Mail]):
    """A part of the mails, by their numbers."""


class WholeMail(Mail):
    """A mail with what it says."""

    candidate: str | None = Field(None, description="Our id for whose it seems to be.")
    text: str
    is_whole: bool = Field(description="False: only its beginning was kept.")


class SettleMail(Asked):
    """What a mail is."""

    found: Found = Field(description="`no-more`: a reply that also asks for no more mail.")
    candidate: Word | None = Field(None, description="Whose it is, by our id; without it, whose it seems to be.")


class SettledMail(Shape):
    """A mail of which it is known what it is."""

    number: int
    found: Found
