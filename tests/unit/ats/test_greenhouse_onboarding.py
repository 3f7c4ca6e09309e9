"""Greenhouse Onboarding: what its thin deliveries come to once the employee was read."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from nurture.ats import NOTHING_READ, Reader
from nurture.ats.greenhouse_onboarding import sign
from nurture.domain.events import Event, EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus
from nurture.errors import NotFound, NotSetUp, Refused, Rejected, Released
from nurture.store import Store, intake, open_store, records
from nurture.values import replace
from tests.doubles.api import Answer
from tests.doubles.greenhouse_onboarding import ADDED_BY_HAND, RECRUITED, OnboardingDouble
from tests.rigs.greenhouse_onboarding import RIG
from tests.rigs.rig import NOW

FROM_RECRUITING, BY_HAND = "employee_updated", "employee_updated@not-recruited"


@pytest.fixture
def api() -> Iterator[OnboardingDouble]:
    with OnboardingDouble() as double:
        yield double


@pytest.fixture
def reader(api: OnboardingDouble) -> Iterator[Reader]:
    opened = RIG.vendor.reader(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    opened = open_store(sqlite_url)
    yield opened
    opened.close()


def told(reader: Reader, name: str) -> Intake:
    posted = RIG.posted(name)
    return RIG.connected().adapter.understand(posted, received_at=NOW, read=reader.read(posted))


def take(store: Store, given: Intake) -> list[Event]:
    with store.write() as conn:
        return [event for _, event in intake.apply(conn, given, NOW).events]


def hired_in_recruiting(store: Store, status: ApplicationStatus = ApplicationStatus.HIRED) -> None:
    """As a connection of Greenhouse Recruiting has told before."""
    fields = {"status": status, "start_date": date(2026, 3, 15)}
    mara = CandidateUpdate(id="hiring:57")
    application = ApplicationUpdate(id="hiring:693", candidate_id=mara.id, fields=fields)
    applied = Happening(type=EventType.APPLICATION_CREATED, candidate_id=mara.id, application_id=application.id)
    take(store, Intake(at=NOW, happenings=(applied,), candidates=(mara,), applications=(application,)))


def test_the_signature_is_the_published_one() -> None:
    """“Authentication”: the algorithm, a space, and the HMAC of the whole body in hexadecimal."""
    assert sign(b"{}", "key") == f"sha256 {hmac.new(b'key', b'{}', hashlib.sha256).hexdigest()}"


def test_an_attempt_that_is_repeated_goes_by_the_id_in_the_body() -> None:
    assert RIG.connected().adapter.delivery_id(RIG.posted(FROM_RECRUITING)) == "0d5b2f7e-7f0d-4f2e-9a44-6a0a5a3f2c11"


@pytest.mark.parametrize("id_", [None, "", "two words", "x" * 300])
def test_without_a_sensible_id_a_delivery_goes_by_its_body(id_: str | None) -> None:
    posted = RIG.changed(FROM_RECRUITING, "id", to=id_)
    assert RIG.connected().adapter.delivery_id(posted) == f"sha256:{hashlib.sha256(posted.raw).hexdigest()}"


def test_the_first_day_of_a_hire_from_recruiting_moves_on_the_record_from_there(store: Store, reader: Reader) -> None:
    hired_in_recruiting(store)
    [moved] = take(store, told(reader, FROM_RECRUITING))
    assert (moved.type, moved.application_id) == (EventType.HIRE_START_DATE_CHANGED, "hiring:693")
    assert dict(moved.data) == {"start_date": "2026-04-01"}
    assert take(store, told(reader, FROM_RECRUITING)) == [], "nothing moved since"
    with store.read() as conn:
        assert records.around(conn, "hiring:57", "hiring:693").hire.start_date == date(2026, 4, 1)


def test_a_last_day_is_known_as_soon_as_it_is_there(store: Store, api: OnboardingDouble, reader: Reader) -> None:
    hired_in_recruiting(store)
    api.employees[RECRUITED] |= {"startDate": "2026-03-15", "dateOfTermination": "2026-09-30"}
    [left] = take(store, told(reader, FROM_RECRUITING))
    assert (left.type, dict(left.data)) == (EventType.HIRE_LEFT, {"left_on": "2026-09-30"})
    with store.read() as conn:
        assert records.around(conn, "hiring:57", "hiring:693").hire.left_on == date(2026, 9, 30)


def test_whether_they_are_hired_still_is_recruitings_to_say(store: Store, reader: Reader) -> None:
    hired_in_recruiting(store, ApplicationStatus.ACTIVE)
    assert take(store, told(reader, FROM_RECRUITING)) == []


def test_a_hire_of_whom_recruiting_has_not_told_is_not_put_on_record(store: Store, reader: Reader) -> None:
    assert take(store, told(reader, FROM_RECRUITING)) == []
    with store.read() as conn, pytest.raises(NotFound):
        records.candidate(conn, "hiring:57")


def test_an_empty_day_takes_nothing_back_that_recruiting_says(api: OnboardingDouble, reader: Reader) -> None:
    api.employees[RECRUITED]["startDate"] = None
    assert told(reader, FROM_RECRUITING).ignored == "neither a first nor a last day is set"


def test_who_came_without_an_application_is_on_record_with_a_private_address(store: Store, reader: Reader) -> None:
    given = told(reader, BY_HAND)
    [mara], [hire] = given.candidates, given.applications
    assert (mara.fields["first_name"], mara.fields["last_name"]) == ("Mara", "Quist")
    assert mara.fields["email"] == "mara@home.example", "nobody reads the work address before the first day"
    assert mara.team["coordinator"].name == "Kim Ode"
    assert hire.fields["hired_at"] == datetime(2026, 2, 20, 9, tzinfo=UTC), "not when we learned of it"
    assert take(store, given) == [], "an update hires nobody: they may be with the company for years"


def test_their_first_day_moves_as_well(store: Store, api: OnboardingDouble, reader: Reader) -> None:
    take(store, told(reader, BY_HAND))
    api.employees[ADDED_BY_HAND]["startDate"] = "2026-06-01"
    [moved] = take(store, told(reader, BY_HAND))
    assert (moved.type, dict(moved.data)) == (EventType.HIRE_START_DATE_CHANGED, {"start_date": "2026-06-01"})


def test_the_hires_are_greenhouse_recruitings_unless_told_otherwise(reader: Reader) -> None:
    posted = RIG.posted(FROM_RECRUITING)
    adapter = RIG.connected(hires_from=None).adapter
    [moved] = adapter.understand(posted, received_at=NOW, read=reader.read(posted)).happenings
    assert isinstance(moved, Happening)
    assert moved.application_id == "greenhouse:693"


def test_a_delivery_that_was_not_read_back_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="employee:updated was not read back"):
        RIG.connected().adapter.understand(RIG.posted(FROM_RECRUITING), received_at=NOW, read=NOTHING_READ)


def test_an_employee_who_is_gone_is_no_reason_to_ask_again(api: OnboardingDouble, reader: Reader) -> None:
    del api.employees[RECRUITED]
    with pytest.raises(Rejected, match="no such employee any more"):
        reader.read(RIG.posted(FROM_RECRUITING))


def test_when_the_points_are_used_up_it_waits_until_there_are_new_ones(api: OnboardingDouble, reader: Reader) -> None:
    """“Rate Limiting”: the refusal is an answer 200."""
    api.points = 0
    with pytest.raises(Released) as limited:
        reader.read(RIG.posted(FROM_RECRUITING))
    assert limited.value.retry_at == datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_while_the_api_is_down_the_delivery_waits(api: OnboardingDouble, reader: Reader) -> None:
    api.script.append(Answer(status=503))
    with pytest.raises(Released):
        reader.read(RIG.posted(FROM_RECRUITING))
    assert reader.read(RIG.posted(FROM_RECRUITING))["employee"]


@pytest.mark.parametrize("given", ["x", "1) { id } } mutation { deleteLocation(id: 1"])
def test_an_id_that_is_no_number_gets_into_no_query(api: OnboardingDouble, reader: Reader, given: str) -> None:
    with pytest.raises(Rejected, match="no number"):
        reader.read(RIG.changed(FROM_RECRUITING, "payload", "updated_employee_id", to=given))
    assert api.asked == []


def test_what_is_asked_for_by_mistake_is_told_in_the_apis_words(api: OnboardingDouble, reader: Reader) -> None:
    api.script.append(Answer(status=200, body={"errors": [{"message": "Field 'x' doesn't exist on type 'Employee'"}]}))
    with pytest.raises(Rejected) as refusal:
        reader.read(RIG.posted(FROM_RECRUITING))
    assert "Field 'x'" in (refusal.value.hint or "")


def test_the_key_can_be_tried_out(reader: Reader) -> None:
    assert reader.check() == "Greenhouse Onboarding takes our API key."


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("client_secret", None, "NURTURE_ATS__HIRING__CLIENT_SECRET is not set"),
        ("api", "http://api.acme.example", "NURTURE_ATS__HIRING__API is no address that a secret may be sent to"),
    ],
)
def test_without_access_deliveries_wait_and_say_for_what(name: str, value: str | None, says: str) -> None:
    reader = RIG.vendor.reader(replace(RIG.account(), **{name: value}))
    with pytest.raises(Released, match=says):
        reader.read(RIG.posted(FROM_RECRUITING))
    with pytest.raises(NotSetUp, match=says):
        reader.check()


def test_a_wrong_key_is_noticed_by_trying_it_out(api: OnboardingDouble) -> None:
    reader = RIG.vendor.reader(RIG.account(api, client_secret="another"))
    with pytest.raises(NotSetUp, match="401"):
        reader.check()
    reader.close()
