"""Everybody is looked at page by page, and a page reads nobody else: or many would take the square of the time."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, event

from nurture.store import Store, broadcasts, open_store, retention


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda conn: broadcasts.people_after(conn, "acme:1", limit=500), id="an-occasion-for-many"),
        pytest.param(lambda conn: retention.idle_after(conn, "acme:1", limit=500), id="who-is-to-be-forgotten"),
    ],
)
def test_a_page_of_people_is_read_in_the_order_of_their_ids_without_sorting(
    sqlite_url: str, read: Callable[[Connection], object]
) -> None:
    store = open_store(sqlite_url)
    with store.read() as conn:
        statement, values = _first_asked(store, conn, read)
        plan = [str(row[3]) for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    store.close()
    assert plan[0].startswith("SEARCH candidates USING"), plan
    assert "(id>?)" in plan[0], plan
    assert not [each for each in plan if "TEMP B-TREE" in each], plan


def _first_asked(store: Store, conn: Connection, read: Callable[[Connection], object]) -> tuple[str, Any]:
    asked: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        asked.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        read(conn)
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    return asked[0]
