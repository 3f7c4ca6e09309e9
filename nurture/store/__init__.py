"""The database: SQLite for trying out and small teams, PostgreSQL for everyone else. Synchronous, SQLAlchemy Core."""

from nurture.store.database import Store, open_store

__all__ = ["Store", "open_store"]
