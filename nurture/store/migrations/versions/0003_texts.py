"""Consent to text messages.

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
    op.add_column("candidates", sa.Column("can_text", sa.Boolean))


def downgrade() -> None:
    op.drop_column("candidates", "can_text")
