"""What a task may ask, and what its owner has said of its time and of whose it is.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    for column in (
        sa.Column("asks", DOCUMENT, nullable=False, server_default="{}"),
        sa.Column("answer", sa.Text),
        sa.Column("snooze", sa.String(60)),
        sa.Column("snoozed_until", INSTANT),
        sa.Column("hand_over", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("owner", sa.Text),
        sa.Column("handed_over", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due_by_hand", sa.Boolean, nullable=False, server_default=sa.false()),
    ):
        op.add_column("tasks", column)


def downgrade() -> None:
    for name in (
        *("due_by_hand", "handed_over", "owner", "hand_over"),
        *("snoozed_until", "snooze", "answer", "asks"),
    ):
        op.drop_column("tasks", name)
