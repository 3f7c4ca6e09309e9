"""How often nobody knew whether a mail had left, and what the provider told of it since.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("touchpoints", sa.Column("lost_calls", sa.Integer, nullable=False, server_default="0"))
    op.add_column("touchpoints", sa.Column("fate", sa.String(20)))
    op.add_column("touchpoints", sa.Column("fate_at", INSTANT))
    op.add_column("touchpoints", sa.Column("seen_as", sa.Text))
    op.create_index("ix_touchpoints_seen_as", "touchpoints", ["seen_as"])


def downgrade() -> None:
    op.drop_index("ix_touchpoints_seen_as", "touchpoints")
    for column in ("seen_as", "fate_at", "fate", "lost_calls"):
        op.drop_column("touchpoints", column)
