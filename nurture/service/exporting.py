"""Everything that is held on one person, in a shape that stays: what they have a right to see.

It goes by the same list of tables as erasing, so that nothing is held that is not shown. What is shown of a table is
every column of it; a column is added now and then, and none changes its meaning without another `FORMAT`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from html import escape
from typing import Final, TypeAlias

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, LargeBinary, or_, select
from sqlalchemy.types import BigInteger

from nurture.domain.dispatches import Json
from nurture.service.forgetting import hashes_of
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom
from nurture.store import audit, records
from nurture.store.audit import Deed
from nurture.store.columns import Names, UtcDateTime, Words
from nurture.store.holdings import HOLDINGS, Holding

FORMAT: Final = "nurture-export/1"
_BY_HASH: Final = {"suppressions": "address_hash", "audit": "about"}
"""Tables that know a person by the keyed hash of an address as well, and in which column."""

Document: TypeAlias = dict[str, Json]


def export(parts: Parts, candidate_id: str, by: ByWhom) -> Document:
    """Everything that is held on a person; that it was handed out is on the audit record. Raises NotFound."""
    with parts.store.write() as conn:
        whom = records.surviving_id(conn, candidate_id)
        audit.record(conn, Deed(at=by.at, who=by.by, what="exported what is on record", why=by.why, about=whom))
        hashes = hashes_of(conn, whom, secret=parts.secret)
        held: dict[str, Json] = {each.table.name: _rows(conn, each, whom, hashes) for each in HOLDINGS}
        return {"format": FORMAT, "person": whom, "exported_at": by.at.isoformat(), "held": held}


def _shown(holding: Holding) -> list[Column[object]]:
    return [column for column in holding.table.c if column.name not in holding.sealed]


def _rows(conn: Connection, holding: Holding, whom: str, hashes: set[str]) -> list[Json]:
    theirs = holding.whose(whom)
    if (known_by := _BY_HASH.get(holding.table.name)) is not None:
        theirs = or_(theirs, holding.table.c[known_by].in_(hashes))
    columns = _shown(holding)
    found = conn.execute(select(*columns).where(theirs).order_by(*holding.table.primary_key)).all()
    return [{column.name: _as_json(value) for column, value in zip(columns, row, strict=True)} for row in found]


def _as_json(value: object) -> Json:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, Mapping):
        return {str(name): _as_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no form in an export")


def schema() -> Document:
    """The JSON Schema of an export."""
    sections: Document = {each.table.name: _section(each) for each in HOLDINGS}
    properties: Document = {
        "format": {"const": FORMAT},
        "person": {"type": "string", "description": "Our id for them."},
        "exported_at": {"type": "string", "format": "date-time"},
        "held": {"type": "object", "properties": sections, "required": list(sections), "additionalProperties": False},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Everything that Nurture holds on one person",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _section(holding: Holding) -> Document:
    columns = _shown(holding)
    properties: Document = {each.name: _kind(each) for each in columns}
    item: Document = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "array", "description": f"{holding.called[0].upper()}{holding.called[1:]}.", "items": item}


_KINDS: Final[Sequence[tuple[type | tuple[type, ...], Document]]] = (
    (UtcDateTime, {"type": "string", "format": "date-time"}),
    (Date, {"type": "string", "format": "date"}),
    ((Words, Names), {"type": "array", "items": {"type": "string"}}),
    (JSON, {}),
    (Boolean, {"type": "boolean"}),
    ((Integer, BigInteger), {"type": "integer"}),
    (LargeBinary, {"type": "string"}),
)


def _kind(column: Column[object]) -> Document:
    kind = next((said for types, said in _KINDS if isinstance(column.type, types)), {"type": "string"})
    if column.nullable and "type" in kind:
        return {**kind, "type": [kind["type"], "null"]}
    return dict(kind)


def page(document: Document) -> str:
    """An export as one page of HTML to be read, without anything that would be loaded from elsewhere."""
    held = document["held"]
    assert isinstance(held, dict), "`export` made it"
    sections = "".join(_as_section(each, held[each.table.name]) for each in HOLDINGS)
    title = escape(f"What is held on {_called(held)}, {_as_moment(document['exported_at'])}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
        "dl{display:grid;grid-template-columns:12em 1fr;border-top:1px solid #bbb;padding-top:.5em}"
        "dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}</style></head>"
        f"<body><h1>{title}</h1>{sections}</body></html>\n"
    )


def _called(held: Mapping[str, Json]) -> str:
    """The person by name, else by our id."""
    match held["candidates"]:
        case [{"first_name": first, "last_name": last, "id": id_}, *_]:
            return " ".join(str(name) for name in (first, last) if name) or str(id_)
    raise TypeError("an export has a candidate, whom `export` found")


def _as_moment(value: Json) -> str:
    """On the clock of Greenwich, to the minute."""
    return f"{datetime.fromisoformat(str(value)):%Y-%m-%d %H:%M} UTC"


def _as_section(holding: Holding, rows: Json) -> str:
    assert isinstance(rows, list), "`export` made it"
    moments = {each.name for each in _shown(holding) if isinstance(each.type, UtcDateTime)}
    told = [
        {name: _as_moment(value) if name in moments and value else value for name, value in row.items()}
        for row in rows
        if isinstance(row, dict)
    ]
    entries = "".join(f"<dl>{_as_entry(row)}</dl>" for row in told) or "<p>Nothing.</p>"
    return f"<h2>{escape(holding.called[0].upper() + holding.called[1:])}</h2>{entries}\n"


def _as_entry(row: Json) -> str:
    assert isinstance(row, dict), "`export` made it"
    said = {name: value for name, value in row.items() if value not in (None, "", [], {})}
    return "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{_as_text(value)}</dd>" for name, value in said.items()
    )


def _as_text(value: Json) -> str:
    if isinstance(value, dict):
        return f"<dl>{_as_entry(value)}</dl>"
    if isinstance(value, list):
        return "<br>".join(_as_text(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return escape(str(value))
