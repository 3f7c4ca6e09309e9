"""One slot of a mailbox for a mail in which several runs say what they have to say.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mailbox_slots", sa.Column("shared", sa.Text))


def downgrade() -> None:
    op.drop_column("mailbox_slots", "shared")
