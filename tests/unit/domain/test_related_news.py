"""Which events a change of an interview, offer, referral or assignment amounts to."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.concern import concerns
from nurture.domain.events import EVENTS, Event, EventType
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.related import (
    RELATED,
    Assignment,
    AssignmentStatus,
    Interview,
    InterviewStatus,
    Offer,
    OfferStatus,
    Referral,
    ReferralStatus,
    Related,
    on_its_day,
    status_of_referral,
)
from nurture.domain.related_news import WAS_AT, carried, events_between
from nurture.domain.subject import Subject, SubjectKind

NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAM, KIM = Person(id="acme:u1", name="Sam"), Person(id="acme:u2", name="Kim")
BOOKED = Interview(id="1", starts_at=NINE, ends_at=NINE + HOUR, kind="Onsite", place="Room 1", interviewers=(SAM, KIM))
SENT = Offer(id="1", status=OfferStatus.SENT, sent_at=NINE, expires_at=NINE + 24 * HOUR)
RUNNING = Assignment(id="1", ends_on=date(2026, 7, 31))


def changed(record: Related, **fields: object) -> Related:
    return type(record)(**{**{name: getattr(record, name) for name in record.__dataclass_fields__}, **fields})


@pytest.mark.parametrize(
    ("before", "after", "events"),
    [
        (None, BOOKED, "interview.scheduled"),
        (None, changed(BOOKED, status=InterviewStatus.DONE), ""),
        (BOOKED, BOOKED, ""),
        (BOOKED, changed(BOOKED, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR), "interview.moved"),
        (BOOKED, changed(BOOKED, ends_at=NINE + 2 * HOUR), "interview.changed"),
        (BOOKED, changed(BOOKED, place="Room 2"), "interview.changed"),
        (BOOKED, changed(BOOKED, interviewers=(KIM,)), "interview.changed"),
        (BOOKED, changed(BOOKED, interviewers=(KIM, SAM)), ""),
        (BOOKED, changed(BOOKED, starts_at=NINE + HOUR, place="Room 2"), "interview.moved interview.changed"),
        (BOOKED, changed(BOOKED, status=InterviewStatus.CANCELLED), "interview.cancelled"),
        (BOOKED, changed(BOOKED, status=InterviewStatus.NO_SHOW), "interview.no_show"),
        (BOOKED, changed(BOOKED, status=InterviewStatus.DONE), "interview.done"),
        (changed(BOOKED, status=InterviewStatus.CANCELLED), BOOKED, "interview.scheduled"),
        (None, SENT, "offer.sent"),
        (None, Offer(id="1"), ""),
        (Offer(id="1"), SENT, "offer.sent"),
        (SENT, changed(SENT, opened_at=NINE), "offer.opened"),
        (SENT, changed(SENT, expires_at=NINE + 48 * HOUR), "offer.extended"),
        (changed(SENT, status=OfferStatus.EXPIRED), changed(SENT, expires_at=NINE + 48 * HOUR), "offer.extended"),
        (SENT, changed(SENT, status=OfferStatus.ACCEPTED), "offer.accepted"),
        (SENT, changed(SENT, status=OfferStatus.DECLINED), "offer.declined"),
        (SENT, changed(SENT, status=OfferStatus.EXPIRED), "offer.expired"),
        (SENT, changed(SENT, status=OfferStatus.WITHDRAWN), "offer.updated"),
        (None, Referral(id="1"), "referral.created"),
        (Referral(id="1"), Referral(id="1", status=ReferralStatus.HIRED), ""),
        (None, RUNNING, "assignment.created"),
        (RUNNING, changed(RUNNING, ends_on=date(2026, 10, 30)), "assignment.extended"),
        (RUNNING, changed(RUNNING, status=AssignmentStatus.ENDED), "assignment.ended"),
    ],
)
def test_a_change_amounts_to_these_events(before: Related | None, after: Related, events: str) -> None:
    assert [event.value for event in events_between(after, before)] == events.split()


@pytest.mark.parametrize("kind", RELATED)
def test_what_an_event_about_a_record_carries_is_a_fact_of_it_or_stated_with_it(kind: SubjectKind) -> None:
    told = {name for spec in EVENTS.values() if spec.record is kind for name in spec.carries}
    known = {kind.value, *RELATED[kind].__dataclass_fields__, "interviewer", WAS_AT}
    assert told
    assert told <= known


def test_an_interviews_events_carry_its_time_and_place_as_text() -> None:
    told = carried(Subject(kind=SubjectKind.INTERVIEW, id="acme:7"), BOOKED)
    assert told["interview"] == "acme:7"
    assert (told["starts_at"], told["place"], told["status"]) == ("2026-03-10T09:00:00+00:00", "Room 1", "booked")


def test_the_day_of_an_interview_is_that_of_the_readers_clock() -> None:
    late = changed(BOOKED, id="2", starts_at=NINE + 14 * HOUR)
    with_both = changed(BOOKED, same_day=(BOOKED, late))
    assert isinstance(with_both, Interview)
    assert on_its_day(with_both, ZoneInfo("Europe/London")).same_day == (BOOKED, late)
    assert on_its_day(with_both, ZoneInfo("Europe/Berlin")).same_day == (BOOKED,)


def test_a_referral_is_as_its_application_is() -> None:
    assert [status_of_referral(status) for status in (None, *ApplicationStatus)] == [
        ReferralStatus.OPEN,
        ReferralStatus.APPLIED,
        ReferralStatus.CLOSED,
        ReferralStatus.CLOSED,
        ReferralStatus.HIRED,
    ]


MOVED = Event(type=EventType.INTERVIEW_MOVED, at=NINE, application_id="a", data={"interview": "i"})
REJECTED = Event(type=EventType.APPLICATION_REJECTED, at=NINE, application_id="a")
OWN = Event(type="prep-kit.sent", at=NINE, application_id="a", data={"interview": "i"})
AGREED = Event(type=EventType.ASSIGNMENT_CREATED, at=NINE, data={"assignment": "w"})


@pytest.mark.parametrize(
    ("event", "kind", "subject", "application", "is_news"),
    [
        (MOVED, "interview", "i", "a", True),
        (MOVED, "interview", "j", "a", False),
        (MOVED, "application", "a", "a", True),
        (MOVED, "application", "b", "b", False),
        (MOVED, "offer", "o", "a", True),
        (MOVED, "offer", "o", "b", False),
        (MOVED, "candidate", "c", None, True),
        (OWN, "interview", "i", "a", True),
        (OWN, "interview", "j", "a", False),
        (OWN, "application", "a", "a", True),
        (REJECTED, "interview", "i", "a", True),
        (REJECTED, "interview", "i", "b", False),
        (REJECTED, "offer", "o", "b", False),
        (REJECTED, "referral", "r", None, True),
        (AGREED, "assignment", "w", None, True),
        (AGREED, "assignment", "v", None, False),
        (AGREED, "hire", "a", "a", True),
    ],
)
def test_news_is_for_the_runs_that_it_concerns(
    event: Event, kind: str, subject: str, application: str | None, is_news: bool
) -> None:
    about = Subject(kind=SubjectKind(kind), id=subject)
    assert concerns(event, about, "run", application) is is_news
