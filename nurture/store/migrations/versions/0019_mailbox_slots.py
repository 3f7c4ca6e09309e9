"""When mails leave from mailboxes that may not send as much as there is.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mailbox_slots",
        sa.Column("touchpoint_id", sa.Text, primary_key=True),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("enrollment_id", sa.Text, sa.ForeignKey("enrollments.id"), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("mailbox", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
    )
    op.create_index("ix_mailbox_slots_enrollment_id", "mailbox_slots", ["enrollment_id"])
    op.create_index("ix_mailbox_slots_mailbox_at", "mailbox_slots", ["mailbox", "at"])


def downgrade() -> None:
    op.drop_table("mailbox_slots")
