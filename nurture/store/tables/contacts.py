"""What leaves: every contact with a person and what it said, and what other systems are told."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from nurture.domain.mail_reports import MailFate
from nurture.domain.touchpoints import ChannelKind, Direction, SendState
from nurture.store.columns import Json, UtcDateTime, metadata, one_of

# Every contact with a person. The id of a message of ours is its key in the ledger. `recipient` is the role that was
# written to: what goes to a recruiter is no contact with the candidate. `lost_calls` is how often nobody knew whether
# it had left; `fate` is what the provider told since, and `seen_as` the Message-ID that it put in place of ours.
# `mailbox` is where a mail leaves from: NULL for texts, and for what goes out in another mail. `minutes` is how long a
# call or meeting took.
touchpoints = Table(
    "touchpoints",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("enrollment_id", ForeignKey("enrollments.id")),
    Column("step", Text),
    Column("visit", Integer, nullable=False, server_default="1"),
    Column("channel", one_of(ChannelKind), nullable=False),
    Column("direction", one_of(Direction), nullable=False),
    Column("recipient", String(40), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("state", one_of(SendState), index=True),
    Column("summary", Text, nullable=False),
    Column("template", Text),
    Column("carried_by", Text, index=True),
    Column("detail", Text),
    Column("purpose", String(20)),
    Column("address_hash", String(64), index=True),
    Column("provider_id", Text, index=True),
    Column("message_id", Text, index=True),
    Column("token", Text),
    Column("claimed_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("lost_calls", Integer, nullable=False, server_default="0"),
    Column("fate", one_of(MailFate)),
    Column("fate_at", UtcDateTime),
    Column("seen_as", Text, index=True),
    Column("mailbox", Text),
    Column("minutes", Integer),
    UniqueConstraint("enrollment_id", "step", "visit"),
    Index(None, "candidate_id", "at"),
    Index(None, "mailbox", "at"),
)

# The message as it was frozen when it was claimed; NULL once the person's data is erased.
messages = Table(
    "messages",
    metadata,
    Column("touchpoint_id", ForeignKey("touchpoints.id"), primary_key=True),
    Column("content", Json),
)

# The openings that a mail told of: a job's id, and its words, by which one that is posted anew is known.
told_openings = Table(
    "told_openings",
    metadata,
    Column("touchpoint_id", ForeignKey("touchpoints.id"), primary_key=True),
    Column("posting", Text, primary_key=True),
)

# What other systems are told, under the key of the step's visit. `content` is frozen when it is claimed; `echoed_at` is
# when the ATS told us of what we changed there.
dispatches = Table(
    "dispatches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("application_id", ForeignKey("applications.id")),
    Column("enrollment_id", ForeignKey("enrollments.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("to", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    Column("content", Json, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", one_of(SendState), nullable=False, index=True),
    Column("token", Text),
    Column("result", Text),
    Column("detail", Text),
    Column("settled_at", UtcDateTime),
    Column("echoed_at", UtcDateTime),
)
