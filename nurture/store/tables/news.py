"""What happens: deliveries as they came in, and each candidate's stream of events, made of them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from nurture.domain.subject import SubjectKind
from nurture.store.columns import Json, Number, UtcDateTime, metadata, one_of
from nurture.store.words import InboxState

# `candidate_id` is whom the delivery turned out to be about, so that erasing a person finds the raw body too;
# `about_nobody` says that it was understood, and nobody was found whom it is about.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("connection", String(60), nullable=False),
    Column("delivery_id", Text, nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", Json, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", one_of(InboxState), nullable=False),
    Column("note", Text),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("candidate_id", ForeignKey("candidates.id"), index=True),
    Column("conflicts", Integer, nullable=False, server_default="0"),
    Column("conflict_at", UtcDateTime),
    Column("about_nobody", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("connection", "delivery_id"),
    Index(None, "state", "received_at"),
    Index(None, "about_nobody", "id"),
)

# Whom a delivery names, as long as it is not taken in: no mail leaves to them. `record_id` is a record of a candidate
# or an application that may not be known here yet.
inbox_subjects = Table(
    "inbox_subjects",
    metadata,
    Column("inbox_id", ForeignKey("inbox.id"), primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("kind", one_of(SubjectKind), primary_key=True),
    Index(None, "record_id"),
)

# What does not act is kept with the reason why: late, or already so.
events = Table(
    "events",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("type", String(60), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("application_id", Text, index=True),
    Column("job_id", Text),
    Column("data", Json, nullable=False),
    Column("acted", Boolean, nullable=False),
    Column("note", Text),
)

# The daily look at what has been left lying. `opening` is the day's moment for which it was made, or is being made;
# `cursor` is how far it has come, NULL: it is over. `since` is when we began to look without leaving a day out.
looks = Table(
    "looks",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("opening", UtcDateTime, nullable=False),
    Column("cursor", Text),
    Column("since", UtcDateTime, nullable=False),
)
