"""The first tables.

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Written out here, and not taken from the package: what a migration did once must not change with the code.
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WORD = sa.String(20)

TABLES = """
    people jobs candidates applications application_stages events inbox sequence_versions company_versions
    enrollments touchpoints messages suppressions decisions audit
"""
"""In the order in which they refer to each other."""


def upgrade() -> None:
    for create in (
        _create_people_and_jobs,
        _create_candidates,
        _create_applications,
        _create_events,
        _create_inbox,
        _create_published_versions,
        _create_enrollments,
        _create_touchpoints,
        _create_suppressions,
        _create_decisions_and_audit,
    ):
        create()


def downgrade() -> None:
    for table in reversed(TABLES.split()):
        op.drop_table(table)


def _create_people_and_jobs() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text),
        sa.Column("department", sa.Text),
        sa.Column("office", sa.Text),
        sa.Column("status", WORD, server_default="open", nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("recruiter_id", sa.Text, sa.ForeignKey("people.id")),
        sa.Column("coordinator_id", sa.Text, sa.ForeignKey("people.id")),
        sa.Column("hiring_manager_id", sa.Text, sa.ForeignKey("people.id")),
    )


def _create_candidates() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("first_name", sa.Text),
        sa.Column("last_name", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("phone", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("company", sa.Text),
        sa.Column("tags", DOCUMENT, server_default="[]", nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("can_email", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("is_private", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("do_not_contact", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("is_anonymized", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("last_contact", INSTANT),
        sa.Column("last_reply", INSTANT),
        sa.Column("created_at", INSTANT),
        sa.Column("recruiter_id", sa.Text, sa.ForeignKey("people.id")),
        sa.Column("coordinator_id", sa.Text, sa.ForeignKey("people.id")),
        sa.Column("referrer_id", sa.Text, sa.ForeignKey("people.id")),
        sa.Column("last_event", sa.Integer, server_default="0", nullable=False),
        sa.Column("merged_into", sa.Text, sa.ForeignKey("candidates.id"), index=True),
        sa.Column("updated_at", INSTANT, nullable=False),
    )


def _create_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("job_id", sa.Text, sa.ForeignKey("jobs.id"), index=True),
        sa.Column("status", WORD, server_default="active", nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("is_prospect", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("applied_at", INSTANT),
        sa.Column("rejected_at", INSTANT),
        sa.Column("rejection_reason", sa.Text),
        sa.Column("rejection_type", sa.Text),
        sa.Column("next_interview", INSTANT),
        sa.Column("url", sa.Text),
        sa.Column("start_date", sa.Date),
        sa.Column("hired_at", INSTANT),
        sa.Column("as_of", INSTANT),
        sa.Column("deleted_at", INSTANT),
    )
    op.create_table(
        "application_stages",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id"), nullable=False, index=True),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT),
    )


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("application_id", sa.Text, index=True),
        sa.Column("job_id", sa.Text),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("acted", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("connection", sa.String(60), nullable=False),
        sa.Column("delivery_id", sa.Text, nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("headers", DOCUMENT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), index=True),
        sa.UniqueConstraint("connection", "delivery_id"),
        sa.Index(None, "state", "received_at"),
    )


def _create_published_versions() -> None:
    op.create_table(
        "sequence_versions",
        sa.Column("sequence", sa.String(60), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("templates", DOCUMENT, nullable=False),
        sa.Column("git_commit", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("published_at", INSTANT, nullable=False),
    )
    op.create_table(
        "company_versions",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
    )


def _create_enrollments() -> None:
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("sequence", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject_kind", WORD, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("cycle", sa.Integer, nullable=False),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("stream_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id"), index=True),
        sa.Column("status", WORD, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("started_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("outcome", sa.Text),
        sa.Column("is_goal", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("trigger_event", sa.Integer),
        sa.Column("progress", DOCUMENT),
        sa.Column("step", sa.Text),
        sa.Column("action", sa.String(40)),
        sa.Column("next_at", INSTANT),
        sa.Column("summary", sa.Text),
        sa.Column("listen", sa.Text, nullable=False),
        sa.Column("held_reason", sa.Text),
        sa.ForeignKeyConstraint(
            ["sequence", "version"],
            ["sequence_versions.sequence", "sequence_versions.version"],
        ),
        sa.UniqueConstraint("sequence", "subject_kind", "subject_id", "cycle"),
        sa.Index(None, "status", "started_at"),
        sa.Index(None, "stream_id", "status"),
    )


def _create_touchpoints() -> None:
    op.create_table(
        "touchpoints",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id"), index=True),
        sa.Column("enrollment_id", sa.Text, sa.ForeignKey("enrollments.id")),
        sa.Column("step", sa.Text),
        sa.Column("visit", sa.Integer, server_default="1", nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("direction", WORD, nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", WORD, index=True),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("purpose", sa.String(20)),
        sa.Column("address_hash", sa.String(64), index=True),
        sa.Column("provider_id", sa.Text, index=True),
        sa.Column("message_id", sa.Text, index=True),
        sa.Column("token", sa.Text),
        sa.Column("claimed_at", INSTANT),
        sa.Column("settled_at", INSTANT),
        sa.UniqueConstraint("enrollment_id", "step", "visit"),
        sa.Index(None, "candidate_id", "at"),
    )
    op.create_table(
        "messages",
        sa.Column("touchpoint_id", sa.Text, sa.ForeignKey("touchpoints.id"), primary_key=True),
        sa.Column("content", DOCUMENT),
    )


def _create_suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("address_hash", sa.String(64), primary_key=True),
        sa.Column("scope", sa.String(20), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), index=True),
    )


def _create_decisions_and_audit() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("enrollment_id", sa.Text, index=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("inputs", DOCUMENT, nullable=False),
        sa.Column("sequence", sa.String(60)),
        sa.Column("version", sa.Integer),
        sa.Column("step", sa.Text),
    )
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("at", INSTANT, nullable=False, index=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
