"""When a candidate's automatic reply came, and until when it says they are away.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("candidates", sa.Column("away_since", INSTANT))
    op.add_column("candidates", sa.Column("away_until", sa.Date))


def downgrade() -> None:
    op.drop_column("candidates", "away_until")
    op.drop_column("candidates", "away_since")
