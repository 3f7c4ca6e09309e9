"""When somebody was erased, and whom a deed on the audit record was about.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("candidates", sa.Column("erased_at", INSTANT))
    op.add_column("audit", sa.Column("about", sa.Text))
    op.create_index("ix_audit_about", "audit", ["about"])
    # Until now the reason stood with the deed, and whom it was about stood as the reason.
    op.execute("UPDATE audit SET about = why WHERE why IN (SELECT id FROM candidates)")


def downgrade() -> None:
    op.drop_index("ix_audit_about", "audit")
    op.drop_column("audit", "about")
    op.drop_column("candidates", "erased_at")
