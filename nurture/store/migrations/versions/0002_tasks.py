"""Tasks.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id")),
        sa.Column("enrollment_id", sa.Text, sa.ForeignKey("enrollments.id"), nullable=False, index=True),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("visit", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("assign", sa.String(60), nullable=False),
        sa.Column("outcomes", DOCUMENT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("by", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("ended_at", INSTANT),
        sa.Column("escalated_at", INSTANT),
        sa.Index(None, "state", "due_at"),
    )


def downgrade() -> None:
    op.drop_table("tasks")
