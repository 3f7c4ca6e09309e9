"""Finding what falls through without looking at everything.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("about_nobody", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE inbox SET about_nobody = true WHERE state = 'taken_in' AND note LIKE '%is about nobody on record%'"
    )
    op.create_index("ix_inbox_about_nobody_id", "inbox", ["about_nobody", "id"])
    op.create_index("ix_applications_status_id", "applications", ["status", "id"])


def downgrade() -> None:
    op.drop_index("ix_applications_status_id", "applications")
    op.drop_index("ix_inbox_about_nobody_id", "inbox")
    op.drop_column("inbox", "about_nobody")
