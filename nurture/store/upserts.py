"""`INSERT ... ON CONFLICT`, which both databases know and SQLAlchemy spells once for each.

Statements are made once for each table: the columns of `excluded` are a copy of the table's, and making them costs more
than the query.
"""

from collections.abc import Mapping
from functools import cache, lru_cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

Values = Mapping[str, object]


def insert_into(conn: Connection, table: Table) -> PostgresInsert | SqliteInsert:
    """An insert that can be told what to do on conflict."""
    return insert_on(conn.dialect.name, table)


@cache
def insert_on(dialect: str, table: Table) -> PostgresInsert | SqliteInsert:
    """The same for whoever keeps what they make of it, by the dialect's name."""
    return PostgresInsert(table) if dialect == "postgresql" else SqliteInsert(table)


def insert_unless_there(conn: Connection, table: Table, values: Values) -> bool:
    """Inserts a row unless one with the same key is there; says whether it did."""
    # Without the option SQLAlchemy does not keep the row count of an insert.
    inserted = conn.execute(
        _unless_there(conn.dialect.name, table), dict(values), execution_options={"preserve_rowcount": True}
    )
    return inserted.rowcount == 1


def insert_or_update(conn: Connection, table: Table, values: Values) -> None:
    """Inserts a row; of one with the same id that is there already, overwrites what is given and nothing else."""
    given = frozenset(values) - {"id"}
    conn.execute(_or_update(conn.dialect.name, table, given), dict(values))


@cache
def _unless_there(dialect: str, table: Table) -> PostgresInsert | SqliteInsert:
    return insert_on(dialect, table).on_conflict_do_nothing()


@lru_cache(maxsize=256)
def _or_update(dialect: str, table: Table, given: frozenset[str]) -> PostgresInsert | SqliteInsert:
    if not given:
        return _unless_there(dialect, table)
    statement = insert_on(dialect, table)
    return statement.on_conflict_do_update(
        index_elements=["id"], set_={name: statement.excluded[name] for name in sorted(given)}
    )
