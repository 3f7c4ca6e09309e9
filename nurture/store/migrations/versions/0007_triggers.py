"""Exits for everything, broadcasts, and what each enrollment has heard.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBERS_OF = ["sequence_versions.sequence", "sequence_versions.version"]


def upgrade() -> None:
    closes = sa.Column("closes_doors", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("enrollments", closes)
    op.add_column("enrollments", sa.Column("occasion", sa.Text))
    op.add_column("enrollments", sa.Column("heard_event", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE enrollments SET heard_event ="
        " (SELECT last_event FROM candidates WHERE candidates.id = enrollments.stream_id)"
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("sequence", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("trigger", sa.Integer, nullable=False),
        sa.Column("occasion", sa.Text, nullable=False),
        sa.Column("event", DOCUMENT),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False, index=True),
        sa.Column("started_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("cursor", sa.Text),
        sa.Column("looked_at", sa.Integer, nullable=False, server_default="0"),
        sa.Column("entered", sa.Integer, nullable=False, server_default="0"),
        sa.Column("note", sa.Text),
        sa.ForeignKeyConstraint(["sequence", "version"], NUMBERS_OF),
        sa.Index(None, "state", "started_at"),
    )


def downgrade() -> None:
    op.drop_table("broadcasts")
    for column in ("heard_event", "occasion", "closes_doors"):
        op.drop_column("enrollments", column)
