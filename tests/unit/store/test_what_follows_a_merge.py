"""Whatever belongs to a person moves with a merge: no table that refers to people may be forgotten, also a new one."""

import re
from collections.abc import Callable
from typing import Final

import pytest
from sqlalchemy import Connection, event

from nurture.domain.intake import Intake
from nurture.store import intake, merging, recording
from nurture.store.columns import metadata
from nurture.store.tables import candidates
from tests.unit.store.conftest import ADA, NOW

TWIN = "acme:2"
STAYS: Final = {
    ("candidates", "merged_into"): "it says who goes on, and is set",
    ("events", "candidate_id"): "a stream goes on for those who read it",
    ("enrollments", "stream_id"): "a run reads one stream for ever",
    ("candidate_links", "id"): "it names the record, whosever that is",
}
"""References to people that a merge leaves alone, each with the reason."""
MOVES: Final = re.compile(r"UPDATE (\w+) SET candidate_id=")

Merge = Callable[[Connection], object]


def references() -> set[tuple[str, str]]:
    """Every column that refers to a person."""
    return {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if any(key.column.table is candidates for key in column.foreign_keys)
    }


@pytest.mark.parametrize(
    "merge",
    [
        lambda conn: intake.apply(conn, Intake(at=NOW, merged_into={TWIN: ADA}), NOW),
        lambda conn: merging.join(conn, TWIN, ADA, by=None, now=NOW),
    ],
    ids=["in one system", "over two"],
)
def test_every_reference_to_a_person_moves_or_says_why_it_stays(conn: Connection, merge: Merge) -> None:
    recording.lock_candidate(conn, TWIN, now=NOW)
    moved: set[tuple[str, str]] = set()

    def note(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        moved.update((table, "candidate_id") for table in MOVES.findall(statement))

    event.listen(conn, "before_cursor_execute", note)
    merge(conn)
    event.remove(conn, "before_cursor_execute", note)
    assert references() - STAYS.keys() == moved
