"""Surveys.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("token", sa.String(60), unique=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id")),
        sa.Column("enrollment_id", sa.Text, sa.ForeignKey("enrollments.id"), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("visit", sa.Integer, nullable=False),
        sa.Column("survey", sa.String(60), nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("comment", sa.Text),
        sa.Column("answered_at", INSTANT),
        sa.Index(None, "survey", "asked_at"),
    )


def downgrade() -> None:
    op.drop_table("surveys")
