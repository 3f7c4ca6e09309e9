"""Mailboxes: how far one was read, and when mails leave from it."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, Table, Text

from nurture.store.columns import UtcDateTime, metadata

# A folder of a mailbox that is read: its UIDVALIDITY, and the UID of the last mail that was kept.
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
)

# When a mail leaves from a mailbox whose provider limits that: reserved while it waits, and used once its touchpoint,
# which is written after it, may have left. `attempt` counts the calls before of which nobody knows how they ended, the
# `day` is one of the company's, the higher `rank` goes first. What several runs have to say in one mail has one slot,
# that of the run which asked first; the others find it by `shared`.
mailbox_slots = Table(
    "mailbox_slots",
    metadata,
    Column("touchpoint_id", Text, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("enrollment_id", ForeignKey("enrollments.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("day", Date, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("shared", Text),
    Index(None, "mailbox", "at"),
)
