"""What company.yaml adds to records: kept as one document for each record, in which only what is stated changes."""

import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Table, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB

from nurture.domain.values import Kept

Document = Mapping[str, Kept]


def add(conn: Connection, table: Table, record_id: str, *, own: Document, roles: Document) -> None:
    """Adds to what is kept of a record; what is stated as None is not known any more."""
    told = {name: document for name, document in (("own", own), ("roles", roles)) if document}
    if told:
        changed = {name: _merged(conn, table.c[name], document) for name, document in told.items()}
        conn.execute(update(table).where(table.c.id == record_id).values(changed))


def is_known(conn: Connection, table: Table, record_id: str, *, own: Document, roles: Document) -> bool:
    """Whether all of this is kept of a record already; None is, where nothing is."""
    if not (own or roles):
        return True
    kept = conn.execute(select(table.c.own, table.c.roles).where(table.c.id == record_id)).one_or_none()
    return kept is not None and all(
        (found or {}).get(name) == value
        for found, told in zip(kept, (own, roles), strict=True)
        for name, value in told.items()
    )


def _merged(conn: Connection, column: ColumnElement[object], told: Document) -> ColumnElement[object]:
    if conn.dialect.name == "postgresql":
        return column.op("||")(literal(dict(told), JSONB))
    return func.json_patch(column, json.dumps(dict(told)))
