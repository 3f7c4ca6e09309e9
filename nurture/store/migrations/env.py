"""Alembic runs this file for every command; `nurture.store.migrate` hands it the connection."""

from alembic import context

from nurture.store.tables import people

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=people.metadata,
    render_as_batch=True,  # SQLite changes most of a table by copying it
)
context.run_migrations()
