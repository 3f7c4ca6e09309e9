"""Mail addresses and telephone numbers in a table of their own, beginning with those on the candidates.

Revision ID: 0021
Revises: 0020
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
AT_ONCE = 1_000


def upgrade() -> None:
    table = op.create_table(
        "contact_points",
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("value", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("normalized", sa.Text),
        sa.Column("is_primary", sa.Boolean, nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Index(None, "kind", "normalized"),
    )
    for kind, normalized in (("email", _email), ("phone", _number)):
        _fill(table, kind, normalized)


def _fill(table: sa.Table, kind: str, normalized: Callable[[str], str | None]) -> None:
    """Page by page; the connection in front of an id is what told of it."""
    last = ""
    page = sa.text(
        f"SELECT id, {kind} AS value, updated_at FROM candidates WHERE {kind} IS NOT NULL AND merged_into IS NULL"
        " AND id > :last ORDER BY id LIMIT :most"
    )
    while found := op.get_bind().execute(page, {"last": last, "most": AT_ONCE}).all():
        last = found[-1].id
        rows = [
            {
                "candidate_id": each.id,
                "kind": kind,
                "value": each.value,
                "source": each.id.partition(":")[0],
                "normalized": normalized(each.value),
                "is_primary": True,
                "since": each.updated_at,
            }
            for each in found
            if each.value.strip()
        ]
        if rows:
            op.bulk_insert(table, rows)


def _email(value: str) -> str:
    return value.strip().casefold()


def _number(value: str) -> str | None:
    """E.164, as far as the country is told."""
    digits = re.sub(r"[\s()./-]+", "", value)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    return digits if re.fullmatch(r"\+[1-9][0-9]{6,14}", digits) else None


def downgrade() -> None:
    op.drop_table("contact_points")
