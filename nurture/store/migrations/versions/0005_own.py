"""What a company adds to the records, and more of our own.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

TABLES = ("candidates", "jobs", "applications")
WORDS = (("candidates", "skills"), ("candidates", "interests"), ("jobs", "skills"))
INSTANTS = (("candidates", "away_since"), ("candidates", "surveyed_at"), ("jobs", "opened_at"))
DAYS = (("candidates", "consent_until"), ("candidates", "away_until"))


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("own", DOCUMENT, nullable=False, server_default="{}"))
        op.add_column(table, sa.Column("roles", DOCUMENT, nullable=False, server_default="{}"))
    for table, name in WORDS:
        op.add_column(table, sa.Column(name, DOCUMENT, nullable=False, server_default="[]"))
    for table, name in INSTANTS:
        op.add_column(table, sa.Column(name, INSTANT))
    for table, name in DAYS:
        op.add_column(table, sa.Column(name, sa.Date))
    op.add_column("jobs", sa.Column("applications", sa.Integer, nullable=False, server_default="0"))


def downgrade() -> None:
    own = [(table, name) for table in TABLES for name in ("own", "roles")]
    for table, name in (*own, *WORDS, *INSTANTS, *DAYS, ("jobs", "applications")):
        op.drop_column(table, name)
