"""Greenhouse's deliveries, brought onto a real record in the order of a story."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from nurture.ats import Posted
from nurture.ats.greenhouse import Greenhouse
from nurture.domain.events import Event
from nurture.domain.related import InterviewStatus, OfferStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import Store, intake, open_store, records, related
from tests.greenhouse import body, changed, fixtures

NOW = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)
MAREN, APPLICATION = "greenhouse:57683", "greenhouse:693"


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def take(store: Store, name: str) -> tuple[Event, ...]:
    """The events that act."""
    with store.write() as conn:
        applied = intake.apply(conn, Greenhouse().understand(Posted(raw=body(name)), received_at=NOW), NOW)
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
        "offer.accepted",
        "offer.updated",
        "hire.start_date_changed",
    ]
    with store.read() as conn:
        around = records.around(conn, MAREN, APPLICATION)
    assert around.hire.start_date == date(2026, 6, 15)
    assert around.application.job.title == "Senior Backend Engineer"
    assert around.team.hiring_manager.name == "Farah Haddad"
    assert around.team.recruiter.name == "Ines Marchetti"


DESIGN = Subject(kind=SubjectKind.INTERVIEW, id=f"{APPLICATION}/91007")


def take_interview(store: Store, status: str) -> list[str]:
    """What acts when the stage's first interview is reported with that status."""
    said = changed("candidate_stage_change", "application", "current_stage", "interviews", 0, "status", to=status)
    with store.write() as conn:
        applied = intake.apply(conn, Greenhouse().understand(Posted(raw=said), received_at=NOW), NOW)
    return [event.type for _, event in applied.events if event.type != "application.stage_changed"]


def test_interviews_are_followed_as_far_as_the_stage_tells_of_them(store: Store):
    take(store, "new_candidate_application")
    assert take_interview(store, "to_be_scheduled") == []
    assert take_interview(store, "scheduled") == ["interview.scheduled"]
    assert take_interview(store, "to_be_scheduled") == ["interview.cancelled"]
    assert take_interview(store, "scheduled") == ["interview.scheduled"]
    assert take_interview(store, "awaiting_feedback") == ["interview.done"]
    assert take_interview(store, "complete") == []
    assert take_interview(store, "skipped") == []
    with store.read() as conn:
        interview = related.fact(conn, DESIGN)
    assert (interview.kind, interview.status) == ("System design", InterviewStatus.DONE)
    assert (interview.starts_at, interview.place) == (None, None)
    assert [person.name for person in interview.interviewers] == ["Farah Haddad"]


def test_a_new_version_takes_the_place_of_an_offer_without_deleting_it(store: Store):
    take(store, "new_candidate_application")
    told = [
        event.type
        for name in ("offer_created", "offer_created.again", "offer_updated.superseded")
        for event in take(store, name)
    ]
    assert told == ["offer.created", "offer.updated", "offer.updated"]
    with store.read() as conn:
        first, second = related.of_application(conn, SubjectKind.OFFER, APPLICATION)
    assert (first.record.status, second.record.status) == (OfferStatus.WITHDRAWN, OfferStatus.DRAFT)


def test_an_anonymized_person_leaves_no_name_behind(store: Store):
    take(store, "new_candidate_application")
    assert [event.type for event in take(store, "candidate_anonymized")] == ["candidate.anonymized"]
    with store.read() as conn:
        candidate = records.candidate(conn, MAREN)
    assert (candidate.first_name, candidate.email, candidate.is_anonymized) == (None, None, True)
