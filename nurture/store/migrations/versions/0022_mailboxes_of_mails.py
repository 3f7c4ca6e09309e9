"""From which mailbox each mail left, so that a mailbox can stop as a sequence does.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_SENDER = {"postgresql": "content -> 'sender' ->> 'email'", "sqlite": "content ->> '$.sender.email'"}


def upgrade() -> None:
    op.add_column("touchpoints", sa.Column("mailbox", sa.Text))
    op.create_index("ix_touchpoints_mailbox_at", "touchpoints", ["mailbox", "at"])
    sender = _SENDER[op.get_context().dialect.name]
    op.execute(  # where somebody was erased, the words are gone, and who sent them
        f"UPDATE touchpoints SET mailbox = (SELECT lower({sender}) FROM messages"
        " WHERE messages.touchpoint_id = touchpoints.id) WHERE channel = 'email' AND carried_by IS NULL"
    )
    with op.batch_alter_table("breakers") as breakers:
        breakers.alter_column("id", existing_type=sa.String(60), type_=sa.Text, existing_nullable=False)


def downgrade() -> None:
    op.execute("DELETE FROM breakers WHERE id LIKE '%@%'")
    with op.batch_alter_table("breakers") as breakers:
        breakers.alter_column("id", existing_type=sa.Text, type_=sa.String(60), existing_nullable=False)
    op.drop_index("ix_touchpoints_mailbox_at", "touchpoints")
    op.drop_column("touchpoints", "mailbox")
