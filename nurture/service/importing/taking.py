"""Taking in a file of people: looked at as a whole first, then put on record in batches, each whole or not at all.

How far it has come is kept with each batch, so that it goes on from there after whatever ended it. Nobody enters a
sequence by it, and no event is told: a file says what is known, not what has happened.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import Connection

from nurture.domain.intake import ConsentUpdate, Intake
from nurture.errors import Conflict
from nurture.service.importing.beside import looked_at, put_on_record
from nurture.service.importing.people import Faulty, Person, Terms, person_of
from nurture.service.importing.planning import Fate, Planned, plan, waves
from nurture.service.importing.repeats import Seen
from nurture.service.importing.sheet import Row, Sheet
from nurture.store import Store, audit, delivery, imports
from nurture.store.audit import Deed
from nurture.store.imports import Import
from nurture.store.joining import lock_addresses
from nurture.values import replace

BATCH: Final = 500
"""Rows that are put on record in one transaction."""
MOST_FAULTS: Final = 100
"""How many refused rows are told of one by one."""


@dataclass(slots=True)
class Tally:
    """What came, or would come, of rows: counts by fate, and the first rows that are refused."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Faulty] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All that were looked at."""
        return sum(self.counts[each] for each in Fate)

    @property
    def refused_in_all(self) -> int:
        """How many rows are refused, told one by one or not."""
        return self.counts[Fate.REFUSED]

    def add(self, outcome: Planned | Faulty) -> None:
        """Counts one row."""
        if isinstance(outcome, Faulty):
            self.counts[Fate.REFUSED] += 1
            if len(self.refused) < MOST_FAULTS:
                self.refused.append(outcome)
        else:
            self.counts[outcome.fate] += 1

    def add_beside(self, counts: Counter[str]) -> None:
        """Counts what rows tell of beside people."""
        self.counts.update(+counts)


Progress = Callable[[int], None]
"""Is told after each batch how many rows it had."""


def import_id(sheet: Sheet, terms: Terms) -> str:
    """Names a file's content together with how it is read and where it is said to come from."""
    whole = (
        f"{sheet.digest} {terms.meaning.stated} {terms.list_name if terms.connection is None else ''} {terms.source}"
    )
    return hashlib.sha256(whole.encode()).hexdigest()


def look(store: Store, sheet: Sheet, terms: Terms, progress: Progress) -> Tally:
    """What would come of every row, without writing anything."""
    tally, seen = Tally(), Seen(by_address=terms.connection is None)
    told: set[int] = set()
    named: set[str] = set()
    for batch in _batches(sheet.read()):
        people = [person_of(row, terms) for row in batch]
        named |= _named(people)
        with store.read() as conn:
            outcomes = list(_looked_at(conn, people, terms, seen, named))
            tally.add_beside(looked_at(conn, (each for each in outcomes if isinstance(each, Planned)), told))
        for outcome in outcomes:
            tally.add(outcome)
        progress(len(batch))
    tally.refused.sort(key=lambda each: each.line)
    return tally


def _looked_at(
    conn: Connection, people: list[Person | Faulty], terms: Terms, seen: Seen, named: set[str]
) -> Iterator[Planned | Faulty]:
    yield from (each for each in people if isinstance(each, Faulty))
    for outcome in plan(conn, [each for each in people if isinstance(each, Person)], terms.source, named):
        yield replace(outcome, fate=seen.fate_of(outcome)) if isinstance(outcome, Planned) else outcome


def _named(people: list[Person | Faulty]) -> set[str]:
    """Jobs that rows name, so that others may tell of them by their ids."""
    rows = (each for each in people if isinstance(each, Person))
    return {each.job.id for row in rows for each in row.applications if each.job is not None}


def standing(store: Store, sheet: Sheet, terms: Terms) -> Import | None:
    """How far this file has come; None where it was never begun."""
    with store.read() as conn:
        return imports.find(conn, import_id(sheet, terms))


def begin(store: Store, sheet: Sheet, terms: Terms, *, by: str, resume: bool) -> Import:
    """Puts an import on record. Raises Conflict where it was begun before and is not to go on."""
    with store.write() as conn:
        known = imports.find(conn, import_id(sheet, terms))
        if known is not None:
            if known.ended_at is None and not resume:
                raise Conflict(
                    f"this file was begun on {known.begun_at:%Y-%m-%d %H:%M} UTC, and {known.rows} rows were taken in",
                    hint="Go on with: --resume",
                )
            return known
        begun = Import(
            id=import_id(sheet, terms),
            name=sheet.path.name,
            source=terms.source,
            by=by,
            begun_at=terms.now,
            updated_at=terms.now,
            rows=0,
            counts={},
        )
        imports.begin(conn, begun)
        what = f"began to take in the people of {begun.name}, told by {begun.source}"
        audit.record(conn, Deed(at=terms.now, who=by, what=what, why=""))
        return begun


def take_in(
    store: Store, sheet: Sheet, terms: Terms, begun: Import, now: Callable[[], datetime], progress: Progress
) -> Tally:
    """Puts every row on record that was not before, batch by batch."""
    tally, stands = Tally(counts=Counter(begun.counts)), begun
    for batch in _batches(islice(sheet.read(), begun.rows, None)):
        people = [person_of(row, terms) for row in batch]
        with store.write() as conn:
            lock_addresses(conn, (email for each in people if isinstance(each, Person) for email in each.emails))
            for outcome in _taken(conn, people, terms, now(), tally):
                tally.add(outcome)
            done = replace(stands, rows=stands.rows + len(batch), counts=dict(tally.counts), updated_at=now())
            imports.advance(conn, stands, done)
        stands = done
        progress(len(batch))
    with store.write() as conn:
        imports.advance(conn, stands, replace(stands, updated_at=now(), ended_at=now()))
    return tally


def _taken(
    conn: Connection, people: list[Person | Faulty], terms: Terms, now: datetime, tally: Tally
) -> Iterator[Planned | Faulty]:
    yield from (each for each in people if isinstance(each, Faulty))
    named = _named(people)
    for wave in waves(each for each in people if isinstance(each, Person)):
        outcomes = plan(conn, wave, terms.source, named)
        planned = [each for each in outcomes if isinstance(each, Planned)]
        new = [each.person for each in planned if each.fate is Fate.NEW]
        imports.add(conn, ((each.update, each.consent) for each in new), source=terms.source, now=now)
        for each in planned:
            if each.fate in (Fate.MATCHED, Fate.CHANGED):
                _tell(conn, each.person, terms, now)
        tally.add_beside(put_on_record(conn, planned, source=terms.source, now=now))
        yield from outcomes


def _tell(conn: Connection, person: Person, terms: Terms, now: datetime) -> None:
    """Puts on record what a row says of somebody who is there, as a system would tell it, and as news to nobody."""
    agreed = (ConsentUpdate(candidate_id=person.update.id, consent=person.consent),) if person.consent else ()
    told = Intake(at=now, source=terms.source, candidates=(person.update,), consents=agreed)
    delivery.record(conn, told, now)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
