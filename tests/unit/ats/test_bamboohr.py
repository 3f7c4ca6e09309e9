"""BambooHR: what its thin deliveries come to once the employee was read."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from nurture.ats import NOTHING_READ, Posted, Reader, Writer
from nurture.ats.bamboohr.adapter import CREATED, DELETED, UPDATED, sign
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.events import Event
from nurture.domain.events import EventType as E
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.errors import NotSetUp, OutcomeUnknown, Refused, Rejected, Released
from nurture.store import Store, intake, open_store, records
from nurture.store.migrate import migrate
from nurture.values import replace
from tests.doubles.api import Answer, Trouble
from tests.doubles.bamboohr import NEW, OLD, BambooDouble
from tests.rigs.bamboohr import RIG, signed
from tests.rigs.rig import NOW

TARGET = Target(candidate_id=f"hiring:{NEW}", application_id=f"hiring:{NEW}")
FIELD = AtsChange(kind=ChangeKind.FIELD, field="customShirtSize", value="M")


@pytest.fixture
def api() -> Iterator[BambooDouble]:
    with BambooDouble() as double:
        yield double


@pytest.fixture
def reader(api: BambooDouble) -> Iterator[Reader]:
    opened = RIG.vendor.reader(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def writer(api: BambooDouble) -> Iterator[Writer]:
    opened = RIG.vendor.writer_for(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    migrate(url)
    opened = open_store(url)
    yield opened
    opened.close()


def told(reader: Reader, name: str) -> Intake:
    posted = RIG.posted(name)
    return RIG.connected().adapter.understand(posted, received_at=NOW, read=reader.read(posted))


def take(store: Store, given: Intake) -> list[Event]:
    with store.write() as conn:
        return [event for _, event in intake.apply(conn, given, NOW).events]


def why_untrusted(posted: Posted) -> str | None:
    return RIG.connected().adapter.why_untrusted(posted, [RIG.secret], now=NOW)


def test_the_signature_is_the_published_one() -> None:
    """“Webhooks”: HMAC with SHA-256 of the body, followed by the timestamp as it stands in the header."""
    expected = hmac.new(b"key", b'{"type": "employee.created"}1772442000', hashlib.sha256).hexdigest()
    assert sign(b'{"type": "employee.created"}', "1772442000", "key") == expected


@pytest.mark.parametrize(
    "stamp", ["1772442000", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00+0100", "2026-03-02T09:00:00"]
)
def test_the_time_may_be_written_in_seconds_or_as_a_date(stamp: str) -> None:
    raw = RIG.body(CREATED)
    headers = {"X-BambooHR-Timestamp": stamp, "X-BambooHR-Signature": sign(raw, stamp, RIG.secret)}
    assert why_untrusted(Posted(raw=raw, headers=headers)) is None


@pytest.mark.parametrize(
    ("away", "is_good"),
    [
        (timedelta(), True),
        (timedelta(hours=23), True),
        (timedelta(hours=-23), True),
        (timedelta(hours=25), False),
        (timedelta(hours=-25), False),
    ],
)
def test_a_stamp_is_good_for_a_day(away: timedelta, is_good: bool) -> None:
    posted = signed(CREATED, RIG.body(CREATED), RIG.secret, at=NOW - away)
    assert (why_untrusted(posted) is None) is is_good


@pytest.mark.parametrize("stamp", ["yesterday", "9" * 30, "٣", "-1", "2026-13-01"])
def test_a_stamp_that_is_no_time_is_refused(stamp: str) -> None:
    raw = RIG.body(CREATED)
    headers = {"X-BambooHR-Timestamp": stamp, "X-BambooHR-Signature": sign(raw, stamp, RIG.secret)}
    assert "X-BambooHR-Timestamp" in (why_untrusted(Posted(raw=raw, headers=headers)) or "")


def test_a_stamp_that_was_not_signed_is_refused() -> None:
    posted = RIG.posted(CREATED)
    later = {**posted.headers, "X-BambooHR-Timestamp": str(int(NOW.timestamp()) + 1)}
    assert "fits none" in (why_untrusted(replace(posted, headers=later)) or "")


def test_there_is_a_delivery_of_every_event_and_no_other() -> None:
    assert {name.partition("@")[0] for name in RIG.names()} == {CREATED, UPDATED, DELETED}


def test_a_delivery_that_is_encoded_as_a_form_is_refused_in_words() -> None:
    posted = signed(CREATED, b"type=employee.created&data%5BemployeeId%5D=57", RIG.secret)
    with pytest.raises(Refused, match="is not JSON"):
        RIG.connected().adapter.is_ping(posted)


def test_the_older_web_hook_that_lists_employees_is_refused_in_words() -> None:
    older = signed(CREATED, b'{"employees": [{"id": "57", "action": "Created", "fields": {}}]}', RIG.secret)
    with pytest.raises(Refused, match="type") as refusal:
        RIG.connected().adapter.understand(older, received_at=NOW)
    assert refusal.value.status == 400


def test_whoever_is_entered_before_their_first_day_is_a_hire(store: Store, reader: Reader) -> None:
    [hired] = take(store, told(reader, CREATED))
    assert (hired.type, dict(hired.data)) == (E.APPLICATION_HIRED, {"start_date": "2026-04-01"})
    assert hired.at == datetime(2026, 3, 2, 8, 42, tzinfo=UTC)
    assert take(store, told(reader, CREATED)) == []
    with store.read() as conn:
        around = records.around(conn, TARGET.candidate_id, TARGET.application_id)
    assert around.hire.start_date == date(2026, 4, 1)
    assert (around.candidate.first_name, around.candidate.email) == ("Mara", "mara@home.example")


def test_whoever_came_years_ago_and_is_entered_now_is_none(store: Store, reader: Reader) -> None:
    assert take(store, told(reader, "employee.created@years-ago")) == []
    with store.read() as conn:
        assert records.around(conn, f"hiring:{OLD}", f"hiring:{OLD}").hire.start_date == date(2019, 1, 7)


def test_a_first_day_that_is_entered_a_moment_later_is_no_reason_to_miss_the_hire(
    store: Store, api: BambooDouble, reader: Reader
) -> None:
    api.employees[NEW]["hireDate"] = "0000-00-00"
    assert [event.type for event in take(store, told(reader, CREATED))] == [E.APPLICATION_HIRED]
    api.employees[NEW]["hireDate"] = "2026-04-01"
    assert [event.type for event in take(store, told(reader, UPDATED))] == [E.HIRE_START_DATE_CHANGED]


@pytest.mark.parametrize("order", [(CREATED, UPDATED), (UPDATED, CREATED)])
def test_a_hire_acts_once_in_whichever_order_it_is_told(store: Store, reader: Reader, order: tuple[str, str]) -> None:
    acted = [event.type for name in order for event in take(store, told(reader, name))]
    assert acted == [E.APPLICATION_HIRED]


def test_a_first_day_that_moves_is_news(store: Store, api: BambooDouble, reader: Reader) -> None:
    take(store, told(reader, CREATED))
    api.employees[NEW]["hireDate"] = "2026-05-04"
    [moved] = take(store, told(reader, UPDATED))
    assert (moved.type, dict(moved.data)) == (E.HIRE_START_DATE_CHANGED, {"start_date": "2026-05-04"})


def test_a_last_day_is_news_unless_it_is_of_the_time_before_they_came_back(
    store: Store, api: BambooDouble, reader: Reader
) -> None:
    take(store, told(reader, CREATED))
    api.employees[NEW]["terminationDate"] = "2024-12-31"
    assert take(store, told(reader, UPDATED)) == []
    api.employees[NEW]["terminationDate"] = "2026-12-31"
    [left] = take(store, told(reader, UPDATED))
    assert (left.type, dict(left.data)) == (E.HIRE_LEFT, {"left_on": "2026-12-31"})


def test_what_the_key_may_not_see_keeps_its_value(api: BambooDouble, reader: Reader) -> None:
    api.hidden = {"homeEmail", "workEmail", "terminationDate"}
    [mara], [hire] = told(reader, UPDATED).candidates, told(reader, UPDATED).applications
    assert "email" not in mara.fields
    assert "left_on" not in hire.fields


def test_without_a_private_address_there_is_the_one_at_work(api: BambooDouble, reader: Reader) -> None:
    api.employees[NEW] |= {"homeEmail": "", "workEmail": "mara@acme.example"}
    [mara] = told(reader, UPDATED).candidates
    assert (mara.fields["email"], mara.emails) == ("mara@acme.example", ("mara@acme.example",))


def test_an_ats_and_bamboohr_know_one_person(store: Store, reader: Reader) -> None:
    known = CandidateUpdate(id="greenhouse:1", fields={"first_name": "Mara", "email": "mara@home.example"})
    take(store, Intake(at=NOW, source="greenhouse", candidates=(known,)))
    take(store, replace(told(reader, CREATED), source="hiring"))
    with store.read() as conn:
        assert records.around(conn, "greenhouse:1", f"hiring:{NEW}").hire.start_date == date(2026, 4, 1)


def test_who_is_deleted_is_gone(reader: Reader, api: BambooDouble) -> None:
    given = told(reader, DELETED)
    assert given.deleted_candidates == (f"hiring:{NEW}",)
    assert api.asked == []


def test_a_delivery_that_was_not_read_back_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="was not read back"):
        RIG.connected().adapter.understand(RIG.posted(UPDATED), received_at=NOW, read=NOTHING_READ)


def test_an_employee_who_is_gone_is_no_reason_to_ask_again(api: BambooDouble, reader: Reader) -> None:
    del api.employees[NEW]
    with pytest.raises(Rejected, match="404"):
        told(reader, UPDATED)


def test_an_id_leads_to_no_other_address(api: BambooDouble, reader: Reader) -> None:
    with pytest.raises(Rejected):
        reader.read(RIG.changed(UPDATED, "data", "employeeId", to="../meta/users"))
    assert api.asked[0].startswith("GET /employees/..%2Fmeta%2Fusers?")


def test_when_bamboohr_is_busy_the_delivery_waits_for_as_long_as_it_says(api: BambooDouble, reader: Reader) -> None:
    api.script.append(Answer(status=503, headers={"Retry-After": "120"}))
    with pytest.raises(Released) as limited:
        told(reader, UPDATED)
    assert limited.value.retry_at is not None


@pytest.mark.parametrize("name", ["api_key", "company"])
def test_without_access_deliveries_wait_and_say_for_what(name: str) -> None:
    account, says = replace(RIG.account(), **{name: None}), f"NURTURE_ATS__HIRING__{name.upper()} is not set"
    with pytest.raises(Released, match=says):
        RIG.vendor.reader(account).read(RIG.posted(UPDATED))
    with pytest.raises(NotSetUp, match=says):
        RIG.vendor.writer_for(account).check()


def test_a_field_of_the_employee_is_set(api: BambooDouble, writer: Writer) -> None:
    assert writer.write(FIELD, TARGET).said == "the field was set"
    assert api.employees[NEW]["customShirtSize"] == "M"
    with pytest.raises(Rejected):
        writer.write(replace(FIELD, field="customHat"), TARGET)


def test_a_change_whose_answer_never_came_is_unknown(api: BambooDouble, writer: Writer) -> None:
    api.script.append(Trouble.CLOSE_AFTER_ACTING)
    with pytest.raises(OutcomeUnknown):
        writer.write(FIELD, TARGET)


def test_the_key_can_be_tried_out(reader: Reader, writer: Writer) -> None:
    assert reader.check() == writer.check() == "BambooHR takes our API key."
