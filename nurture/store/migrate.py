"""Bringing a database's tables to what this version expects. There is no ini file: the connection is handed over."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from nurture.errors import NotSetUp
from nurture.store.database import Store, open_store

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str, *, revision: str = "head") -> None:
    """Upgrades the database at that URL, making its tables if it is empty. Running it again changes nothing."""
    store = open_store(url, pool_size=1)
    try:
        with store.write() as conn:
            _one_at_a_time(conn)
            command.upgrade(_config(conn), revision)
    finally:
        store.close()


def downgrade(url: str, *, revision: str) -> None:
    """Takes migrations back down to that revision; `base` removes all tables with everything in them."""
    store = open_store(url, pool_size=1)
    try:
        with store.write() as conn:
            _one_at_a_time(conn)
            command.downgrade(_config(conn), revision)
    finally:
        store.close()


def revision(conn: Connection) -> str | None:
    """The revision that the database is at; None when it has never been migrated."""
    return MigrationContext.configure(conn).get_current_revision()


def demand_current(store: Store) -> None:
    """Raises `NotSetUp` unless the tables are what this version expects."""
    with store.read() as conn:
        found, wanted = revision(conn), ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if found != wanted:
        raise NotSetUp(
            f"the database's tables are at revision {found or 'none'}, and this version expects {wanted}",
            hint="Run: nurture migrate",
        )


def _config(conn: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = conn
    return config


def _one_at_a_time(conn: Connection) -> None:
    """SQLite's write lock does this by itself."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(hashtext('nurture migrations'))"))
