"""Opening the database, and transactions on it.

Functions of this package take a connection first and leave the transaction to their caller. A database that can't be
reached surfaces as SQLAlchemy's own `OperationalError`: activities are retried on it.
"""

from contextlib import AbstractContextManager, nullcontext
from sqlite3 import Connection as SqliteConnection
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from nurture.errors import NotSetUp
from nurture.store.columns import metadata

BUSY_SECONDS: Final = 30
"""How long a connection to SQLite waits for another's transaction to end."""

_A_MOMENT: Final = 500
"""Milliseconds for which the emptying of its log waits for others."""
_SQLITE_BEGIN: Final = "nurture_sqlite_begin"
"""Execution option: the statement that begins a transaction on SQLite."""


class Store:
    """The database: hands out transactions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{_SQLITE_BEGIN: "BEGIN IMMEDIATE"})

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction, committed at the end of the block, or rolled back when an error leaves it.

        On SQLite it holds the one write lock from its start, so that what it has read is still so when it writes.
        """
        return self._writing.begin()

    def read(self) -> AbstractContextManager[Connection]:
        """One transaction that only reads."""
        return self.engine.begin()

    def empty_log(self) -> None:
        """Empties SQLite's write-ahead log into the database, so that what was erased stands in neither.

        Where somebody reads an older state for longer than a moment, the log stays until the next time.
        """
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(**{_SQLITE_BEGIN: ""}) as conn:
                conn.exec_driver_sql(f"PRAGMA busy_timeout = {_A_MOMENT}")
                conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                conn.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def close(self) -> None:
        """Closes all connections that are not in use."""
        self.engine.dispose()


class JoinedStore(Store):
    """Hands out one transaction that is under way, which ends elsewhere.

    `was_erased`: that something was, so that whoever ends the transaction empties the log.
    """

    def __init__(self, conn: Connection) -> None:
        super().__init__(conn.engine)
        self._conn = conn
        self.was_erased = False

    def write(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._conn)

    def read(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._conn)

    def empty_log(self) -> None:
        """Leaves it to whoever ends the transaction."""
        self.was_erased = True


def joined(conn: Connection) -> JoinedStore:
    """A store whose every transaction is this one, which writes: what is done by it is kept together, or not at all."""
    return JoinedStore(conn)


def open_store(url: str, *, pool_size: int = 5) -> Store:
    """The database at an SQLAlchemy URL; `pool_size` is how many connections stay open.

    Raises `NotSetUp` for a URL that names neither an SQLite file nor a PostgreSQL database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise NotSetUp(f"the database URL can't be read: {error}") from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return Store(_sqlite_engine(parsed, pool_size))
    if backend == "postgresql":
        return Store(_postgres_engine(parsed, pool_size))
    raise NotSetUp(
        f"{backend} is not a database that Nurture runs on",
        hint="Use sqlite:///path/to/file.db or postgresql+psycopg://user:password@host/database.",
    )


def store_in_memory() -> Store:
    """An SQLite database of one connection, with all tables; nothing of it outlives the store. One thread at a time."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    store = Store(engine)
    with store.write() as conn:
        metadata.create_all(conn)
    return store


def _postgres_engine(url: URL, pool_size: int) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        hide_parameters=True,  # else an error's text could show what was written about a person
        use_native_hstore=False,  # looking for the type costs every new connection a query
    )


def _sqlite_engine(url: URL, pool_size: int) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise NotSetUp(
            "a database in memory is lost at the end of every connection",
            hint="Name a file: sqlite:///nurture.db",
        )
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
    # Otherwise the driver begins transactions on its own, and only just before the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what was erased stands in no page that is free
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_SQLITE_BEGIN, "BEGIN"))
