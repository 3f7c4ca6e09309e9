"""Streams of events: numbered without a gap, copied to those who listen for a job."""

import pytest
from sqlalchemy import Connection

from nurture.domain.events import Event, EventType
from nurture.domain.moves import LOOK, Move, Progress
from nurture.domain.subject import Subject, SubjectKind
from nurture.errors import NotFound
from nurture.store import enrollments, events, standings
from nurture.store.events import News
from nurture.store.situations import situation
from nurture.store.words import EnrollmentStatus
from nurture.values import replace
from tests.unit.store.conftest import ADA, NOW, ROBOTICS, enroll

REPLY = Event(type=EventType.CANDIDATE_REPLIED, at=NOW)
OPENED = Event(type=EventType.JOB_OPENED, at=NOW, job_id=ROBOTICS, data={"job.title": "Robotics engineer"})


def listens(conn: Connection, enrollment: str, *types: str) -> None:
    move = Move(action=LOOK, at=None, summary="", listen=types, progress=Progress(version=1, places=()))
    enrollments.save(conn, enrollment, move, status=EnrollmentStatus.ACTIVE, now=NOW)


def test_events_are_numbered_from_one_in_the_order_they_are_added(conn: Connection) -> None:
    first = events.append(conn, ADA, [News(event=REPLY), News(event=REPLY)], now=NOW)
    second = events.append(conn, ADA, [News(event=REPLY)], now=NOW)
    assert [event.number for event in (*first.own, *second.own)] == [1, 2, 3]
    assert events.append(conn, ADA, [], now=NOW).own == ()


def test_news_that_does_not_act_takes_a_number_too(conn: Connection) -> None:
    appended = events.append(conn, ADA, [News(event=REPLY, stale="came late"), News(event=REPLY)], now=NOW)
    assert [event.number for event in appended.own] == [2]


def test_nobody_has_a_stream_who_is_not_on_record(conn: Connection) -> None:
    with pytest.raises(NotFound):
        events.append(conn, "acme:404", [News(event=REPLY)], now=NOW)
    with pytest.raises(NotFound):
        events.one(conn, ADA, 1)


def test_news_about_a_job_goes_to_those_who_listen_for_it_by_name(conn: Connection) -> None:
    enrollment = enroll(conn)
    listens(conn, enrollment, "*", "job.closed")
    assert events.fan_out(conn, OPENED, now=NOW) == ()
    listens(conn, enrollment, "candidate.replied", "job.opened")
    assert events.fan_out(conn, OPENED, now=NOW) == ((ADA, replace(OPENED, number=1)),)
    assert situation(conn, enrollment, after_event=0).events == (replace(OPENED, number=1),)


def test_news_about_a_job_stands_once_in_the_stream_of_two_who_listen(conn: Connection) -> None:
    listens(conn, enroll(conn), "job.opened")
    listens(conn, enroll(conn, Subject(kind=SubjectKind.CANDIDATE, id=ADA)), "job.opened")
    assert len(events.fan_out(conn, OPENED, now=NOW)) == 1
    assert len(standings.reading(conn, ADA)) == 2


def test_news_about_a_job_no_longer_reaches_those_who_are_through(conn: Connection) -> None:
    enrollment = enroll(conn)
    listens(conn, enrollment, "job.opened")
    enrollments.end(conn, enrollment, "replied", now=NOW)
    assert events.fan_out(conn, OPENED, now=NOW) == ()
