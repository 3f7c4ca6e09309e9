"""Every table. Ids of candidates, jobs, people and applications are `<connection>:<the vendor's id>`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from nurture.domain.consent import Basis, ConsentKind
from nurture.domain.mail_reports import MailFate
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.subject import SubjectKind
from nurture.domain.tasks import TaskState
from nurture.domain.touchpoints import ChannelKind, Direction, SendState
from nurture.store.columns import Json, Names, Number, UtcDateTime, Words, metadata, one_of
from nurture.store.words import BroadcastState, EnrollmentStatus, InboxState

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("is_gone", Boolean, nullable=False, server_default=false()),
    Column("deputy_id", Text),
)

# `own` holds what company.yaml adds to a record by name, `roles` who holds the company's own roles by id.
# A job is mentioned before it is described: without a title it does not count as known.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("department", Text),
    Column("office", Text),
    Column("status", one_of(JobStatus), nullable=False, server_default=JobStatus.OPEN),
    Column("language", Text),
    Column("country", Text),
    Column("zone", Text),
    Column("url", Text),
    Column("recruiter_id", ForeignKey("people.id")),
    Column("coordinator_id", ForeignKey("people.id")),
    Column("hiring_manager_id", ForeignKey("people.id")),
    Column("skills", Words, nullable=False, server_default="[]"),
    Column("opened_at", UtcDateTime),
    Column("applications", Integer, nullable=False, server_default="0"),
    Column("own", Json, nullable=False, server_default="{}"),
    Column("roles", Json, nullable=False, server_default="{}"),
)

# `last_event` is the number of the newest event in this candidate's stream. A candidate merged into another keeps
# its row and its stream, and nothing personal.
candidates = Table(
    "candidates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("title", Text),
    Column("company", Text),
    Column("tags", Words, nullable=False, server_default="[]"),
    Column("language", Text),
    Column("country", Text),
    Column("zone", Text),
    Column("can_email", Boolean, nullable=False, server_default=true()),
    Column("can_text", Boolean),
    Column("is_private", Boolean, nullable=False, server_default=false()),
    Column("do_not_contact", Boolean, nullable=False, server_default=false()),
    Column("is_anonymized", Boolean, nullable=False, server_default=false()),
    Column("last_contact", UtcDateTime),
    Column("last_reply", UtcDateTime),
    Column("created_at", UtcDateTime),
    Column("recruiter_id", ForeignKey("people.id")),
    Column("coordinator_id", ForeignKey("people.id")),
    Column("referrer_id", ForeignKey("people.id")),
    Column("last_event", Integer, nullable=False, server_default="0"),
    Column("merged_into", ForeignKey("candidates.id"), index=True),
    Column("skills", Words, nullable=False, server_default="[]"),
    Column("interests", Words, nullable=False, server_default="[]"),
    Column("away_since", UtcDateTime),
    Column("away_until", Date),
    Column("surveyed_at", UtcDateTime),
    Column("own", Json, nullable=False, server_default="{}"),
    Column("roles", Json, nullable=False, server_default="{}"),
    Column("updated_at", UtcDateTime, nullable=False),
)

# `as_of` is the watermark: the vendor's own time of the last change that we took in.
applications = Table(
    "applications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("job_id", ForeignKey("jobs.id"), index=True),
    Column("status", one_of(ApplicationStatus), nullable=False, server_default=ApplicationStatus.ACTIVE),
    Column("stage", Text),
    Column("is_prospect", Boolean, nullable=False, server_default=false()),
    Column("source", Text),
    Column("applied_at", UtcDateTime),
    Column("rejected_at", UtcDateTime),
    Column("rejection_reason", Text),
    Column("rejection_type", Text),
    Column("next_interview", UtcDateTime),
    Column("url", Text),
    Column("start_date", Date),
    Column("hired_at", UtcDateTime),
    Column("started", Boolean, nullable=False, server_default=false()),
    Column("left_on", Date),
    Column("as_of", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("own", Json, nullable=False, server_default="{}"),
    Column("roles", Json, nullable=False, server_default="{}"),
)

# Interviews, offers, referrals and assignments. `document` holds the fields of the record's kind; `as_of` is its
# watermark, where the vendor tells one.
related = Table(
    "related",
    metadata,
    Column("kind", one_of(SubjectKind), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("document", Json, nullable=False),
    Column("as_of", UtcDateTime),
)

application_stages = Table(
    "application_stages",
    metadata,
    Column("id", Number, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
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

# `candidate_id` is whom the delivery turned out to be about, so that erasing a person finds the raw body too.
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
    UniqueConstraint("connection", "delivery_id"),
    Index(None, "state", "received_at"),
)

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

# The openings that a mail told of: a job's id, and its words, by which one that is posted anew is known.
told_openings = Table(
    "told_openings",
    metadata,
    Column("touchpoint_id", ForeignKey("touchpoints.id"), primary_key=True),
    Column("posting", Text, primary_key=True),
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

# Who is looked at, page by page, since many may come in at one occasion: `trigger` is the number of the sequence's
# trigger, from 1, `event` the news of a job, `cursor` the last candidate that was looked at.
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
    Column("note", Text),
    ForeignKeyConstraint(["sequence", "version"], ["sequence_versions.sequence", "sequence_versions.version"]),
    Index(None, "state", "started_at"),
)

# Every contact with a person. The id of a message of ours is its key in the ledger. `recipient` is the role that was
# written to: what goes to a recruiter is no contact with the candidate. `lost_calls` is how often nobody knew whether
# it had left; `fate` is what the provider told since, and `seen_as` the Message-ID that it put in place of ours.
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
    UniqueConstraint("enrollment_id", "step", "visit"),
    Index(None, "candidate_id", "at"),
)

# The message as it was frozen when it was claimed; NULL once the person's data is erased.
messages = Table(
    "messages",
    metadata,
    Column("touchpoint_id", ForeignKey("touchpoints.id"), primary_key=True),
    Column("content", Json),
)

# Work for one of ours, under the key of the step's visit. `assign` names whose
# task it is: who holds a role is looked up when it is asked.
tasks = Table(
    "tasks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("application_id", ForeignKey("applications.id")),
    Column("enrollment_id", ForeignKey("enrollments.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("assign", Names, nullable=False),
    Column("outcomes", Words, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("state", one_of(TaskState), nullable=False),
    Column("outcome", Text),
    Column("by", Text),
    Column("note", Text),
    Column("ended_at", UtcDateTime),
    Column("escalated_at", UtcDateTime),
    Column("asks", Json, nullable=False, server_default="{}"),
    Column("answer", Text),
    Column("snooze", String(60)),
    Column("snoozed_until", UtcDateTime),
    Column("snooze_ends", UtcDateTime),
    Column("hand_over", Boolean, nullable=False, server_default=false()),
    Column("owner", Text),
    Column("handed_over", Integer, nullable=False, server_default="0"),
    Column("due_by_hand", Boolean, nullable=False, server_default=false()),
    Index(None, "state", "due_at"),
)

# A survey that was sent, under the key of the step's visit; `document` is the survey as it stood then. Without a token
# its link leads nowhere any more.
surveys = Table(
    "surveys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token", String(60), unique=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("application_id", ForeignKey("applications.id")),
    Column("enrollment_id", ForeignKey("enrollments.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("visit", Integer, nullable=False),
    Column("survey", String(60), nullable=False),
    Column("recipient", String(40), nullable=False),
    Column("language", String(20), nullable=False),
    Column("document", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer", Text),
    Column("comment", Text),
    Column("answered_at", UtcDateTime),
    Index(None, "survey", "asked_at"),
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

suppressions = Table(
    "suppressions",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("scope", String(20), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("candidate_id", ForeignKey("candidates.id"), index=True),
    Column("until", UtcDateTime),
)

# What a candidate agreed to and took back: rows are only added, and the latest of a purpose stands.
consents = Table(
    "consents",
    metadata,
    Column("id", Number, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("kind", one_of(ConsentKind), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", Date),
    Column("basis", one_of(Basis), nullable=False),
    Column("source", Text, nullable=False),
    Column("noted_by", Text),
    Column("recorded_at", UtcDateTime, nullable=False),
    Index(None, "candidate_id", "purpose"),
)

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
# `day` is one of the company's, the higher `rank` goes first.
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
    Index(None, "mailbox", "at"),
)

# A sequence that stops by itself once too many of its mails went wrong: `looked_at` is when they were last counted, and
# none counts that left before `resumed_at`.
breakers = Table(
    "breakers",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("looked_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
    Column("why", Text),
    Column("resumed_at", UtcDateTime),
)

# An enrollment that was refused never came to be, and is named all the same.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("enrollment_id", Text, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("rule", String(80), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("inputs", Json, nullable=False),
    Column("sequence", String(60)),
    Column("version", Integer),
    Column("step", Text),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
)
