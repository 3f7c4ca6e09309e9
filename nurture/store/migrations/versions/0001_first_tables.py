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


def upgrade() -> None:
    _create_people()
    _create_jobs()
    _create_candidates()
    _create_applications()
    _create_application_stages()
    _create_events()
    _create_inbox()
    _create_sequence_versions()
    _create_company_versions()
    _create_enrollments()
    _create_touchpoints()
    _create_messages()
    _create_suppressions()
    _create_decisions()
    _create_audit()


def downgrade() -> None:
    for table in (
        "audit",
        "decisions",
        "suppressions",
        "messages",
        "touchpoints",
        "enrollments",
        "company_versions",
        "sequence_versions",
        "inbox",
        "events",
        "application_stages",
        "applications",
        "candidates",
        "jobs",
        "people",
    ):
        op.drop_table(table)


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("department", sa.Text),
        sa.Column("office", sa.Text),
        sa.Column("status", WORD, server_default="open", nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("country", sa.Text),
        sa.Column("zone", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("recruiter_id", sa.Text),
        sa.Column("coordinator_id", sa.Text),
        sa.Column("hiring_manager_id", sa.Text),
        sa.ForeignKeyConstraint(["coordinator_id"], ["people.id"], name="fk_jobs_coordinator_id"),
        sa.ForeignKeyConstraint(["hiring_manager_id"], ["people.id"], name="fk_jobs_hiring_manager_id"),
        sa.ForeignKeyConstraint(["recruiter_id"], ["people.id"], name="fk_jobs_recruiter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )


def _create_candidates() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", sa.Text, nullable=False),
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
        sa.Column("recruiter_id", sa.Text),
        sa.Column("coordinator_id", sa.Text),
        sa.Column("referrer_id", sa.Text),
        sa.Column("last_event", sa.Integer, server_default="0", nullable=False),
        sa.Column("merged_into", sa.Text),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["coordinator_id"], ["people.id"], name="fk_candidates_coordinator_id"),
        sa.ForeignKeyConstraint(["merged_into"], ["candidates.id"], name="fk_candidates_merged_into"),
        sa.ForeignKeyConstraint(["recruiter_id"], ["people.id"], name="fk_candidates_recruiter_id"),
        sa.ForeignKeyConstraint(["referrer_id"], ["people.id"], name="fk_candidates_referrer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
    )
    op.create_index("ix_candidates_merged_into", "candidates", ["merged_into"])


def _create_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("candidate_id", sa.Text, nullable=False),
        sa.Column("job_id", sa.Text),
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
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_applications_candidate_id"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_applications_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    op.create_index("ix_applications_candidate_id", "applications", ["candidate_id"])
    op.create_index("ix_applications_job_id", "applications", ["job_id"])


def _create_application_stages() -> None:
    op.create_table(
        "application_stages",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("application_id", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("left_at", INSTANT),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name="fk_application_stages_application_id"),
        sa.PrimaryKeyConstraint("id", name="pk_application_stages"),
    )
    op.create_index("ix_application_stages_application_id", "application_stages", ["application_id"])


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("candidate_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("type", sa.String(60), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("application_id", sa.Text),
        sa.Column("job_id", sa.Text),
        sa.Column("data", DOCUMENT, nullable=False),
        sa.Column("acted", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_events_candidate_id"),
        sa.PrimaryKeyConstraint("candidate_id", "number", name="pk_events"),
    )
    op.create_index("ix_events_application_id", "events", ["application_id"])


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("connection", sa.String(60), nullable=False),
        sa.Column("delivery_id", sa.Text, nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("headers", DOCUMENT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("candidate_id", sa.Text),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_inbox_candidate_id"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("connection", "delivery_id", name="uq_inbox_connection_delivery_id"),
    )
    op.create_index("ix_inbox_candidate_id", "inbox", ["candidate_id"])
    op.create_index("ix_inbox_state_received_at", "inbox", ["state", "received_at"])


def _create_sequence_versions() -> None:
    op.create_table(
        "sequence_versions",
        sa.Column("sequence", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("templates", DOCUMENT, nullable=False),
        sa.Column("git_commit", sa.Text),
        sa.Column("author", sa.Text),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("sequence", "version", name="pk_sequence_versions"),
    )


def _create_company_versions() -> None:
    op.create_table(
        "company_versions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_company_versions"),
    )


def _create_enrollments() -> None:
    op.create_table(
        "enrollments",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sequence", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("subject_kind", WORD, nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("cycle", sa.Integer, nullable=False),
        sa.Column("candidate_id", sa.Text, nullable=False),
        sa.Column("stream_id", sa.Text, nullable=False),
        sa.Column("application_id", sa.Text),
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
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name="fk_enrollments_application_id"),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_enrollments_candidate_id"),
        sa.ForeignKeyConstraint(
            ["sequence", "version"],
            ["sequence_versions.sequence", "sequence_versions.version"],
            name="fk_enrollments_sequence_version",
        ),
        sa.ForeignKeyConstraint(["stream_id"], ["candidates.id"], name="fk_enrollments_stream_id"),
        sa.PrimaryKeyConstraint("id", name="pk_enrollments"),
        sa.UniqueConstraint(
            "sequence",
            "subject_kind",
            "subject_id",
            "cycle",
            name="uq_enrollments_sequence_subject_kind_subject_id_cycle",
        ),
    )
    op.create_index("ix_enrollments_application_id", "enrollments", ["application_id"])
    op.create_index("ix_enrollments_candidate_id", "enrollments", ["candidate_id"])
    op.create_index("ix_enrollments_status_started_at", "enrollments", ["status", "started_at"])
    op.create_index("ix_enrollments_stream_id_status", "enrollments", ["stream_id", "status"])


def _create_touchpoints() -> None:
    op.create_table(
        "touchpoints",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("candidate_id", sa.Text, nullable=False),
        sa.Column("application_id", sa.Text),
        sa.Column("enrollment_id", sa.Text),
        sa.Column("step", sa.Text),
        sa.Column("visit", sa.Integer, server_default="1", nullable=False),
        sa.Column("channel", WORD, nullable=False),
        sa.Column("direction", WORD, nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", WORD),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("purpose", sa.String(20)),
        sa.Column("address_hash", sa.String(64)),
        sa.Column("provider_id", sa.Text),
        sa.Column("message_id", sa.Text),
        sa.Column("token", sa.Text),
        sa.Column("claimed_at", INSTANT),
        sa.Column("settled_at", INSTANT),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name="fk_touchpoints_application_id"),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_touchpoints_candidate_id"),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollments.id"], name="fk_touchpoints_enrollment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_touchpoints"),
        sa.UniqueConstraint("enrollment_id", "step", "visit", name="uq_touchpoints_enrollment_id_step_visit"),
    )
    op.create_index("ix_touchpoints_application_id", "touchpoints", ["application_id"])
    op.create_index("ix_touchpoints_candidate_id_at", "touchpoints", ["candidate_id", "at"])
    op.create_index("ix_touchpoints_message_id", "touchpoints", ["message_id"])
    op.create_index("ix_touchpoints_provider_id", "touchpoints", ["provider_id"])
    op.create_index("ix_touchpoints_state", "touchpoints", ["state"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("touchpoint_id", sa.Text, nullable=False),
        sa.Column("content", DOCUMENT),
        sa.ForeignKeyConstraint(["touchpoint_id"], ["touchpoints.id"], name="fk_messages_touchpoint_id"),
        sa.PrimaryKeyConstraint("touchpoint_id", name="pk_messages"),
    )


def _create_suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("candidate_id", sa.Text),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_suppressions_candidate_id"),
        sa.PrimaryKeyConstraint("address_hash", "scope", name="pk_suppressions"),
    )
    op.create_index("ix_suppressions_candidate_id", "suppressions", ["candidate_id"])


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("candidate_id", sa.Text, nullable=False),
        sa.Column("enrollment_id", sa.Text),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("inputs", DOCUMENT, nullable=False),
        sa.Column("sequence", sa.String(60)),
        sa.Column("version", sa.Integer),
        sa.Column("step", sa.Text),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name="fk_decisions_candidate_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
    )
    op.create_index("ix_decisions_candidate_id", "decisions", ["candidate_id"])
    op.create_index("ix_decisions_enrollment_id", "decisions", ["enrollment_id"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
