"""Records of several systems that are one person, and to which of them an application belongs.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "candidate_links",
        sa.Column("id", sa.Text, sa.ForeignKey("candidates.id"), primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False, index=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("said", DOCUMENT, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.Column("joined_by", sa.Text),
        sa.Column("is_erased", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("applications", sa.Column("told_of", sa.Text))
    op.execute("UPDATE applications SET told_of = candidate_id")


def downgrade() -> None:
    op.drop_column("applications", "told_of")
    op.drop_table("candidate_links")
