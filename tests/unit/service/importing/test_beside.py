"""Applications and contacts of a file: what is put on record beside people, once, and as news to nobody."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from nurture.domain.events import EventType
from nurture.domain.intake import Intake, JobUpdate
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.values import ValueKind
from nurture.service.importing import taking
from nurture.service.importing.columns import Meaning, targets_of
from nurture.service.importing.people import Faulty, Person, Terms, person_of
from nurture.service.importing.sheet import Row, open_sheet
from nurture.service.importing.taking import begin, look, take_in
from nurture.store import contacts, records
from nurture.store.tables import applications, enrollments, events, jobs
from tests.unit.service.desk import MAIL, MAYA, MAYAS, MONDAY, Desk, maya, sequence
from tests.unit.service.importing.test_taking_in import Killed, a_sheet, counts, taken, terms_of

HEAD = "id,first_name,email,job_name,stage,source,applied_at,status,decided_at,rejection_reason,start_date\n"
MARA = "1,Mara,mara@home.example,Data Engineer,Onsite,Fair,2025-03-01,rejected,2025-04-01,No fit,\n"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def application(desk: Desk, id_: str) -> Any:
    with desk.parts.store.read() as conn:
        return conn.execute(select(applications).where(applications.c.id == id_)).one()


def count(desk: Desk, table: Any) -> int:
    with desk.parts.store.read() as conn:
        return conn.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_row_tells_of_an_application_and_a_further_row_of_another_one(desk: Desk, tmp_path: Path) -> None:
    more = (
        "1,Mara,mara@home.example,Analyst,,,2026-01-01,,,,\n"
        "2,Otto,otto@home.example,Analyst,,,,hired,2026-02-01,,2026-04-01\n"
        "3,Ada,ada@home.example,,,,,,,,\n"
    )
    sheet = a_sheet(tmp_path, MARA + more, head=HEAD)
    assert taken(desk, sheet) == {"new": 3, "known": 1, "applications": 3}
    rejected = application(desk, "import:fair/1/data-engineer")
    assert rejected.candidate_id == "import:fair/1"
    assert (rejected.status, rejected.stage, rejected.source) == (ApplicationStatus.REJECTED, "Onsite", "Fair")
    assert rejected.rejected_at == datetime(2025, 4, 1, tzinfo=UTC)
    assert rejected.rejection_reason == "No fit"
    assert application(desk, "import:fair/1/analyst").status is ApplicationStatus.ACTIVE
    hired = application(desk, "import:fair/2/analyst")
    assert (hired.hired_at, hired.start_date) == (datetime(2026, 2, 1, tzinfo=UTC), date(2026, 4, 1))
    assert count(desk, applications) == 3


def test_a_job_that_is_put_on_record_by_its_name_is_closed(desk: Desk, tmp_path: Path) -> None:
    taken(desk, a_sheet(tmp_path, MARA, head=HEAD))
    with desk.parts.store.read() as conn:
        job = conn.execute(select(jobs)).one()
    assert (job.id, job.title, job.status) == ("import:fair/data-engineer", "Data Engineer", JobStatus.CLOSED)


def test_nobody_enters_and_no_event_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.publish(
        sequence("- {id: first, email: one}\n", purpose="application", exit="[]"),
        sequence("- {id: first, email: one}\n", name="rejected", enroll="{on: application.rejected}"),
    )
    taken(desk, a_sheet(tmp_path, MARA, head=HEAD))
    assert (count(desk, events), count(desk, enrollments)) == (0, 0)


def test_an_application_that_is_on_record_is_left_as_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", email=MAIL))
    number = MAYAS.partition(":")[2]
    head = "id,email,application_id,job,status,decided_at\n"
    sheet = a_sheet(tmp_path, f"{MAYA.partition(':')[2]},{MAIL},{number},,rejected,2026-03-01\n", head=head)
    found = taken(desk, sheet, "greenhouse")
    assert found["applications left"] == 1
    assert "applications" not in found
    assert application(desk, MAYAS).status is ApplicationStatus.ACTIVE


def test_the_same_rows_in_another_file_change_nothing(desk: Desk, tmp_path: Path) -> None:
    taken(desk, a_sheet(tmp_path, MARA, head=HEAD))
    again = a_sheet(tmp_path, MARA.replace("No fit", "Too late"), head=HEAD)
    assert taken(desk, again) == {"known": 1, "applications left": 1}
    assert application(desk, "import:fair/1/data-engineer").rejection_reason == "No fit"


def test_an_application_goes_to_whoever_is_known_at_the_address(desk: Desk, tmp_path: Path) -> None:
    desk.hear(maya(EventType.APPLICATION_CREATED, first_name="Maya", email=MAIL))
    rows = f"8,Maya,{MAIL},Analyst,,,2024-01-01,withdrawn,2024-02-01,,\n"
    assert taken(desk, a_sheet(tmp_path, rows, head=HEAD)) == {"matched": 1, "applications": 1}
    found = application(desk, "import:fair/8/analyst")
    assert (found.candidate_id, found.status) == (MAYA, ApplicationStatus.WITHDRAWN)


def test_an_ats_export_names_its_own_ids_and_jobs_that_are_on_record(desk: Desk, tmp_path: Path) -> None:
    desk.hear(Intake(at=MONDAY, source="greenhouse", jobs=(JobUpdate(id="greenhouse:7", fields={"title": "Analyst"}),)))
    head = "id,email,application_id,job\n"
    assert taken(desk, a_sheet(tmp_path, "11,ada@home.example,12,7\n", head=head), "greenhouse") == {
        "new": 1,
        "applications": 1,
    }
    found = application(desk, "greenhouse:12")
    assert (found.candidate_id, found.job_id) == ("greenhouse:11", "greenhouse:7")


def test_a_job_that_nobody_knows_is_refused_and_one_that_the_file_names_elsewhere_is_not(
    desk: Desk, tmp_path: Path
) -> None:
    head = "id,email,job,job_name\n"
    rows = "1,ada@home.example,7,Analyst\n2,bo@home.example,7,\n3,cy@home.example,9,\n"
    sheet = a_sheet(tmp_path, rows, head=head)
    looked = look(desk.parts.store, sheet, terms_of(desk, sheet), lambda _: None)
    [faulty] = looked.refused
    assert faulty.line == 4
    assert faulty.faults[0].startswith("no job import:fair/9 is on record; fill in job_name")
    assert counts(looked) == {"new": 2, "refused": 1, "applications": 2}
    assert taken(desk, sheet) == {"new": 2, "refused": 1, "applications": 2}


def test_an_import_that_is_killed_goes_on_and_ends_as_if_it_had_not_been(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "BATCH", 2)
    head = "id,email,job_name,contact,contact_at\n"
    rows = "".join(f"{n},p{n}@home.example,Analyst,call,2026-01-0{n}T10:00\n" for n in range(1, 6))
    sheet = a_sheet(tmp_path, rows, head=head)
    terms, store = terms_of(desk, sheet), desk.parts.store
    batches: list[int] = []

    def kill(size: int) -> None:
        batches.append(size)
        if len(batches) == 2:
            raise Killed

    with pytest.raises(Killed):
        take_in(store, sheet, terms, begin(store, sheet, terms, by="kim", resume=False), desk.clock.now, kill)
    assert count(desk, applications) == 4
    assert taken(desk, sheet, resume=True) == {"new": 5, "applications": 5, "contacts": 5}
    assert count(desk, applications) == 5


def a_json(tmp_path: Path, *people: dict[str, Any]):
    path = tmp_path / "crm.json"
    path.write_text(json.dumps(people))
    return open_sheet(path)


def test_json_has_lists_of_applications_and_contacts(desk: Desk, tmp_path: Path) -> None:
    sheet = a_json(
        tmp_path,
        {
            "email": "ada@home.example",
            "applications": [
                {"id": "a1", "job_title": "Analyst", "status": "Rejected", "decided_at": "2025-05-01"},
                {"id": "a2", "job": "77", "job_name": "Data Engineer", "stage": "Onsite"},
            ],
            "contacts": [
                {"kind": "call", "at": "2025-05-02T10:00", "minutes": 25, "note": "likes spring", "by": "kim"},
                {"kind": "linkedin", "at": "2025-06-02T10:00:00+02:00", "direction": "in"},
                {"kind": "note", "at": "2025-06-03", "note": "prefers Berlin"},
            ],
        },
    )
    assert taken(desk, sheet) == {"new": 1, "applications": 2, "contacts": 3}
    assert application(desk, "import:crm/a1").status is ApplicationStatus.REJECTED
    ada = application(desk, "import:crm/a2").candidate_id
    with desk.parts.store.read() as conn:
        call, linkedin, note = sorted(contacts.of_candidate(conn, ada), key=lambda each: each.at)
        person = records.candidate(conn, ada)
    assert (call.channel, call.minutes, call.summary, call.detail) == ("call", 25, "likes spring", "by kim")
    assert (linkedin.channel, linkedin.direction) == ("linkedin", "inbound")
    assert linkedin.at == datetime(2025, 6, 2, 8, tzinfo=UTC)
    assert (note.channel, note.summary) == ("note", "prefers Berlin")
    assert (person.last_contact, person.last_reply) == (linkedin.at, linkedin.at)
    assert count(desk, events) == 0


def test_a_contact_that_is_on_record_is_not_there_twice(desk: Desk, tmp_path: Path) -> None:
    head = "email,contact,contact_at,contact_note\n"
    row = "ada@home.example,meeting,2026-01-05T10:00,{}\n"
    assert taken(desk, a_sheet(tmp_path, row.format("fair") * 2, head=head)) == {"new": 1, "known": 1, "contacts": 1}
    assert taken(desk, a_sheet(tmp_path, row.format("at the fair"), head=head)) == {"known": 1}


def read(connection: str | None = None, own: Own = NOTHING_OWN, **cells: Any) -> Person | Faulty:
    cells = {"email": "ada@home.example", **cells}
    targets, faults = targets_of(cells, Meaning(), own)
    assert faults == []
    terms = Terms(
        targets=targets,
        meaning=Meaning(),
        own=own.fields.get("candidate", {}),
        list_name="fair",
        connection=connection,
        hash_of=lambda address: f"<{address}>",
        now=NOW,
    )
    return person_of(Row(line=7, cells=cells), terms)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"stage": "Onsite"}, "an application is told, and not for which job; fill in job or job_name"),
        (
            {"job_name": "A", "status": "Lead"},
            "column “status”: “Lead” is no state of an application; write active, rejected, withdrawn, hired",
        ),
        ({"job_name": "A", "decided_at": "2026-01-01"}, "decided_at is told, and not what was decided; fill in status"),
        ({"job_name": "A", "applied_at": "2027-01-01"}, "column “applied_at”: 2027-01-01 lies in the future"),
        (
            {"job_name": "A", "rejection_reason": "No fit"},
            "a rejection_reason is told of an application that was not rejected; fill in status",
        ),
        (
            {"job_name": "A", "status": "rejected", "start_date": "2026-05-01"},
            "a start_date is told of somebody who was not hired; fill in status",
        ),
        ({"contact": "call"}, "a contact is told, and not when it was; fill in contact_at"),
        ({"contact_at": "2026-01-01"}, "a contact is told, and not of what kind; fill in contact: call, meeting,"),
        (
            {"contact": "chat", "contact_at": "2026-01-01"},
            "column “contact”: “chat” is no kind of contact; write call, meeting, mail, sms, linkedin, note",
        ),
        (
            {"contact": "call", "contact_at": "2026-01-01", "contact_minutes": "an hour"},
            "column “contact_minutes”: “an hour” is no number of minutes; write 25 for 25 minutes",
        ),
        (
            {"contact": "note", "contact_at": "2026-01-01"},
            "say what the note says; it goes to nobody, and has no direction",
        ),
        ({"contact": "sms", "contact_at": "2026-01-01", "contact_minutes": 3}, "only a call or a meeting takes time"),
        (
            {"applications": "Analyst"},
            "column “applications”: it is a list of objects; in a table, give each application its row",
        ),
        (
            {"applications": [{"job_name": "A"}, {"job_name": "A", "salary": 3}]},
            "column “applications”, 2, “salary”: nobody knows what it is; use one of application_id, job,",
        ),
        (
            {"contacts": [{"kind": "call", "at": "yesterday"}]},
            "column “contacts”, 1, “at”: “yesterday” is no date; write it as 2026-11-29",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_to_do(cells: dict[str, Any], fault: str) -> None:
    faulty = read(**cells)
    assert isinstance(faulty, Faulty)
    assert any(each.startswith(fault) for each in faulty.faults), faulty.faults


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"job": "7"}, "an application of greenhouse is told, and not its id; fill in application_id"),
        (
            {"application_id": "7", "job_name": "Analyst"},
            "a job of greenhouse is told by its name alone; fill in its id, job",
        ),
    ],
)
def test_an_ats_has_ids_of_its_own_which_are_needed(cells: dict[str, Any], fault: str) -> None:
    faulty = read("greenhouse", **cells)
    assert isinstance(faulty, Faulty)
    assert fault in faulty.faults


def test_a_field_of_the_companys_own_goes_before_a_column_of_the_same_name() -> None:
    person = read(own=Own(fields={"candidate": {"source": ValueKind.TEXT}}), source="Fair")
    assert isinstance(person, Person)
    assert (person.update.own, person.applications) == ({"source": "Fair"}, ())
