"""Whether somebody is in a process with us: by any application that is active, and not by being a lead."""

from typing import Final

import pytest
from sqlalchemy import Connection

from nurture.domain.intake import ApplicationUpdate, Intake
from nurture.domain.records import ApplicationStatus
from nurture.store import intake, records
from tests.unit.store.conftest import ADA, ADAS, NOW

OTHER: Final = "acme:11"


def take(conn: Connection, id_: str, **fields: object) -> None:
    """States something of an application of Ada's."""
    update = ApplicationUpdate(id=id_, candidate_id=ADA, fields=fields)
    intake.apply(conn, Intake(at=NOW, applications=(update,)), NOW)


@pytest.mark.parametrize(
    ("other", "is_in_process"),
    [
        ({"status": ApplicationStatus.ACTIVE}, True),
        ({"status": ApplicationStatus.ACTIVE, "is_prospect": True}, False),
        ({"status": ApplicationStatus.REJECTED}, False),
        ({"status": ApplicationStatus.HIRED}, False),
    ],
    ids=["active", "a lead", "rejected", "hired"],
)
def test_another_application_counts_while_it_is_active(
    conn: Connection, other: dict[str, object], is_in_process: bool
) -> None:
    take(conn, ADAS, status=ApplicationStatus.REJECTED)
    take(conn, OTHER, **other)
    assert records.candidate(conn, ADA).in_process is is_in_process
    assert records.around(conn, ADA, ADAS).candidate.in_process is is_in_process


def test_what_the_ats_has_deleted_does_not_count(conn: Connection) -> None:
    assert records.candidate(conn, ADA).in_process
    intake.apply(conn, Intake(at=NOW, deleted_applications=(ADAS,)), NOW)
    assert not records.candidate(conn, ADA).in_process
