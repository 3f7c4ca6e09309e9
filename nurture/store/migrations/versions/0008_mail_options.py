"""Who of ours is away or gone, the template of each mail, and tasks that name several people.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("away_from", sa.Date))
    op.add_column("people", sa.Column("away_until", sa.Date))
    op.add_column("people", sa.Column("is_gone", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("deputy_id", sa.Text))
    op.add_column("touchpoints", sa.Column("template", sa.Text))
    op.add_column("touchpoints", sa.Column("carried_by", sa.Text))
    op.create_index("ix_touchpoints_carried_by", "touchpoints", ["carried_by"])
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("assign", existing_type=sa.String(60), type_=sa.Text, existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("tasks") as tasks:
        tasks.alter_column("assign", existing_type=sa.Text, type_=sa.String(60), existing_nullable=False)
    op.drop_index("ix_touchpoints_carried_by", "touchpoints")
    op.drop_column("touchpoints", "carried_by")
    op.drop_column("touchpoints", "template")
    for column in ("deputy_id", "is_gone", "away_until", "away_from"):
        op.drop_column("people", column)
