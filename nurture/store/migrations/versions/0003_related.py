"""Interviews, offers, referrals and assignments; and whether a hire started or left.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "related",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("application_id", sa.Text, sa.ForeignKey("applications.id"), index=True),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.Column("as_of", INSTANT),
    )
    op.add_column("applications", sa.Column("started", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("applications", sa.Column("left_on", sa.Date))


def downgrade() -> None:
    op.drop_column("applications", "left_on")
    op.drop_column("applications", "started")
    op.drop_table("related")
