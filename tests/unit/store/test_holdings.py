"""What is held of people: every column of words is erased, or says why it stays, and what is erased is gone."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Double,
    Enum,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    select,
)
from sqlalchemy.types import BigInteger, Date

from nurture.store import broadcasts, erasing
from nurture.store.broadcasts import Broadcast
from nurture.store.columns import Names, UtcDateTime, Words, metadata
from nurture.store.holdings import HOLDINGS, Holding
from nurture.store.tables import candidates
from tests.unit.store.conftest import ADA, ADAS, NOW, ROBOTICS, enroll

MARK: Final = "Zyxomark"
WORDS: Final = (String, Text, JSON, LargeBinary, Words, Names)
HELD: Final = {each.table.name: each for each in HOLDINGS}

IMPERSONAL: Final[Mapping[str, str]] = {
    "api_tokens": "names of programs of ours, and what they may do",
    "api_answers": "what was made by an API call, by its ids, for a few days",
    "people": "those of ours who hold roles; they are taken out in the ATS",
    "jobs": "what is open, and who of ours hires",
    **dict.fromkeys(("company_versions", "sequence_versions"), "files that were published"),
    "inbox_subjects": "the ATS's numbers of those whom a delivery names, until it is taken in",
    "broadcasts": "who is looked at, by number, at which news of a job",
    "contests": "counts",
    "breakers": "counts of sequences and of mailboxes of ours",
    "imports": "files by name, who took them in, and counts",
    "looks": "which application a day's look has come to, by its number",
    "mailboxes": "how far mailboxes of ours were read",
    "mailbox_slots": "when a mail leaves, by the key of its step",
}
"""Tables that hold nothing of candidates, each with the reason."""


def holds_words(column: Column[object]) -> bool:
    """Whether a column can say something of a person: one of a fixed set or a reference can not."""
    return isinstance(column.type, WORDS) and not isinstance(column.type, Enum) and not column.foreign_keys


def undeclared(tables: MetaData) -> Iterator[str]:
    """Columns that are neither erased nor declared free of personal data, and tables of which nothing is said."""
    for table in tables.tables.values():
        if table.name in IMPERSONAL:
            continue
        held = HELD.get(table.name)
        if held is None:
            yield table.name
        elif not held.goes:
            said = held.erased.keys() | held.stays.keys()
            yield from (f"{table.name}.{each.name}" for each in table.c if holds_words(each) and each.name not in said)


def test_every_column_of_words_is_erased_or_says_why_it_stays() -> None:
    assert list(undeclared(metadata)) == []


@pytest.mark.parametrize(
    ("table", "column", "found"),
    [
        ("candidates", Column("nickname", Text), ["candidates.nickname"]),
        ("tasks", Column("hints", JSON), ["tasks.hints"]),
        ("consents", Column("wording", Text), []),
        ("jobs", Column("note", Text), []),
        ("diaries", Column("entry", Text), ["diaries"]),
    ],
    ids=["a name", "a document", "rows that go", "nobody's", "a new table"],
)
def test_a_new_column_of_words_is_found(table: str, column: Column[object], found: list[str]) -> None:
    more = MetaData()
    if table in metadata.tables:
        metadata.tables[table].to_metadata(more).append_column(column)
    else:
        Table(table, more, column)
    assert list(undeclared(more)) == found


def test_nothing_is_declared_that_is_not_there_and_nothing_twice() -> None:
    assert IMPERSONAL.keys() <= metadata.tables.keys()
    assert not IMPERSONAL.keys() & HELD.keys()
    for each in HOLDINGS:
        assert not each.erased.keys() & each.stays.keys(), each.table.name
        assert each.erased.keys() | each.stays.keys() | each.sealed <= set(each.table.c.keys()), each.table.name


def filled(column: Column[object], held: Holding, known: dict[str, str]) -> object:
    """A value for a column, with the mark wherever it is to go."""
    if column.foreign_keys:
        [key] = column.foreign_keys
        return known.get(key.column.table.name)
    is_marked = held.goes or column.name in held.erased
    if isinstance(column.type, Enum):
        return column.type.enum_class and next(iter(column.type.enum_class))
    if isinstance(column.type, LargeBinary):
        return MARK.encode()
    if isinstance(column.type, Words | Names):
        return (MARK if is_marked else "word",)
    if isinstance(column.type, JSON):
        return {"said": MARK if is_marked else "word"}
    if isinstance(column.type, String):
        return MARK if is_marked else "word"
    plain = {UtcDateTime: NOW, Boolean: False, Date: date(2026, 3, 2), Integer: 7, BigInteger: 7_000_007, Double: 0.5}
    return next(value for kind, value in plain.items() if isinstance(column.type, kind))


def everything(conn: Connection) -> str:
    """The whole database as text."""
    rows = (conn.execute(select(table)).all() for table in metadata.tables.values())
    return "\n".join(str(row) for found in rows for row in found)


@pytest.mark.parametrize("erased", [True, False], ids=["erased", "kept, to see that the search finds it"])
def test_what_is_to_go_is_gone_from_every_table(conn: Connection, erased: bool) -> None:
    run = enroll(conn)
    known = {"candidates": ADA, "applications": ADAS, "jobs": ROBOTICS, "people": "acme:u1", "enrollments": run}
    known |= {"touchpoints": "word", "broadcasts": "keep-warm/1/then"}
    occasion = Broadcast(
        id=known["broadcasts"], sequence="keep-warm", version=1, trigger=1, occasion="then", opened_at=NOW
    )
    assert broadcasts.open_new(conn, occasion)
    for held in sorted(HOLDINGS, key=lambda each: [*metadata.sorted_tables].index(each.table)):
        row = {each.name: filled(each, held, known) for each in held.table.c}
        if held.table is candidates:
            row |= {"id": "acme:9", "merged_into": ADA}
        if "about" in row:
            row["about"] = ADA
        if held.table.name == "enrollments":
            row |= {"sequence": "keep-warm", "version": 1}
        conn.execute(held.table.insert(), row)
    if erased:
        assert erasing.erase(conn, ADA, now=NOW)
        assert not erasing.erase(conn, ADA, now=NOW), "a second time there is nothing to do"
    told = everything(conn).replace(MARK.encode().hex(), MARK)
    assert (MARK in told) is not erased
    assert (conn.execute(select(candidates.c.erased_at).where(candidates.c.id == ADA)).scalar_one() == NOW) is erased
