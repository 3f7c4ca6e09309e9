"""Interviews, offers and hires on record, on both databases."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.related import (
    Interview,
    Offer,
    OfferStatus,
)
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import erasing, intake, merging, records, related
from tests.unit.store.conftest import ADA, ADAS, NOW
from tests.unit.store.records_told import HOUR, WORK, hired, kept, state, types

SAM = Person(id="acme:u8", name="Sam Okoro", email="sam@acme.example")
KIM = Person(id="acme:u9", name="Kim Berger", email="kim@acme.example")
ONSITE = Subject(kind=SubjectKind.INTERVIEW, id="acme:500")
LUNCH = Subject(kind=SubjectKind.INTERVIEW, id="acme:501")
OFFER = Subject(kind=SubjectKind.OFFER, id="acme:500")
TOMORROW = datetime(2026, 3, 3, 14, tzinfo=UTC)


def test_an_interview_and_an_offer_may_have_the_same_number(conn: Connection) -> None:
    assert types(state(conn, ONSITE, starts_at=TOMORROW, panel=(SAM,))) == ["interview.scheduled"]
    assert types(state(conn, OFFER, status="sent", start_date=date(2026, 6, 1))) == ["offer.sent"]
    assert kept(conn, ONSITE).record == Interview(id="acme:500", starts_at=TOMORROW, booked_at=NOW, interviewers=(SAM,))
    assert kept(conn, OFFER).record == Offer(
        id="acme:500", status=OfferStatus.SENT, sent_at=NOW, start_date=date(2026, 6, 1)
    )


def test_events_name_the_record_and_carry_what_is_on_record(conn: Connection) -> None:
    state(conn, ONSITE, starts_at=TOMORROW, place="Room 1")
    [(candidate, event)] = state(conn, ONSITE, starts_at=TOMORROW + HOUR).events
    assert (candidate, event.type, event.application_id) == (ADA, EventType.INTERVIEW_MOVED, ADAS)
    assert event.data["interview"] == "acme:500"
    assert event.data["place"] == "Room 1"
    assert event.data["starts_at"] == (TOMORROW + HOUR).isoformat()
    assert event.data["was_at"] == TOMORROW.isoformat()


def test_an_interview_knows_who_is_not_to_take_part_any_more(conn: Connection) -> None:
    def former() -> list[str]:
        found = related.fact(conn, ONSITE)
        assert isinstance(found, Interview)
        return [each.name for each in found.former_interviewers]

    state(conn, ONSITE, starts_at=TOMORROW, panel=(SAM,))
    assert former() == []
    state(conn, ONSITE, panel=(KIM,))
    state(conn, ONSITE, place="Room 2")
    assert former() == ["Sam Okoro"]
    state(conn, ONSITE, panel=(SAM, KIM))
    assert former() == []


def test_an_update_leaves_what_it_does_not_state(conn: Connection) -> None:
    state(conn, ONSITE, starts_at=TOMORROW, place="Room 1", panel=(SAM,))
    assert types(state(conn, ONSITE, kind="Onsite")) == ["interview.changed"]
    found = kept(conn, ONSITE).record
    assert isinstance(found, Interview)
    assert (found.place, found.interviewers, found.starts_at) == ("Room 1", (SAM,), TOMORROW)


def test_an_event_alone_says_how_the_record_stands(conn: Connection) -> None:
    state(conn, OFFER, status="sent")
    said = Intake(at=NOW, happenings=(Happening(type=EventType.OFFER_ACCEPTED, of=OFFER),))
    assert types(intake.apply(conn, said, NOW)) == ["offer.accepted"]
    assert kept(conn, OFFER).record.status is OfferStatus.ACCEPTED
    again = intake.apply(conn, said, NOW)
    assert (again.events, again.notes) == ((), ("offer.accepted: is so already",))


def test_an_offer_that_is_deleted_is_withdrawn_and_told_once(conn: Connection) -> None:
    state(conn, OFFER, status="sent")
    said = Intake(at=NOW, happenings=(Happening(type=EventType.OFFER_DELETED, of=OFFER),))
    assert types(intake.apply(conn, said, NOW)) == ["offer.deleted"]
    assert kept(conn, OFFER).record.status is OfferStatus.WITHDRAWN


def test_what_came_late_neither_acts_nor_takes_the_record_back(conn: Connection) -> None:
    state(conn, ONSITE, starts_at=TOMORROW, as_of=NOW)
    late = state(conn, ONSITE, EventType.INTERVIEW_MOVED, starts_at=TOMORROW + HOUR, as_of=NOW - HOUR)
    assert (late.events, late.notes) == ((), ("interview.moved: came late: the record is newer",))
    assert kept(conn, ONSITE).record == Interview(id="acme:500", starts_at=TOMORROW, booked_at=NOW)


@pytest.mark.parametrize(
    ("of", "whose", "note"),
    [
        (ONSITE, {"application": "acme:99"}, "interview/acme:500: its application is not on record"),
        (WORK, {"application": None, "candidate": None}, "assignment/acme:700: is about nobody on record"),
    ],
)
def test_a_record_of_nobody_is_told_and_not_kept(
    conn: Connection, of: Subject, whose: dict[str, str | None], note: str
) -> None:
    assert state(conn, of, **whose).notes == (note,)
    assert related.find(conn, of) is None


def test_what_was_never_heard_of_can_not_be_cancelled(conn: Connection) -> None:
    assert state(conn, ONSITE, status="cancelled").events == ()
    assert related.find(conn, ONSITE) is None


def test_a_field_that_there_is_not_is_an_error(conn: Connection) -> None:
    with pytest.raises(ValueError, match="offers have no place"):
        state(conn, OFFER, place="Room 1")


def test_the_next_interview_of_an_application_follows_its_interviews(conn: Connection) -> None:
    def next_one() -> datetime | None:
        application = records.around(conn, ADA, ADAS).application
        return application.next_interview if application else None

    state(conn, ONSITE, starts_at=TOMORROW)
    state(conn, LUNCH, starts_at=TOMORROW - HOUR)
    assert next_one() == TOMORROW - HOUR
    state(conn, LUNCH, status="cancelled")
    assert next_one() == TOMORROW
    state(conn, ONSITE, status="done")
    assert next_one() is None


def test_an_interview_knows_the_booked_ones_beside_it_by_time(conn: Connection) -> None:
    state(conn, ONSITE, starts_at=TOMORROW)
    state(conn, LUNCH, starts_at=TOMORROW - HOUR)
    found = related.fact(conn, ONSITE)
    assert isinstance(found, Interview)
    assert [each.id for each in found.same_day] == [LUNCH.id, ONSITE.id]
    state(conn, LUNCH, status="cancelled")
    found = related.fact(conn, ONSITE)
    assert isinstance(found, Interview)
    assert [each.id for each in found.same_day] == [ONSITE.id]


def test_a_merge_takes_the_records_along(conn: Connection) -> None:
    state(conn, WORK, application=None, candidate="acme:2")
    merging.merge(conn, "acme:2", ADA, now=NOW)
    assert kept(conn, WORK).candidate_id == ADA
    assert types(state(conn, WORK, application=None, candidate="acme:2", status="ended")) == ["assignment.ended"]


def test_an_erased_person_leaves_status_and_times_and_nothing_else(conn: Connection) -> None:
    state(conn, ONSITE, starts_at=TOMORROW, place="https://meet.acme.example/ada", panel=(SAM,))
    erasing.erase(conn, ADA, now=NOW)
    assert kept(conn, ONSITE).record == Interview(id="acme:500", starts_at=TOMORROW, booked_at=NOW)
    later = state(conn, ONSITE, place="Room 2")
    assert later.notes == (f"{ADA} was erased, and nothing about them is kept",)
    assert kept(conn, ONSITE).record == Interview(id="acme:500", starts_at=TOMORROW, booked_at=NOW)


def test_a_hire_starts_and_leaves_once(conn: Connection) -> None:
    assert types(intake.apply(conn, hired(), NOW)) == ["application.hired"]
    assert types(intake.apply(conn, hired(started=True), NOW)) == ["hire.started"]
    assert types(intake.apply(conn, hired(started=True), NOW)) == []
    left = intake.apply(conn, hired(left_on=date(2027, 2, 26)), NOW)
    assert types(left) == ["hire.left"]
    assert left.events[0][1].data == {"left_on": "2027-02-26"}
    hire = records.around(conn, ADA, ADAS).hire
    assert hire is not None
    assert (hire.started, hire.left_on) == (True, date(2027, 2, 26))


def test_a_hire_that_is_taken_back_has_neither_started_nor_left(conn: Connection) -> None:
    intake.apply(conn, hired(started=True, left_on=date(2027, 2, 26)), NOW)
    intake.apply(conn, hired(status=ApplicationStatus.ACTIVE), NOW)
    intake.apply(conn, hired(), NOW)
    hire = records.around(conn, ADA, ADAS).hire
    assert hire is not None
    assert (hire.started, hire.left_on) == (False, None)
