"""Deliveries that come late: kept, and without effect."""

from datetime import timedelta

from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate
from nurture.store import intake, records
from nurture.values import replace
from tests.unit.store.conftest import ADA, ADAS, NOW
from tests.unit.store.taken_in import LATER, acting, stored, told


def test_a_late_delivery_is_kept_and_changes_nothing(conn: Connection) -> None:
    at = NOW + timedelta(days=1)
    intake.apply(conn, told(EventType.APPLICATION_STAGE_CHANGED, fields={"stage": "Offer"}, as_of=at), LATER)
    late = told(EventType.APPLICATION_STAGE_CHANGED, fields={"stage": "Onsite"}, as_of=at - timedelta(seconds=1))
    late = replace(late, candidates=(CandidateUpdate(id=ADA, fields={"email": "old@home.example"}),))
    applied = intake.apply(conn, late, LATER)
    assert applied.events == ()
    around = records.around(conn, ADA, ADAS)
    assert around.application is not None
    assert (around.application.stage, around.candidate.email) == ("Offer", "ada@home.example")
    assert stored(conn)[-1] == ("application.stage_changed", False, "came late: the record is newer")


def test_a_delivery_as_old_as_the_record_is_not_late(conn: Connection) -> None:
    at = NOW + timedelta(days=1)
    intake.apply(conn, told(EventType.APPLICATION_UPDATED, fields={"stage": "Onsite"}, as_of=at), LATER)
    same = told(EventType.APPLICATION_REJECTED, fields={"status": "rejected"}, as_of=at)
    assert acting(intake.apply(conn, same, LATER)) == [(ADA, "application.rejected", 3)]


def test_a_delivery_without_a_time_of_its_own_is_never_late_and_leaves_the_watermark(conn: Connection) -> None:
    at = NOW + timedelta(days=1)
    intake.apply(conn, told(EventType.APPLICATION_UPDATED, as_of=at), LATER)
    assert acting(intake.apply(conn, told(EventType.APPLICATION_HIRED), LATER)) == [(ADA, "application.hired", 2)]
    late = told(EventType.APPLICATION_UNHIRED, as_of=at - timedelta(hours=1))
    assert intake.apply(conn, late, LATER).events == ()


def test_somebody_who_applied_is_heard_of_once_however_late(conn: Connection) -> None:
    intake.apply(conn, told(EventType.APPLICATION_UPDATED, as_of=NOW + timedelta(days=1)), LATER)
    created = told(EventType.APPLICATION_CREATED, as_of=NOW)
    assert acting(intake.apply(conn, created, LATER)) == [(ADA, "application.created", 2)]
    assert intake.apply(conn, created, LATER).notes == ("application.created: the application is on record already",)
