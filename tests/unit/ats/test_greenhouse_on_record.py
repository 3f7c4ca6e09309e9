"""Greenhouse's deliveries, brought onto a real record in the order of a story."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from nurture.ats.greenhouse import Greenhouse
from nurture.domain.events import Event
from nurture.store import Store, intake, open_store, records
from nurture.store.migrate import migrate
from tests.greenhouse import body, fixtures

NOW = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)
MAREN, APPLICATION = "greenhouse:57683", "greenhouse:693"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    migrate(url)
    opened = open_store(url)
    yield opened
    opened.close()


def take(store: Store, name: str) -> tuple[Event, ...]:
    """The events that act."""
    with store.write() as conn:
        applied = intake.apply(conn, Greenhouse().understand(body(name), received_at=NOW), NOW)
    return tuple(event for _, event in applied.events)


@pytest.mark.parametrize("name", fixtures())
def test_whatever_comes_first_can_be_put_on_record(store: Store, name: str):
    take(store, name)


def test_the_stage_before_comes_from_our_own_record(store: Store):
    take(store, "new_candidate_application")
    (moved,) = take(store, "candidate_stage_change")
    assert dict(moved.data) == {"from_stage": "Application Review", "to_stage": "Onsite"}


def test_the_same_news_again_does_not_act(store: Store):
    take(store, "new_candidate_application")
    assert [event.type for event in take(store, "candidate_stage_change")] == ["application.stage_changed"]
    assert take(store, "candidate_stage_change") == ()


def test_a_late_delivery_neither_acts_nor_takes_the_record_back(store: Store):
    take(store, "reject_candidate")
    assert take(store, "application_updated") == ()
    with store.read() as conn:
        assert records.around(conn, MAREN, APPLICATION).application.stage == "Onsite"


def test_from_application_to_first_day(store: Store):
    told = [
        event.type
        for name in (
            "new_candidate_application",
            "candidate_stage_change",
            "reject_candidate",
            "unreject_candidate",
            "offer_created",
            "hire_candidate",
            "offer_updated",
        )
        for event in take(store, name)
    ]
    assert told == [
        "application.created",
        "application.stage_changed",
        "application.rejected",
        "application.unrejected",
        "offer.created",
        "application.hired",
        "offer.updated",
        "hire.start_date_changed",
    ]
    with store.read() as conn:
        around = records.around(conn, MAREN, APPLICATION)
    assert around.hire.start_date == date(2026, 6, 15)
    assert around.application.job.title == "Senior Backend Engineer"
    assert around.team.hiring_manager.name == "Farah Haddad"
    assert around.team.recruiter.name == "Ines Marchetti"


def test_an_anonymized_person_leaves_no_name_behind(store: Store):
    take(store, "new_candidate_application")
    assert [event.type for event in take(store, "candidate_anonymized")] == ["candidate.anonymized"]
    with store.read() as conn:
        candidate = records.candidate(conn, MAREN)
    assert (candidate.first_name, candidate.email, candidate.is_anonymized) == (None, None, True)
