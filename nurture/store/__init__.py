"""The database: SQLite for trying out and small teams, PostgreSQL for everyone else. Synchronous, SQLAlchemy Core."""

from nurture.store.database import Store, open_store, store_in_memory

__all__ = ["Store", "open_store", "store_in_memory"]
