"""Every address and number of a person is on record, with who told of it, and finds them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from nurture.domain.contact_points import ContactKind, ContactPoint
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.store import Store, contact_points, correspondence, intake, listings, open_store
from nurture.store.migrate import migrate
from nurture.store.tables import candidates
from nurture.store.tables import contact_points as table
from tests.unit.store.conftest import ADA, NOW

LATER = NOW + timedelta(hours=1)
HOME, WORK = "ada@home.example", "Ada.Byron@Work.example"


def says(conn: Connection, source: str = "acme", candidate: str = ADA, **told: object) -> None:
    fields = {kind: told.pop(kind) for kind in ("email", "phone") if kind in told}
    update = CandidateUpdate(id=candidate, fields=fields, **told)
    intake.apply(conn, Intake(at=LATER, source=source, candidates=(update,)), LATER)


def rows(conn: Connection) -> list[tuple[str, str, bool, str | None]]:
    columns = table.c.value, table.c.source, table.c.is_primary, table.c.normalized
    return [tuple(row) for row in conn.execute(select(*columns).order_by(table.c.value, table.c.source))]


def since(conn: Connection) -> set[tuple[str, datetime]]:
    return {(value, at) for value, at in conn.execute(select(table.c.value, table.c.since))}


@pytest.mark.parametrize(
    ("kind", "value", "normalized", "reason"),
    [
        (ContactKind.EMAIL, " Ada@Home.Example ", "ada@home.example", "case and outer blanks don't count"),
        (ContactKind.PHONE, "+47 555-01 (442)", "+4755501442", "separators don't count"),
        (ContactKind.PHONE, "0047 555 01 442", "+4755501442", "00 is +"),
        (ContactKind.PHONE, "555 01 442", None, "nobody knows in which country"),
    ],
)
def test_what_an_address_is_compared_by(kind: ContactKind, value: str, normalized: str | None, reason: str) -> None:
    assert ContactPoint(kind=kind, value=value).normalized == normalized, reason


def test_one_address_alone_is_all_that_its_source_knows(conn: Connection) -> None:
    assert rows(conn) == [(HOME, "told by hand", True, HOME)]


def test_whoever_has_several_is_found_by_each_of_them(conn: Connection) -> None:
    says(conn, "acme", email=HOME, emails=(WORK, HOME), phones=("+47 555 01 442", "555 01 442"))
    for address in (HOME, WORK.lower(), WORK.upper()):
        assert correspondence.candidates_at(conn, address) == (ADA,)
        assert [each.id for each in listings.find_people(conn, address)] == [ADA]
    assert correspondence.holders_of(conn, "+4755501442") == (ADA,)
    assert [each.id for each in listings.people(conn, containing="byron@work")] == [ADA]


def test_what_a_source_no_longer_tells_is_gone_and_what_another_told_stays(conn: Connection) -> None:
    says(conn, "acme", email=HOME, emails=(WORK, HOME))
    says(conn, "other", email=WORK)
    says(conn, "acme", email="ada@new.example")
    assert [(value, source) for value, source, *_ in rows(conn)] == [
        (WORK, "other"),
        (HOME, "told by hand"),
        ("ada@new.example", "acme"),
    ]
    says(conn, "other", emails=())
    assert correspondence.candidates_at(conn, WORK) == ()


def test_another_primary_address_leaves_since_when_both_are_known(conn: Connection) -> None:
    says(conn, "acme", email=HOME, emails=(WORK, HOME))
    before = since(conn)
    says(conn, "acme", email=WORK, emails=(WORK, HOME))
    assert since(conn) == before
    assert [value for value, source, is_primary, _ in rows(conn) if source == "acme" and is_primary] == [WORK]


def test_addresses_move_with_a_merge_and_go_with_an_erasure(conn: Connection) -> None:
    says(conn, "told by hand", candidate="acme:2", email=HOME, emails=(WORK, HOME))
    intake.apply(conn, Intake(at=LATER, merged_into={"acme:2": ADA}), LATER)
    assert contact_points.of_candidate(conn, ADA, ContactKind.EMAIL) == (HOME, WORK)
    assert correspondence.candidates_at(conn, WORK) == (ADA,)
    intake.apply(conn, Intake(at=LATER, erased=(ADA,)), LATER)
    assert rows(conn) == []


def test_a_database_of_before_has_them_in_the_table_once_it_is_migrated(empty_database_url: str) -> None:
    migrate(empty_database_url, revision="0020")
    before = open_store(empty_database_url)
    people = [{"id": f"acme:{n}", "email": f"P{n}@home.example", "updated_at": NOW} for n in range(1_500)]
    people[7] |= {"phone": "+47 555 01 442"}
    with before.write() as conn:
        conn.execute(insert(candidates), [{"phone": None, **person} for person in people])
    before.close()
    migrate(empty_database_url)
    after: Store = open_store(empty_database_url)
    with after.read() as conn:
        assert len(rows(conn)) == 1_501
        assert contact_points.holders(conn, ContactKind.EMAIL, "p1499@home.example") == ("acme:1499",)
        assert correspondence.holders_of(conn, "+4755501442") == ("acme:7",)
        assert conn.execute(select(table.c.source).distinct()).scalars().all() == ["acme"]
    after.close()
