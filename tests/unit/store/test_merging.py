"""Two records of one person become one, and an erased person leaves nothing but counts."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update

from nurture.domain.events import Event, EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.subject import Subject, SubjectKind
from nurture.store import contacts, events, intake, records, standings, suppressions
from nurture.store import inbox as inbox_store
from nurture.store.events import News
from nurture.store.intake import Applied
from nurture.store.situations import situation
from nurture.store.tables import candidates, enrollments, inbox, messages
from nurture.store.words import InboxState
from tests.unit.store.conftest import ADA, ADAS, NOW, enroll
from tests.unit.store.test_ledger import claimed, settled

TWIN = "acme:2"
LATER = NOW + timedelta(hours=1)
REPLY = News(event=Event(type=EventType.CANDIDATE_REPLIED, at=NOW))


@pytest.fixture
def twin(conn: Connection) -> str:
    """A second record of Ada, with an application of its own."""
    intake.apply(
        conn,
        Intake(
            at=NOW,
            candidates=(CandidateUpdate(id=TWIN, fields={"first_name": "A.", "email": "byron@work.example"}),),
            applications=(ApplicationUpdate(id="acme:20", candidate_id=TWIN),),
        ),
        NOW,
    )
    return TWIN


def merged(conn: Connection, gone: str, into: str) -> Applied:
    return intake.apply(conn, Intake(at=LATER, merged_into={gone: into}), LATER)


def as_person(candidate_id: str) -> Subject:
    return Subject(kind=SubjectKind.CANDIDATE, id=candidate_id)


def test_everything_of_the_one_who_is_gone_is_the_survivors(conn: Connection, twin: str) -> None:
    enrollment = enroll(conn, Subject(kind=SubjectKind.APPLICATION, id="acme:20"), candidate=twin)
    claimed(conn, enrollment, candidate=twin)
    suppressions.add(conn, "hash", reason="bounced", source="mail server", at=NOW, candidate_id=twin)
    applied = merged(conn, twin, ADA)
    assert [(whom, event.type) for whom, event in applied.events] == [(ADA, "candidate.merged")]
    assert {each.id for each in records.applications_of(conn, ADA)} == {ADAS, "acme:20"}
    assert standings.get(conn, enrollment).enrollment.candidate_id == ADA
    assert len(contacts.of_candidate(conn, ADA)) == 1
    assert records.candidate(conn, twin).id == ADA
    assert conn.execute(select(candidates.c.email).where(candidates.c.id == twin)).scalar_one() is None


def test_a_journey_goes_on_with_the_survivors_record_and_its_own_numbers(conn: Connection, twin: str) -> None:
    for _ in range(5):
        events.append(conn, ADA, [REPLY], now=NOW)
    events.append(conn, twin, [REPLY], now=NOW)
    enrollment = enroll(conn, Subject(kind=SubjectKind.APPLICATION, id="acme:20"), candidate=twin)
    merged(conn, twin, ADA)
    events.append(conn, ADA, [REPLY], now=NOW)
    found = situation(conn, enrollment, after_event=1, lock=True)
    assert found.records.candidate.first_name == "Ada"
    assert found.stream_id == twin
    assert [(event.number, event.type) for event in found.events] == [
        (2, "candidate.merged"),
        (3, "candidate.replied"),
    ]


def test_a_late_delivery_about_the_one_who_is_gone_finds_the_survivor(conn: Connection, twin: str) -> None:
    merged(conn, twin, ADA)
    late = Intake(
        at=LATER,
        candidates=(CandidateUpdate(id=twin, fields={"first_name": "Wrong"}),),
        happenings=(Happening(type=EventType.APPLICATION_UPDATED, candidate_id=twin, application_id="acme:20"),),
        applications=(ApplicationUpdate(id="acme:20", candidate_id=twin),),
    )
    applied = intake.apply(conn, late, LATER)
    assert [whom for whom, _ in applied.events] == [ADA]
    assert applied.notes == (f"{twin} was merged into {ADA}, whose record stays",)
    assert records.candidate(conn, ADA).first_name == "Ada"


def test_merging_again_is_no_news(conn: Connection, twin: str) -> None:
    merged(conn, twin, ADA)
    told = Happening(type=EventType.CANDIDATE_MERGED, candidate_id=ADA)
    again = intake.apply(conn, Intake(at=LATER, happenings=(told,), merged_into={twin: ADA}), LATER)
    assert again.events == ()
    assert merged(conn, ADA, twin).events == ()


def test_of_two_open_runs_about_the_person_the_younger_is_to_end(conn: Connection, twin: str) -> None:
    older = enroll(conn, as_person(ADA))
    younger = enroll(conn, as_person(twin), candidate=twin)
    conn.execute(update(enrollments).where(enrollments.c.id == younger).values(entered_at=LATER))
    applied = merged(conn, twin, ADA)
    assert applied.superseded == (younger,)
    assert applied.notes == (f"{younger} is to end: its candidate was in the sequence twice",)
    cycles = {each.enrollment.id: each.enrollment.cycle for each in standings.of_candidate(conn, ADA)}
    assert cycles == {older: 1, younger: 2}
    assert all(each.enrollment.subject == as_person(ADA) for each in standings.of_candidate(conn, ADA))


def test_a_no_and_the_later_contact_outlive_a_merge(conn: Connection, twin: str) -> None:
    update = CandidateUpdate(id=twin, fields={"do_not_contact": True})
    intake.apply(conn, Intake(at=NOW, candidates=(update,)), NOW)
    settled(conn, claimed(conn, enroll(conn)), at=LATER)
    merged(conn, twin, ADA)
    ada = records.candidate(conn, ADA)
    assert (ada.do_not_contact, ada.last_contact) == (True, LATER)


def test_whoever_is_merged_twice_is_found_where_the_last_one_is(conn: Connection, twin: str) -> None:
    merged(conn, twin, ADA)
    merged(conn, ADA, "acme:3")
    assert records.surviving_id(conn, twin) == "acme:3"


def test_the_deletion_of_a_merged_record_leaves_the_survivor_alone(conn: Connection, twin: str) -> None:
    merged(conn, twin, ADA)
    applied = intake.apply(conn, Intake(at=LATER, deleted_candidates=(twin,)), LATER)
    assert applied.events == ()
    assert records.candidate(conn, ADA).first_name == "Ada"


def test_an_erased_person_leaves_counts_and_nothing_else(conn: Connection) -> None:
    key = claimed(conn, enroll(conn))
    stored = inbox_store.store(
        conn, connection="acme", delivery_id="1", body=b'{"name": "Ada"}', headers={"x": "y"}, received_at=NOW
    )
    inbox_store.settle(conn, stored.id, InboxState.TAKEN_IN, candidate_id=ADA)
    applied = intake.apply(conn, Intake(at=LATER, erased=(ADA,)), LATER)
    assert [(whom, event.type) for whom, event in applied.events] == [(ADA, "candidate.anonymized")]
    ada = records.candidate(conn, ADA)
    assert (ada.first_name, ada.last_name, ada.email, ada.tags) == (None, None, None, ())
    assert (ada.is_anonymized, ada.do_not_contact) == (True, True)
    assert conn.execute(select(messages.c.content).where(messages.c.touchpoint_id == key)).scalar_one() is None
    assert [each.summary for each in contacts.of_candidate(conn, ADA)] == ["erased"]
    assert conn.execute(select(inbox.c.body)).scalar_one() == b""
    assert intake.apply(conn, Intake(at=LATER, erased=(ADA,)), LATER).events == ()


def test_nothing_is_kept_again_about_an_erased_person(conn: Connection) -> None:
    intake.apply(conn, Intake(at=LATER, deleted_candidates=(ADA,)), LATER)
    update = CandidateUpdate(id=ADA, fields={"first_name": "Ada"})
    applied = intake.apply(conn, Intake(at=LATER, candidates=(update,)), LATER)
    assert applied.notes == (f"{ADA} was erased, and nothing about them is kept",)
    assert records.candidate(conn, ADA).first_name is None
