"""How long a call or a meeting took.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("touchpoints", sa.Column("minutes", sa.Integer))


def downgrade() -> None:
    op.drop_column("touchpoints", "minutes")
