"""Which openings mails told of.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_openings",
        sa.Column("touchpoint_id", sa.Text, sa.ForeignKey("touchpoints.id"), primary_key=True),
        sa.Column("posting", sa.Text, primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("told_openings")
