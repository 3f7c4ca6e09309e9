"""Sequences that stop because too many of their mails went wrong.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "breakers",
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("looked_at", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT),
        sa.Column("why", sa.Text),
        sa.Column("resumed_at", INSTANT),
    )


def downgrade() -> None:
    op.drop_table("breakers")
