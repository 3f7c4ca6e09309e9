"""How often a delivery came again with another body, which is refused, and when it last did.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("conflicts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("conflict_at", INSTANT))


def downgrade() -> None:
    op.drop_column("inbox", "conflict_at")
    op.drop_column("inbox", "conflicts")
