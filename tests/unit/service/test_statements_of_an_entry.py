"""What letting one person in at an occasion for many asks of the database: this bounds how fast a broadcast is.

Each row says what a statement is for. Whoever adds one adds a row, with the reason why nothing that has been read
says it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event

from nurture.service.broadcasting import carry_on
from tests.unit.service.desk import Desk, sequence
from tests.unit.service.test_best_first import able, best, opens
from tests.unit.service.test_broadcasts import NOBODY_LEAVES, STEPS

ALL_COME_IN = sequence(
    STEPS,
    name="welcome",
    enroll="{on: job.opened, where: '\"alumni\" in candidate.tags', again: always}",
    exit=NOBODY_LEAVES,
    **{"for": "candidate"},
)
LIMITED = ALL_COME_IN.replace("again: always", "again: always, at_most: 50 per day")
GROUPED = ALL_COME_IN.replace("owner:", "exclusive: seasons\nowner:")

OF_EACH = {
    "SELECT broadcasts": (1, "locked first: two workers that do one page count together"),
    "INSERT candidates": (1, "the person is locked; all below is read under that lock"),
    "SELECT company_versions": (1, "the newest company.yaml, for what is asked and for its limit"),
    "SELECT consents": (1, "the person with what they agreed to, the job and everybody around: one join"),
    "SELECT enrollments": (
        3,
        "their runs of this sequence; whether doors are closed; streams that a merge left, which hear of the news, too",
    ),
    "SELECT events": (1, "the news may be in their stream already, by another sequence"),
    "UPDATE candidates": (1, "the number of the news in their stream"),
    "INSERT events": (1, "the news, where the run finds what let it in"),
    "INSERT enrollments": (1, "the run together with its first move"),
    "INSERT decisions": (1, "why they came in and what comes next, in one go"),
    "UPDATE broadcasts": (1, "how many came in"),
}
TURN = {"DELETE ranks": (1, "whoever comes in waits no longer, in the same transaction")}
LIMIT = {"SELECT enrollments": (4, "as above, and how many came in before them")}
GROUP = {
    "SELECT sequence_versions": (1, "which sequences are of the group by now"),
    "SELECT enrollments": (4, "as above, and the runs of the person that might keep them out"),
}


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(ALL_COME_IN, OF_EACH, id="all-come-in"),
        pytest.param(best(50).replace("openings", "welcome"), {**OF_EACH, **TURN}, id="the-best-come-first"),
        pytest.param(LIMITED, {**OF_EACH, **LIMIT}, id="there-is-a-limit"),
        pytest.param(GROUPED, {**OF_EACH, **GROUP}, id="one-of-a-group-at-a-time"),
    ],
)
def test_letting_one_person_in_asks_this_and_no_more(
    desk: Desk, published: str, expected: Mapping[str, tuple[int, str]]
) -> None:
    desk.publish(published)
    able(desk, p1=1, p2=1, p3=1)
    opened = opens(desk)
    with _transactions(desk) as transactions:
        while not carry_on(desk.parts, opened).standing.is_over:
            pass
    entries = [each for each in transactions if each["INSERT enrollments"]]
    assert len(entries) == 3
    for each in entries:
        assert each == {name: count for name, (count, _) in expected.items()}


@contextmanager
def _transactions(desk: Desk) -> Iterator[list[Counter[str]]]:
    """How often which table is asked or written meanwhile, in each transaction."""
    found: list[Counter[str]] = []

    def begins(_: Connection) -> None:
        found.append(Counter())

    def note(*told: object) -> None:
        if asked := _ASKED.search(str(told[2])):
            found[-1][f"{asked['verb']} {asked['table']}"] += 1

    engine = desk.parts.store.engine
    event.listen(engine, "begin", begins)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "begin", begins)
        event.remove(engine, "before_cursor_execute", note)


# Locks of PostgreSQL that name no table are left out: SQLite has none.
_ASKED = re.compile(
    r"(?P<verb>SELECT|INSERT|UPDATE|DELETE)\b(?:.*?\b(?:FROM|INTO)|(?<=UPDATE))\s+(?P<table>[a-z_]+)", re.DOTALL
)
