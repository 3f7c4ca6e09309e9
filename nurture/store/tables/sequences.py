"""What was published, and what became of it: versions, who is enrolled in one, and what a sequence decides for all."""

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from nurture.domain.subject import SubjectKind
from nurture.store.columns import Json, Number, UtcDateTime, metadata, one_of
from nurture.store.words import BroadcastState, EnrollmentStatus

# `document` is the sequence's JSON, `templates` maps a template's name to its text per language.
sequence_versions = Table(
    "sequence_versions",
    metadata,
    Column("sequence", String(60), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content_hash", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("templates", Json, nullable=False),
    Column("git_commit", Text),
    Column("author", Text),
    Column("published_at", UtcDateTime, nullable=False),
)

company_versions = Table(
    "company_versions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("document", Text, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
)

# `stream_id` names the candidate whose stream of events the enrollment reads: for ever the one it was enrolled with,
# whereas `candidate_id` follows merges. `closes_doors` marks one that ended by an exit after which no other may begin.
# `listen` holds event types between spaces; `started_at` is when Temporal confirmed the workflow.
# `occasion` names the broadcast, or the date on a record, that let somebody in: once for each. `heard_event` is the
# newest event of the stream that it has looked at, was woken for, or has no need of.
enrollments = Table(
    "enrollments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sequence", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("subject_kind", one_of(SubjectKind), nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("stream_id", ForeignKey("candidates.id"), nullable=False),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("job_id", ForeignKey("jobs.id")),
    Column("status", one_of(EnrollmentStatus), nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("outcome", Text),
    Column("is_goal", Boolean, nullable=False, server_default=false()),
    Column("trigger_event", Integer),
    Column("progress", Json),
    Column("step", Text),
    Column("action", String(40)),
    Column("next_at", UtcDateTime),
    Column("summary", Text),
    Column("listen", Text, nullable=False),
    Column("held_reason", Text),
    Column("closes_doors", Boolean, nullable=False, server_default=false()),
    Column("occasion", Text),
    Column("heard_event", Integer, nullable=False, server_default="0"),
    UniqueConstraint("sequence", "subject_kind", "subject_id", "cycle"),
    ForeignKeyConstraint(["sequence", "version"], ["sequence_versions.sequence", "sequence_versions.version"]),
    Index(None, "stream_id", "status"),
    Index(None, "status", "started_at"),
)

# Who is looked at, page by page, since many may come in at one occasion: `trigger` is the number of the sequence's
# trigger, from 1, `event` the news of a job, `cursor` the last candidate that was looked at. Where the best come first,
# `fit` is how many met what the trigger asks, and `ranked_at` when the last of them was found.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sequence", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("trigger", Integer, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("event", Json),
    Column("state", one_of(BroadcastState), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False, index=True),
    Column("started_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("cursor", Text),
    Column("looked_at", Integer, nullable=False, server_default="0"),
    Column("entered", Integer, nullable=False, server_default="0"),
    Column("fit", Integer, nullable=False, server_default="0"),
    Column("ranked_at", UtcDateTime),
    Column("note", Text),
    ForeignKeyConstraint(["sequence", "version"], ["sequence_versions.sequence", "sequence_versions.version"]),
    Index(None, "state", "started_at"),
)

# Who waits at a broadcast until all have been looked at, since the highest rank comes in first: `place` is that with
# its sign turned, so that the lowest is first, and of equals the lowest `lot`. A row goes when somebody has come in, or
# is to stay out.
ranks = Table(
    "ranks",
    metadata,
    Column("broadcast_id", ForeignKey("broadcasts.id"), primary_key=True),
    Column("subject_id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("place", Double, nullable=False),
    Column("lot", String(16), nullable=False),
    Index(None, "broadcast_id", "place", "lot"),
)

# Arms of a split that compete among those whom an occasion let in ("": whom somebody enrolled by hand): `tallies` maps
# an arm to how many were drawn for it, and how many of them did what counts.
contests = Table(
    "contests",
    metadata,
    Column("sequence", String(60), primary_key=True),
    Column("step", Text, primary_key=True),
    Column("occasion", Text, primary_key=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("winner", Text),
    Column("tallies", Json),
)

# What stops by itself once too many of its mails went wrong: a sequence, by its name, or a mailbox, by its address.
# `looked_at` is when they were last counted, and none counts that left before `resumed_at`.
breakers = Table(
    "breakers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("looked_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("why", Text),
    Column("resumed_at", UtcDateTime),
)
