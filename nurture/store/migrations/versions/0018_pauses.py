"""Until when mail to an address is stopped, where that has an end.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("suppressions", sa.Column("until", INSTANT))


def downgrade() -> None:
    op.drop_column("suppressions", "until")
