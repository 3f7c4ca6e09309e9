"""The daily look at applications that nobody has touched.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("opening", INSTANT, nullable=False),
        sa.Column("cursor", sa.Text),
        sa.Column("since", INSTANT, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("looks")
