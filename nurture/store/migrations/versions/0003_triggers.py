"""Exits for everything.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    closes = sa.Column("closes_doors", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("enrollments", closes)


def downgrade() -> None:
    op.drop_column("enrollments", "closes_doors")
