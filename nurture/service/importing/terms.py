"""How the rows of one import are understood, and a list of people that came in one piece."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from nurture.ats import connection_of, connections_from
from nurture.config import Settings
from nurture.messages.identity import address_hash
from nurture.service.declared import own_of_company
from nurture.service.importing.columns import Meaning, targets_of
from nurture.service.importing.people import Terms
from nurture.service.importing.sheet import Cell, Row, Sheet
from nurture.store import Store
from nurture.store.sequences import PlanCache

_KEY: Final = 20
"""Characters of an address's hash that name somebody who has no other id: 80 bits."""


def terms_of(
    settings: Settings,
    store: Store,
    columns: Iterable[str],
    meaning: Meaning,
    *,
    connection: str | None,
    name: str,
    now: datetime,
) -> tuple[Terms, list[str]]:
    """How rows are read, and what is wrong with the columns. Raises NotFound for an ATS that is not connected."""
    if connection is not None:
        connection_of(connections_from(settings), connection)
    with store.read() as conn:
        own = own_of_company(PlanCache(), conn)
    targets, faults = targets_of(columns, meaning, own)
    secret = settings.link_secret.get_secret_value()
    terms = Terms(
        targets=targets,
        meaning=meaning,
        own=own.fields.get("candidate", {}),
        list_name=name,
        connection=connection,
        hash_of=lambda address: address_hash(address, secret=secret)[:_KEY],
        now=now,
    )
    return terms, faults


def sheet_of(name: str, people: Iterable[Mapping[str, Cell]]) -> Sheet:
    """A list that is no file; its rows count from 1."""
    rows = [Row(line=number, cells=cells) for number, cells in enumerate(people, start=1)]
    whole = json.dumps([dict(row.cells) for row in rows], sort_keys=True)
    return Sheet(
        path=Path(name),
        digest=hashlib.sha256(whole.encode()).hexdigest(),
        columns=tuple(dict.fromkeys(column for row in rows for column in row.cells)),
        read=lambda: iter(rows),
    )
