"""Tokens of the HTTP API, and what was answered under idempotency keys.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(8), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("expires_at", INSTANT),
        sa.Column("revoked_at", INSTANT),
        sa.Column("last_used_at", INSTANT),
    )
    op.create_table(
        "api_answers",
        sa.Column("token_id", sa.String(8), sa.ForeignKey("api_tokens.id"), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("answer", JSON),
        sa.Column("at", INSTANT, nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("api_answers")
    op.drop_table("api_tokens")
