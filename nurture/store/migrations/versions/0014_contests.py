"""Arms of a split that compete.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "contests",
        sa.Column("sequence", sa.String(60), primary_key=True),
        sa.Column("step", sa.Text, primary_key=True),
        sa.Column("occasion", sa.Text, primary_key=True),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT),
        sa.Column("winner", sa.Text),
        sa.Column("tallies", DOCUMENT),
    )


def downgrade() -> None:
    op.drop_table("contests")
