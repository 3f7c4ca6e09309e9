"""An index of those who were merged away, and of nobody else.

With everybody in it, SQLite took it for "not merged", read all people at each page of them, and sorted them.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MERGED = sa.text("merged_into IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_candidates_merged_into", "candidates")
    op.create_index(
        "ix_candidates_merged_into", "candidates", ["merged_into"], sqlite_where=MERGED, postgresql_where=MERGED
    )


def downgrade() -> None:
    op.drop_index("ix_candidates_merged_into", "candidates")
    op.create_index("ix_candidates_merged_into", "candidates", ["merged_into"])
