"""Tags, skills and interests are on record with who told of each, and since when."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from nurture.domain.consent import BY_HAND
from nurture.domain.intake import CandidateUpdate, FieldValue, Intake
from nurture.store import intake, links, open_store, records, splitting, words_told
from nurture.store.migrate import migrate
from nurture.store.tables import candidates
from nurture.values import replace
from tests.unit.store.conftest import ADA, NOW, ada_applies

THERE = "other:9"
HOURS = tuple(NOW + timedelta(hours=number) for number in range(6))


def says(conn: Connection, record: str = ADA, at: datetime = HOURS[1], source: str = "", **fields: FieldValue) -> None:
    update = CandidateUpdate(id=record, fields=fields)
    told_by = source or record.partition(":")[0]
    intake.apply(conn, Intake(at=at, source=told_by, candidates=(update,)), at)


def told(conn: Connection, candidate: str = ADA) -> list[tuple[str, str, str, int]]:
    """Each word of theirs: its list, itself, who told of it, and so many hours after the start."""
    return [
        (each.kind, each.word, each.source, int((each.since - NOW) / timedelta(hours=1)))
        for each in words_told.of_candidate(conn, candidate)
    ]


@pytest.fixture
def known(conn: Connection) -> Connection:
    intake.apply(conn, replace(ada_applies(), source="acme"), NOW)
    says(conn, tags=("math",), skills=("sums",))
    return conn


def test_a_word_keeps_since_when_it_is_known_and_goes_when_its_list_has_it_no_more(known: Connection) -> None:
    says(known, at=HOURS[2], tags=("math", "poet"))
    assert ("tags", "poet", "acme", 2) in told(known)
    assert ("skills", "sums", "acme", 1) in told(known), "of skills nothing was said"
    says(known, at=HOURS[3], tags=("poet",))
    assert [each for each in told(known) if each[0] == "tags"] == [("tags", "poet", "acme", 2)]
    assert records.candidate(known, ADA).tags == ("poet",)


def test_a_word_that_is_added_by_hand_is_that_ones_alone(known: Connection) -> None:
    says(known, at=HOURS[2], source=BY_HAND, skills=("sums", "chess"))
    assert [each[1:] for each in told(known) if each[0] == "skills"] == [("sums", "acme", 1), ("chess", BY_HAND, 2)]


def test_of_whom_two_systems_tell_a_word_has_both(known: Connection) -> None:
    says(known, THERE, HOURS[2], email="ada@home.example", tags=("math", "poet"))
    assert [each[1:3] for each in told(known) if each[0] == "tags"] == [
        ("math", "acme"),
        ("math", "told by hand"),
        ("math", "other"),
        ("poet", "other"),
    ]
    says(known, ADA, HOURS[3], tags=())
    assert records.candidate(known, ADA).tags == ("math", "poet")
    assert {each[2] for each in told(known) if each[1] == "math"} == {"told by hand", "other"}


def test_words_of_a_record_that_is_taken_apart_or_erased_go_with_it(known: Connection) -> None:
    says(known, THERE, HOURS[2], email="ada@home.example", tags=("poet",))
    link = links.of_record(known, THERE)
    assert link is not None
    splitting.split(known, link, now=HOURS[3])
    assert told(known, THERE) == [("tags", "poet", "other", 2)]
    assert "poet" not in {each[1] for each in told(known)}
    intake.apply(known, Intake(at=HOURS[4], source="acme", erased=(ADA,)), HOURS[4])
    assert told(known) == []


def test_a_system_that_erases_its_record_takes_its_words_along(known: Connection) -> None:
    says(known, THERE, HOURS[2], email="ada@home.example", tags=("math", "poet"))
    intake.apply(known, Intake(at=HOURS[3], source="other", erased=(THERE,)), HOURS[3])
    assert records.candidate(known, ADA).tags == ("math",)
    assert "other" not in {each[2] for each in told(known)}


def test_words_move_with_a_merge(known: Connection) -> None:
    says(known, "acme:2", HOURS[2], tags=("poet",))
    intake.apply(known, Intake(at=HOURS[3], source="acme", merged_into={"acme:2": ADA}), HOURS[3])
    assert ("tags", "poet", "acme", 2) in told(known)


def test_a_database_of_before_has_its_words_with_their_connection_once_it_is_migrated(empty_database_url: str) -> None:
    migrate(empty_database_url, revision="0027")
    before = open_store(empty_database_url)
    with before.write() as conn:
        blank = {"skills": (), "interests": ()}
        conn.execute(
            insert(candidates),
            [{"id": ADA, "tags": ("math", "poet", "math"), **blank, "updated_at": NOW}],
        )
    before.close()
    migrate(empty_database_url)
    after = open_store(empty_database_url)
    with after.read() as conn:
        assert told(conn) == [("tags", "math", "acme", 0), ("tags", "poet", "acme", 0)]
    after.close()
