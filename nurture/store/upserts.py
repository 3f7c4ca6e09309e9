"""`INSERT ... ON CONFLICT`, which both databases know and SQLAlchemy spells once for each."""

from collections.abc import Mapping

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

Values = Mapping[str, object]


def insert_into(conn: Connection, table: Table) -> PostgresInsert | SqliteInsert:
    """An insert that can be told what to do on conflict."""
    return PostgresInsert(table) if conn.dialect.name == "postgresql" else SqliteInsert(table)


def insert_unless_there(conn: Connection, table: Table, values: Values) -> bool:
    """Inserts a row unless one with the same key is there; says whether it did."""
    # Without the option SQLAlchemy does not keep the row count of an insert.
    inserted = conn.execute(
        insert_into(conn, table).on_conflict_do_nothing(), dict(values), execution_options={"preserve_rowcount": True}
    )
    return inserted.rowcount == 1


def insert_or_update(conn: Connection, table: Table, values: Values) -> None:
    """Inserts a row; of one with the same id that is there already, overwrites what is given and nothing else."""
    statement = insert_into(conn, table)
    given = {name: statement.excluded[name] for name in values if name != "id"}
    if given:
        statement = statement.on_conflict_do_update(index_elements=["id"], set_=given)
    else:
        statement = statement.on_conflict_do_nothing()
    conn.execute(statement, dict(values))
