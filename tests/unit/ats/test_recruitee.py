"""What Recruitee's deliveries mean, by themselves and by what is read."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from nurture.ats import NOTHING_READ, Posted, Reader, Writer
from nurture.domain.changes import AtsChange, ChangeKind
from nurture.domain.events import EventType as E
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus
from nurture.errors import NotSetUp, Rejected, Released
from nurture.store import Store, intake, open_store, records
from nurture.values import replace
from tests.doubles.api import Answer
from tests.doubles.recruitee import RecruiteeDouble
from tests.rigs.recruitee import RIG
from tests.rigs.rig import NOW

MOVED, HIRED = "candidate_moved@stage_changed", "candidate_moved@hired"
DISQUALIFIED, REQUALIFIED = "candidate_moved@disqualified", "candidate_moved@requalified"
NOTE = AtsChange(kind=ChangeKind.NOTE, value="Wrote twice.")


@pytest.fixture
def api() -> Iterator[RecruiteeDouble]:
    with RecruiteeDouble() as double:
        yield double


@pytest.fixture
def reader(api: RecruiteeDouble) -> Iterator[Reader]:
    opened = RIG.vendor.reader(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def writer(api: RecruiteeDouble) -> Iterator[Writer]:
    opened = RIG.vendor.writer_for(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def told(name: str, reader: Reader | None = None) -> Intake:
    posted = RIG.posted(name)
    read = reader.read(posted) if reader else NOTHING_READ
    return RIG.connected().adapter.understand(posted, received_at=NOW, read=read)


def types(given: Intake) -> list[str]:
    return [happening.type for happening in given.happenings]


def take(store: Store, given: Intake) -> list[str]:
    with store.write() as conn:
        return [event.type for _, event in intake.apply(conn, given, NOW).events]


def test_the_signature_is_the_published_one() -> None:
    """“Verification”: the HMAC with SHA-256 of the body, in hexadecimal."""
    posted = RIG.posted(MOVED)
    expected = hmac.new(RIG.secret.encode(), posted.raw, hashlib.sha256).hexdigest()
    assert posted.headers == {"X-Recruitee-Signature": expected}


@pytest.mark.parametrize("name", ["test", "test@with-example"])
@pytest.mark.parametrize("signature", [{}, {"X-Recruitee-Signature": "of a secret that nobody knows yet"}])
def test_a_test_request_gets_its_200_before_there_is_a_secret(name: str, signature: dict[str, str]) -> None:
    adapter = RIG.connected(secrets=()).adapter
    greeting = adapter.greeting(Posted(raw=RIG.body(name), headers=signature))
    assert greeting is not None
    assert greeting.status == adapter.ack_status == 200


@pytest.mark.parametrize(
    "raw", [RIG.body(MOVED), b'{"test": false}', b'{"payload": {"test": true}}', b'{"test": "maybe"}', b'"test"', b""]
)
def test_what_is_no_test_request_is_not_answered_as_one(raw: bytes) -> None:
    assert RIG.connected().adapter.greeting(Posted(raw=raw)) is None


@pytest.mark.parametrize(
    ("name", "expected", "status", "why"),
    [
        (MOVED, [E.APPLICATION_STAGE_CHANGED], ApplicationStatus.ACTIVE, "another stage"),
        (
            HIRED,
            [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_HIRED],
            ApplicationStatus.HIRED,
            "a stage of that category",
        ),
        (DISQUALIFIED, [E.APPLICATION_REJECTED], ApplicationStatus.REJECTED, ""),
        (REQUALIFIED, [E.APPLICATION_UNREJECTED], ApplicationStatus.ACTIVE, ""),
    ],
)
def test_a_move_means_this(name: str, expected: list[str], status: ApplicationStatus, why: str) -> None:
    given = told(name)
    assert types(given) == expected, why
    assert given.applications[0].fields["status"] is status


def test_what_is_said_of_the_person_and_the_job_goes_on_their_records() -> None:
    given = told(MOVED)
    [mara], [application], [job] = given.candidates, given.applications, given.jobs
    assert (mara.fields["first_name"], mara.fields["last_name"]) == ("Mara", "Lena Quist")
    assert (mara.fields["email"], mara.emails) == ("mara@home.example", ("mara@home.example", "m.quist@work.example"))
    assert (application.id, application.job_id) == ("hiring:57-7", "hiring:7")
    assert (application.fields["stage"], application.fields["is_prospect"]) == ("Onsite", False)
    assert job.fields == {"title": "Data Engineer"}
    assert told("candidate_moved@talent-pool").applications[0].fields["is_prospect"] is True
    assert told(DISQUALIFIED).applications[0].fields["rejection_reason"] == "Not enough experience"


@pytest.mark.parametrize(
    ("path", "to", "why"),
    [
        (("event_type",), "candidate_created", "its form is not published"),
        (("event_subtype",), "cloned", "no kind of candidate_moved"),
    ],
)
def test_what_has_no_published_form_is_kept_with_that_as_the_reason(path: tuple[str], to: str, why: str) -> None:
    posted = RIG.changed(MOVED, *path, to=to)
    assert why in (RIG.connected().adapter.understand(posted, received_at=NOW).ignored or "")


def test_the_same_person_in_two_jobs_is_two_applications() -> None:
    other = RIG.connected().adapter.understand(RIG.changed(MOVED, "payload", "offer", "id", to=9), received_at=NOW)
    assert {other.applications[0].id, told(MOVED).applications[0].id} == {"hiring:57-9", "hiring:57-7"}


def test_a_move_that_is_tried_again_a_day_later_does_not_take_the_record_back(
    store: Store, api: RecruiteeDouble, reader: Reader
) -> None:
    api.placement |= {"stage_id": 59, "hired_at": "2026-03-02T08:00:00Z"}
    assert take(store, told(HIRED, reader)) == [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_HIRED]
    assert take(store, told(MOVED, reader)) == [], "they were moved on since"
    with store.read() as conn:
        assert records.around(conn, "hiring:57", "hiring:57-7").application.status is ApplicationStatus.HIRED


def test_a_rejection_that_was_taken_back_meanwhile_tells_nobody(store: Store, reader: Reader) -> None:
    given = told(DISQUALIFIED, reader)
    assert types(given) == []
    assert given.applications[0].fields["status"] is ApplicationStatus.ACTIVE
    assert E.APPLICATION_REJECTED not in take(store, given)


def test_a_rejection_that_a_move_overtook_is_known_by_the_move(api: RecruiteeDouble, reader: Reader) -> None:
    api.placement |= {"disqualified_at": "2026-03-02T08:00:00Z", "disqualify_reason": "Not enough experience"}
    [application] = told(MOVED, reader).applications
    assert application.fields["status"] is ApplicationStatus.REJECTED
    assert types(told(DISQUALIFIED, reader)) == [E.APPLICATION_REJECTED]


def test_who_is_placed_there_no_more_is_no_reason_to_ask_again(api: RecruiteeDouble, reader: Reader) -> None:
    api.person["placements"] = [api.in_pool]
    with pytest.raises(Rejected, match="not placed"):
        told(MOVED, reader)
    assert 99 not in api.people
    with pytest.raises(Rejected, match="404"):
        RIG.vendor.reader(RIG.account(api)).read(RIG.changed(MOVED, "payload", "candidate", "id", to=99))


def test_only_moves_are_asked_for(api: RecruiteeDouble, reader: Reader) -> None:
    assert reader.read(RIG.posted("test")) == {}
    assert reader.read(RIG.posted("test@with-example")) == {}
    assert reader.read(RIG.changed(MOVED, "event_type", to="offer_published")) == {}
    assert api.asked == []


def test_an_id_that_is_no_number_gets_into_no_address(api: RecruiteeDouble, reader: Reader) -> None:
    with pytest.raises(Rejected, match="no number"):
        reader.read(RIG.changed(MOVED, "payload", "candidate", "id", to="../admins"))
    assert api.asked == []


def test_too_many_questions_wait_for_as_long_as_they_are_told(api: RecruiteeDouble, reader: Reader) -> None:
    api.script.append(Answer(status=429, headers={"Retry-After": "600"}))
    with pytest.raises(Released) as limited:
        reader.read(RIG.posted(MOVED))
    assert limited.value.retry_at is not None


def test_without_a_token_the_deliveries_have_to_do() -> None:
    reader = RIG.vendor.reader(replace(RIG.account(), api_key=None, company=None))
    assert reader.read(RIG.posted(MOVED)) == {}


def test_half_of_the_access_is_a_mistake() -> None:
    reader = RIG.vendor.reader(replace(RIG.account(), company=None))
    with pytest.raises(Released, match="NURTURE_ATS__HIRING__COMPANY is not set"):
        reader.read(RIG.posted(MOVED))
    with pytest.raises(NotSetUp, match="NURTURE_ATS__HIRING__COMPANY is not set"):
        reader.check()


def test_the_token_goes_to_no_address_that_others_can_listen_to() -> None:
    account = replace(RIG.account(), api="http://api.acme.example")
    for part in (RIG.vendor.reader(account), RIG.vendor.writer_for(account)):
        with pytest.raises(NotSetUp, match="no address that a secret may be sent to"):
            part.check()


def test_the_token_can_be_tried_out(reader: Reader, writer: Writer, api: RecruiteeDouble) -> None:
    assert reader.check() == writer.check() == "Recruitee takes our token."
    with pytest.raises(NotSetUp, match="401"):
        RIG.vendor.writer_for(RIG.account(api, api_key="another")).check()


@pytest.mark.parametrize(
    ("reason", "type_"),
    [
        pytest.param("Candidate withdrew", E.APPLICATION_WITHDRAWN, id="they said no"),
        pytest.param(" candidate  WITHDREW ", E.APPLICATION_WITHDRAWN, id="however it is written"),
        pytest.param("Withdrew our offer", E.APPLICATION_REJECTED, id="we said no"),
    ],
)
def test_who_said_no_is_told_by_the_name_of_the_reason(
    api: RecruiteeDouble, reader: Reader, reason: str, type_: E
) -> None:
    posted = RIG.changed(DISQUALIFIED, "payload", "details", "disqualify_reason", "name", to=reason)
    [told_alone] = RIG.connected().adapter.understand(posted, received_at=NOW).happenings
    api.placement |= {"disqualified_at": "2026-03-02T08:00:00Z", "disqualify_reason": reason}
    read = told(DISQUALIFIED, reader)
    assert (told_alone.type, types(read)) == (type_, [type_])
    assert read.applications[0].fields["rejection_reason"] == reason.strip()


def test_who_is_turned_down_a_second_time_is_told_of_by_the_same_bytes_and_it_counts() -> None:
    first = replace(RIG.posted(DISQUALIFIED), at=NOW)
    soon = replace(first, at=NOW + timedelta(seconds=1))
    later = replace(first, at=NOW + timedelta(minutes=1))
    adapter = RIG.connected().adapter
    assert adapter.delivery_id(first) == adapter.delivery_id(soon) != adapter.delivery_id(later)


def test_who_is_moved_there_and_back_and_there_again_within_minutes_stands_there(store: Store) -> None:
    there = RIG.posted(MOVED)
    details = json.loads(there.raw)["payload"]["details"]
    turned = {"from_stage": details["to_stage"], "to_stage": details["from_stage"]}
    back = RIG.changed(MOVED, "payload", "details", to=turned)
    adapter = RIG.connected().adapter
    moves = [replace(each, at=NOW + timedelta(minutes=n)) for n, each in enumerate((there, back, there))]
    assert len({adapter.delivery_id(each) for each in moves}) == 3
    for each in moves:
        assert take(store, adapter.understand(each, received_at=NOW)) == [E.APPLICATION_STAGE_CHANGED]
    with store.read() as conn:
        assert records.around(conn, "hiring:57", "hiring:57-7").application.stage == "Onsite"


def test_a_second_no_is_news_after_a_requalification_and_a_repeated_one_is_not(store: Store) -> None:
    take(store, told(MOVED))
    assert take(store, told(DISQUALIFIED)) == [E.APPLICATION_REJECTED]
    assert take(store, told(DISQUALIFIED)) == []
    assert take(store, told(REQUALIFIED)) == [E.APPLICATION_UNREJECTED]
    assert take(store, told(DISQUALIFIED)) == [E.APPLICATION_REJECTED]
