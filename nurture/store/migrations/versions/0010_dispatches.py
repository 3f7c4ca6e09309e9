"""What other systems are told.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id")),
        sa.Column("enrollment_id", sa.Text, sa.ForeignKey("enrollments.id"), nullable=False, index=True),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("visit", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("to", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("content", DOCUMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("token", sa.Text),
        sa.Column("result", sa.Text),
        sa.Column("detail", sa.Text),
        sa.Column("settled_at", INSTANT),
        sa.Column("echoed_at", INSTANT),
    )


def downgrade() -> None:
    op.drop_table("dispatches")
