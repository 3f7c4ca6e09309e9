"""Consent on record: a history that an ATS's date adds to, that follows a merge, and that is forgotten."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text

from nurture.domain.consent import BY_ATS, BY_SURVEY, Consent, ConsentKind
from nurture.domain.intake import CandidateUpdate, ConsentUpdate, Intake
from nurture.store import Store, consents, events, intake, records
from nurture.store.migrate import downgrade, migrate
from tests.unit.store.conftest import ADA, NOW, ada_applies

JULY, NEXT_JULY = date(2026, 7, 30), date(2027, 7, 30)
TWIN = "acme:2"


def ats_says(conn: Connection, until: date | None, *, hours: int, candidate: str = ADA) -> list[str]:
    """Takes in the ATS's date, and gives the events that it was."""
    at = NOW + timedelta(hours=hours)
    told = Intake(at=at, candidates=(CandidateUpdate(id=candidate, fields={"consent_until": until}),))
    return [event.type for _, event in intake.apply(conn, told, at).events]


def says(conn: Connection, kind: ConsentKind, until: date | None = None, *, hours: int, whom: str = ADA) -> list[str]:
    """Takes in what the person said on a page."""
    at = NOW + timedelta(hours=hours)
    consent = Consent(kind=kind, at=at, until=until, source=BY_SURVEY, noted_by="renewal/ask")
    told = Intake(at=at, consents=(ConsentUpdate(candidate_id=whom, consent=consent),))
    return [event.type for _, event in intake.apply(conn, told, at).events]


def test_the_date_of_the_ats_is_a_consent_of_that_source(conn: Connection) -> None:
    assert ats_says(conn, JULY, hours=1) == ["candidate.consent_given"]
    [entry] = consents.history(conn, ADA)
    assert (entry.source, entry.until, entry.purpose) == (BY_ATS, JULY, "nurture")
    candidate = records.candidate(conn, ADA)
    assert (candidate.consent_until, candidate.consent_given_at) == (JULY, NOW + timedelta(hours=1))
    event = events.since(conn, ADA, 0)[-1]
    assert event.data == {"until": "2026-07-30", "purpose": "nurture", "source": "ats"}


def test_an_ats_that_repeats_itself_adds_nothing(conn: Connection) -> None:
    ats_says(conn, JULY, hours=1)
    assert ats_says(conn, JULY, hours=2) == []
    assert len(consents.history(conn, ADA)) == 1


def test_what_the_person_said_stands_over_what_the_ats_has_held_all_along(conn: Connection) -> None:
    ats_says(conn, JULY, hours=1)
    assert says(conn, ConsentKind.GIVEN, NEXT_JULY, hours=2) == ["candidate.consent_given"]
    assert ats_says(conn, JULY, hours=3) == []
    assert records.candidate(conn, ADA).consent_until == NEXT_JULY
    assert says(conn, ConsentKind.WITHDRAWN, hours=4) == ["candidate.consent_withdrawn"]
    assert ats_says(conn, JULY, hours=5) == []
    candidate = records.candidate(conn, ADA)
    assert (candidate.consent_until, candidate.consent_given_at) == (None, None)
    assert [each.kind for each in consents.history(conn, ADA)] == ["given", "given", "withdrawn"]


def test_an_ats_that_learns_of_the_new_date_says_nothing_new(conn: Connection) -> None:
    ats_says(conn, JULY, hours=1)
    says(conn, ConsentKind.GIVEN, NEXT_JULY, hours=2)
    assert ats_says(conn, NEXT_JULY, hours=3) == []
    says(conn, ConsentKind.WITHDRAWN, hours=4)
    assert ats_says(conn, NEXT_JULY, hours=5) == []
    assert records.candidate(conn, ADA).consent_until is None


def test_a_date_that_is_taken_out_of_the_ats_takes_the_consent_back(conn: Connection) -> None:
    assert ats_says(conn, None, hours=1) == []
    ats_says(conn, JULY, hours=2)
    assert ats_says(conn, None, hours=3) == ["candidate.consent_withdrawn"]


def test_what_happened_before_another_entry_is_kept_and_is_no_news(conn: Connection) -> None:
    says(conn, ConsentKind.WITHDRAWN, hours=5)
    assert says(conn, ConsentKind.GIVEN, NEXT_JULY, hours=2) == []
    assert len(consents.history(conn, ADA)) == 2
    assert records.candidate(conn, ADA).consent_until is None


def test_the_histories_of_two_who_are_one_person_become_one(conn: Connection) -> None:
    ats_says(conn, JULY, hours=1)
    says(conn, ConsentKind.WITHDRAWN, hours=2, whom=TWIN)
    at = NOW + timedelta(hours=3)
    intake.apply(conn, Intake(at=at, merged_into={TWIN: ADA}), at)
    assert [each.kind for each in consents.history(conn, ADA)] == ["given", "withdrawn"]
    assert records.candidate(conn, ADA).consent_until is None
    assert says(conn, ConsentKind.GIVEN, NEXT_JULY, hours=4, whom=TWIN) == ["candidate.consent_given"]
    assert records.candidate(conn, ADA).consent_until == NEXT_JULY


def test_of_the_erased_nothing_is_left_and_nothing_is_kept_again(conn: Connection) -> None:
    ats_says(conn, JULY, hours=1)
    at = NOW + timedelta(hours=2)
    intake.apply(conn, Intake(at=at, erased=(ADA,)), at)
    assert consents.history(conn, ADA) == ()
    assert says(conn, ConsentKind.GIVEN, NEXT_JULY, hours=3) == []
    assert ats_says(conn, NEXT_JULY, hours=4) == []
    assert consents.history(conn, ADA) == ()
    assert records.candidate(conn, ADA).consent_until is None


@pytest.mark.parametrize("way", ["there", "there and back again"])
def test_dates_that_were_on_record_before_are_carried_over(database_url: str, store: Store, way: str) -> None:
    with store.write() as conn:
        intake.apply(conn, ada_applies(), NOW)
        ats_says(conn, JULY, hours=1)
    downgrade(database_url, revision="0014")
    with store.read() as conn:
        assert str(conn.execute(text("SELECT consent_until FROM candidates")).scalar_one()) == "2026-07-30"
    for _ in range(1 if way == "there" else 2):
        migrate(database_url)
        with store.read() as conn:
            [entry] = consents.history(conn, ADA)
            assert (entry.until, entry.source, entry.kind) == (JULY, BY_ATS, ConsentKind.GIVEN)
            assert records.candidate(conn, ADA).consent_until == JULY
        if way != "there":
            downgrade(database_url, revision="0014")
