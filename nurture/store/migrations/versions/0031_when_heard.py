"""When we first heard of an application.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("applications", sa.Column("heard_at", INSTANT))
    op.execute(
        "UPDATE applications SET heard_at ="
        " (SELECT MIN(recorded_at) FROM events WHERE events.application_id = applications.id)"
    )


def downgrade() -> None:
    op.drop_column("applications", "heard_at")
