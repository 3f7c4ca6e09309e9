"""Whom deliveries name that are not taken in yet.

Those that wait while this runs name nobody, and hold nothing back, as before.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_subjects",
        sa.Column("inbox_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name="fk_inbox_subjects_inbox_id"),
        sa.PrimaryKeyConstraint("inbox_id", "record_id", "kind", name="pk_inbox_subjects"),
    )
    op.create_index("ix_inbox_subjects_record_id", "inbox_subjects", ["record_id"])


def downgrade() -> None:
    op.drop_table("inbox_subjects")
