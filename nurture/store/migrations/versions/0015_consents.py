"""Consent as a history of our own; what the ATS told so far is its first entry.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("noted_by", sa.Text),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Index(None, "candidate_id", "purpose"),
    )
    op.execute(
        "INSERT INTO consents (candidate_id, purpose, kind, at, until, basis, source, recorded_at)"
        " SELECT id, 'nurture', 'given', updated_at, consent_until, 'consent', 'ats', updated_at"
        " FROM candidates WHERE consent_until IS NOT NULL AND merged_into IS NULL AND NOT is_anonymized"
    )
    op.drop_column("candidates", "consent_until")


def downgrade() -> None:
    op.add_column("candidates", sa.Column("consent_until", sa.Date))
    op.execute(
        "UPDATE candidates SET consent_until = (SELECT until FROM consents"
        " WHERE candidate_id = candidates.id AND purpose = 'nurture' ORDER BY at DESC, id DESC LIMIT 1)"
    )
    op.drop_table("consents")
