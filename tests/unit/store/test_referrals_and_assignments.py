"""Referrals and assignments on record: what comes of them, and when they end."""

from datetime import date

import pytest
from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, FieldValue, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import (
    Assignment,
    AssignmentStatus,
    Referral,
    ReferralStatus,
)
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import intake, related
from nurture.store.situations import situation
from nurture.values import replace
from tests.unit.store.conftest import NOW, enroll
from tests.unit.store.records_told import HOUR, WORK, kept, state, types

REFERRAL = Subject(kind=SubjectKind.REFERRAL, id="acme:600")


def test_a_referral_and_its_runs_follow_the_application_that_comes_of_it(conn: Connection) -> None:
    state(conn, REFERRAL, application=None, candidate="acme:2")
    run = enroll(conn, REFERRAL, candidate="acme:2")
    assert kept(conn, REFERRAL).record == Referral(id="acme:600", status=ReferralStatus.OPEN)
    applies = ApplicationUpdate(id="acme:20", candidate_id="acme:2", fields={"stage": "Review"})
    intake.apply(conn, Intake(at=NOW, applications=(applies,)), NOW)
    assert kept(conn, REFERRAL).record.status is ReferralStatus.APPLIED
    assert kept(conn, REFERRAL).application_id == "acme:20"
    followed = situation(conn, run, after_event=0).records.application
    assert followed is not None
    assert followed.id == "acme:20"
    hired = replace(applies, fields={"status": ApplicationStatus.HIRED})
    intake.apply(conn, Intake(at=NOW, applications=(hired,)), NOW)
    assert kept(conn, REFERRAL).record.status is ReferralStatus.HIRED


@pytest.mark.parametrize(
    ("first", "second", "followed"),
    [
        ("active", "active", "acme:20"),
        ("rejected", "active", "acme:21"),
        ("withdrawn", "active", "acme:21"),
        ("active", "hired", "acme:21"),
        ("hired", "active", "acme:20"),
    ],
)
def test_whichever_application_comes_to_something_counts_for_the_referral(
    conn: Connection, first: str, second: str, followed: str
) -> None:
    state(conn, REFERRAL, application=None, candidate="acme:2")
    run = enroll(conn, REFERRAL, candidate="acme:2")
    for id_, status in (("acme:20", "active"), ("acme:20", first), ("acme:21", "active"), ("acme:21", second)):
        told = ApplicationUpdate(id=id_, candidate_id="acme:2", fields={"status": status})
        intake.apply(conn, Intake(at=NOW, applications=(told,)), NOW)
    assert kept(conn, REFERRAL).application_id == followed
    around = situation(conn, run, after_event=0).records
    assert around.application is not None
    assert around.application.id == followed


def test_the_referral_that_was_made_first_is_the_first_whichever_is_told_first(conn: Connection) -> None:
    later = Subject(kind=SubjectKind.REFERRAL, id="acme:601")
    state(conn, later, application=None, referred_at=NOW)
    state(conn, REFERRAL, application=None, referred_at=NOW - HOUR)
    state(conn, Subject(kind=SubjectKind.REFERRAL, id="acme:602"), application=None, candidate="acme:2")
    firsts = [related.fact(conn, of) for of in (REFERRAL, later)]
    assert [each.is_first for each in firsts if isinstance(each, Referral)] == [True, False]


def test_an_assignment_whose_end_moves_counts_as_extended(conn: Connection) -> None:
    state(conn, WORK, application=None, ends_on=date(2026, 7, 31))
    assert types(state(conn, WORK, application=None, ends_on=date(2026, 10, 30))) == ["assignment.extended"]
    assert kept(conn, WORK).record == Assignment(
        id="acme:700", status=AssignmentStatus.EXTENDED, ends_on=date(2026, 10, 30)
    )


def test_a_correction_is_told_as_one_and_extends_nothing(conn: Connection) -> None:
    told = {"application": None, "ends_on": date(2026, 7, 31)}
    state(conn, WORK, **told)
    corrected = EventType.ASSIGNMENT_CORRECTED
    [(_, event)] = state(conn, WORK, corrected, application=None, ends_on=date(2026, 10, 30)).events
    assert (event.type, event.data["ends_on"]) == (corrected, "2026-10-30")
    assert kept(conn, WORK).record == Assignment(id="acme:700", ends_on=date(2026, 10, 30))
    again = state(conn, WORK, corrected, application=None, ends_on=date(2026, 10, 30))
    assert (types(again), again.notes) == ([], ("assignment.corrected: is so already",))


@pytest.mark.parametrize(
    ("next_one", "has_next"),
    [
        ({"ends_on": date(2026, 12, 18)}, True),
        ({}, True),  # without an end
        ({"ends_on": date(2026, 7, 31)}, False),
        ({"ends_on": date(2026, 12, 18), "status": "ended"}, False),
        ({"ends_on": date(2026, 12, 18), "candidate": "acme:2"}, False),
    ],
)
def test_an_assignment_knows_whether_another_of_the_person_goes_on_after_it(
    conn: Connection, next_one: dict[str, FieldValue], has_next: bool
) -> None:
    state(conn, WORK, application=None, ends_on=date(2026, 7, 31))
    state(conn, Subject(kind=SubjectKind.ASSIGNMENT, id="acme:701"), application=None, **next_one)
    assert related.fact(conn, WORK) == Assignment(id="acme:700", ends_on=date(2026, 7, 31), has_next=has_next)
