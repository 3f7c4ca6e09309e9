"""How many of a person's applications are still open, counted as their record is read."""

from datetime import timedelta

from sqlalchemy import Connection

from nurture.domain.intake import ApplicationUpdate, Intake
from nurture.domain.records import ApplicationStatus
from nurture.store import intake, records
from tests.unit.store.conftest import ADA, ADAS, NOW

LATER = NOW + timedelta(hours=1)


def stated(conn: Connection, application_id: str, **fields: bool | ApplicationStatus) -> None:
    update = ApplicationUpdate(id=application_id, candidate_id=ADA, fields=fields)
    intake.apply(conn, Intake(at=LATER, applications=(update,)), LATER)


def test_they_are_counted_for_the_person_whichever_application_is_asked_about(conn: Connection) -> None:
    assert records.candidate(conn, ADA).active_applications == 1
    stated(conn, "acme:11")
    stated(conn, "acme:12", is_prospect=True)
    assert records.around(conn, ADA, ADAS).candidate.active_applications == 2
    assert not records.candidate(conn, ADA).is_hired
    stated(conn, "acme:13", status=ApplicationStatus.HIRED)
    assert records.candidate(conn, ADA).is_hired
    stated(conn, "acme:11", status=ApplicationStatus.REJECTED)
    assert records.around(conn, ADA, "acme:11").candidate.active_applications == 1
    intake.apply(conn, Intake(at=LATER, deleted_applications=(ADAS,)), LATER)
    assert records.candidate(conn, ADA).active_applications == 0
