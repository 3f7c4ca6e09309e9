"""What people are asked: ours by a task, the others by a survey."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from nurture.domain.tasks import TaskState
from nurture.store.columns import Json, Names, UtcDateTime, Words, metadata, one_of

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
