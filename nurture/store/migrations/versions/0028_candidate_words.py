"""Where tags, skills and interests come from; those on record are their connection's.

Revision ID: 0028
Revises: 0027
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
KINDS = ("tags", "skills", "interests")
AT_ONCE = 1_000


def upgrade() -> None:
    table = op.create_table(
        "candidate_words",
        sa.Column("candidate_id", sa.Text, sa.ForeignKey("candidates.id"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("word", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("since", INSTANT, nullable=False),
    )
    last = ""
    page = sa.text(
        "SELECT id, tags, skills, interests, updated_at FROM candidates WHERE merged_into IS NULL AND id > :last"
        " ORDER BY id LIMIT :most"
    )
    while found := op.get_bind().execute(page, {"last": last, "most": AT_ONCE}).all():
        last = found[-1].id
        rows = [
            {
                "candidate_id": each.id,
                "kind": kind,
                "word": word,
                "source": each.id.partition(":")[0],
                "since": each.updated_at,
            }
            for each in found
            for kind in KINDS
            for word in dict.fromkeys(_list(getattr(each, kind)))
        ]
        if rows:
            op.bulk_insert(table, rows)


def _list(kept: str | list[str]) -> list[str]:
    """SQLite hands out the text of a document, PostgreSQL what it says."""
    found: list[str] = json.loads(kept) if isinstance(kept, str) else kept
    return found


def downgrade() -> None:
    op.drop_table("candidate_words")
