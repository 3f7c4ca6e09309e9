"""`INSERT ... ON CONFLICT`, which both databases know and SQLAlchemy spells once for each.

Statements are made once for each table: the columns of `excluded` are a copy of the table's, and making them costs more
than the query.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select
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


def insert_or_change(conn: Connection, table: Table, values: Values) -> None:
    """The same, but a row that says all of it already is neither written nor locked.

    Whoever writes a row holds it until their transaction ends, and all that tell of one recruiter, or of one job,
    would take turns. A row that somebody else is changing meanwhile is as if they had come after.
    """
    given = tuple(sorted(values))
    kept = conn.execute(_kept(table, given), {"of": values["id"]}).one_or_none()
    if kept is None or any(kept_value != values[name] for name, kept_value in zip(given, kept, strict=True)):
        insert_or_update(conn, table, values)


@lru_cache(maxsize=256)
def _kept(table: Table, given: tuple[str, ...]) -> Select[Any]:
    return select(*(table.c[name] for name in given)).where(table.c.id == bindparam("of"))


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
