"""What a row would do to the record: whom it is about, and whether anything of it is new."""

from collections.abc import Container, Iterable, Iterator, Sequence
from enum import StrEnum

from sqlalchemy import Connection

from nurture.domain.joining import IMPORT, are_strangers
from nurture.service.importing.people import Faulty, Person
from nurture.store import imports, recording
from nurture.store.imports import Known, OnRecord
from nurture.values import frozen


class Fate(StrEnum):
    """What comes of a row."""

    NEW = "new"
    MATCHED = "matched"
    CHANGED = "changed"
    KNOWN = "known"
    REFUSED = "refused"


WOULD = {
    Fate.NEW: "not on record so far",
    Fate.MATCHED: "on record already, known by a mail address",
    Fate.CHANGED: "on record already, and would be changed",
    Fate.KNOWN: "on record just so",
    Fate.REFUSED: "refused",
}
"""What comes of rows that were looked at alone."""
DID = {
    **WOULD,
    Fate.NEW: "put on record",
    Fate.CHANGED: "on record already, and changed",
}
"""What came of rows that were taken in."""


@frozen
class Planned:
    """A row's person, and what comes of them; `whose` is the record on which what is told of them goes."""

    person: Person
    fate: Fate
    whose: str


def waves(people: Iterable[Person]) -> Iterator[list[Person]]:
    """Cuts a batch so that nobody is in a part twice: who comes again is looked up after the first was written."""
    wave: list[Person] = []
    seen: set[str] = set()
    for person in people:
        names = {person.update.id, *person.emails}
        if not names.isdisjoint(seen):
            yield wave
            wave, seen = [], set()
        wave.append(person)
        seen |= names
    if wave:
        yield wave


def plan(conn: Connection, wave: Sequence[Person], source: str, named: Container[str] = ()) -> list[Planned | Faulty]:
    """What comes of people of whom none is there twice. An ATS that has two records of one address means two.

    `named` are jobs that the file names, so that they are or will be on record.
    """
    ids = [each.update.id for each in wave]
    apart_from = None if source == IMPORT else source
    known = imports.on_record(conn, ids, [email for each in wave for email in each.emails], apart_from=apart_from)
    jobs = recording.job_statuses(conn, {each for person in wave for each in _jobs_of(person) if each not in named})
    return [_without(jobs, named, person) or _plan(person, known) for person in wave]


def _jobs_of(person: Person) -> Iterator[str]:
    return (each.update.job_id for each in person.applications if each.job is None and each.update.job_id is not None)


def _without(jobs: Container[str], named: Container[str], person: Person) -> Faulty | None:
    """Why a row is refused whose job nobody knows."""
    missing = [each for each in _jobs_of(person) if each not in jobs and each not in named]
    if not missing:
        return None
    hint = "fill in job_name, or read the ATS's own lists first with `nurture backfill`"
    return _refused(person, f"no job {missing[0]} is on record; {hint}")


def _plan(person: Person, known: OnRecord) -> Planned | Faulty:
    record = known.records.get(person.update.id)
    if record is not None:
        if record.is_erased:
            return _refused(person, "this person was erased, and nothing about them is kept; take the row out")
        fate = Fate.CHANGED if _changes(person, record, known) else Fate.KNOWN
        return Planned(person=person, fate=fate, whose=record.person)
    holders = {each.id: each for email in person.emails for each in known.holders.get(email, ())}
    if not holders:
        return Planned(person=person, fate=Fate.NEW, whose=person.update.id)
    if len(holders) > 1:
        return _refused(person, f"{', '.join(sorted(holders))} have this address; give the row the id of one")
    [holder] = holders.values()
    if holder.is_closed:
        return _refused(person, f"{holder.id} has this address, and is private; take the row out")
    fields = person.update.fields
    names = (str(fields.get(name) or "") for name in ("first_name", "last_name"))
    if are_strangers(names, holder.names):
        return _refused(person, f"{holder.id} has this address, and another name; mend one of the two")
    return Planned(person=person, fate=Fate.MATCHED, whose=holder.id)


def _refused(person: Person, why: str) -> Faulty:
    return Faulty(line=person.line, faults=(why,))


def _changes(person: Person, record: Known, known: OnRecord) -> bool:
    update = person.update
    if any(record.says.get(name) != value for name, value in update.fields.items()):
        return True
    if any(record.own.get(name) != value for name, value in update.own.items()):
        return True
    reached = known.reached_at.get(record.person, frozenset())
    told = {(kind, point.value) for kind, points in update.reached_at().items() for point in points}
    agreed = known.consents.get(record.person, frozenset())
    return not told <= reached or (person.consent is not None and imports.entry(person.consent) not in agreed)
