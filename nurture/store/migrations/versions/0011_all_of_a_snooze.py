"""Until when a task can be put off at most.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("tasks", sa.Column("snooze_ends", INSTANT))


def downgrade() -> None:
    op.drop_column("tasks", "snooze_ends")
