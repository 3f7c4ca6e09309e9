"""Who comes in first at a broadcast.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("fit", sa.Integer, nullable=False, server_default="0"))
    op.add_column("broadcasts", sa.Column("ranked_at", INSTANT))
    op.create_table(
        "ranks",
        sa.Column("broadcast_id", sa.Text, sa.ForeignKey("broadcasts.id"), primary_key=True),
        sa.Column("subject_id", sa.Text, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("place", sa.Double, nullable=False),
        sa.Column("lot", sa.String(16), nullable=False),
    )
    op.create_index("ix_ranks_candidate_id", "ranks", ["candidate_id"])
    op.create_index("ix_ranks_broadcast_id_place_lot", "ranks", ["broadcast_id", "place", "lot"])


def downgrade() -> None:
    op.drop_table("ranks")
    op.drop_column("broadcasts", "ranked_at")
    op.drop_column("broadcasts", "fit")
