"""The job that a run about no application is about.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrollments") as table:
        table.add_column(sa.Column("job_id", sa.Text, sa.ForeignKey("jobs.id", name="fk_enrollments_job_id_jobs")))


def downgrade() -> None:
    with op.batch_alter_table("enrollments") as table:
        table.drop_column("job_id")
