"""What every ATS's adapter must do, so that the web edge and the intake may trust any of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from nurture.ats import NOTHING_READ, VENDORS, Account, Connected, Posted, connect, demand_trust
from nurture.ats.vendor import Cannot
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.events import EVENTS, EventType
from nurture.domain.intake import Intake
from nurture.domain.subject import SubjectKind
from nurture.errors import NotSetUp, Refused, Rejected
from nurture.service.naming import subjects_of
from nurture.store import Store, intake, open_store
from nurture.store.migrate import migrate
from nurture.values import replace
from tests.rigs import RIGS
from tests.rigs.rig import NOW, Rig

DELIVERIES = [pytest.param(rig, name, id=f"{rig.name}-{name}") for rig in RIGS.values() for name in rig.names()]
EVERY_RIG = [pytest.param(rig, id=rig.name) for rig in RIGS.values()]
MAY_REPEAT = {EventType.APPLICATION_UPDATED, EventType.CANDIDATE_UPDATED, EventType.JOB_UPDATED, "offer", "interview"}
"""What says nothing that a record could tell from what it knows, and acts whenever it is told."""


def understood(rig: Rig, posted: Posted) -> Intake:
    """A delivery in our words, with what is to be read back asked of the vendor's double."""
    with rig.api() as api:
        account = rig.account(api)
        reader = rig.vendor.reader(account)
        try:
            read = reader.read(posted)
        finally:
            reader.close()
        return connect(account).adapter.understand(posted, received_at=NOW, read=read)


def refused(connected: Connected, posted: Posted) -> int:
    """The status by which a delivery is refused."""
    with pytest.raises(Refused) as refusal:
        demand_trust(connected, posted, now=NOW)
    assert refusal.value.hint or refusal.value.status == 400
    return refusal.value.status


def outcome(connected: Connected, posted: Posted) -> int | str:
    """What becomes of a delivery that goes all the way, without its API: the status of a refusal, or in a word."""
    try:
        demand_trust(connected, posted, now=NOW)
        connected.adapter.is_ping(posted)
        connected.adapter.delivery_id(posted)
        told = connected.adapter.understand(posted, received_at=NOW, read=NOTHING_READ)
    except Refused as refusal:
        return refusal.status
    return "ignored" if told.ignored else "understood"


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_a_vendor_says_of_everything_how_it_is_done_or_why_it_is_not(rig: Rig) -> None:
    vendor = VENDORS[rig.name]
    assert vendor.name == rig.name
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", vendor.name), "it may be the name of a connection and of a setting"
    assert vendor.reference.startswith("https://")
    assert set(vendor.writes) == set(ChangeKind)
    for ability in (vendor.in_order, vendor.read_back, *vendor.writes.values()):
        said = ability.why if isinstance(ability, Cannot) else ability
        assert said
        assert not said.endswith("."), "it becomes part of a sentence"


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_it_is_acknowledged_with_a_success(rig: Rig) -> None:
    assert 200 <= rig.connected().adapter.ack_status < 300


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_an_adapter_goes_by_the_name_of_its_connection(rig: Rig) -> None:
    assert rig.connected(connection="lever_eu").adapter.connection == "lever_eu"


@pytest.mark.parametrize(("rig", "name"), DELIVERIES)
def test_what_is_signed_with_the_new_key_or_the_old_one_is_trusted(rig: Rig, name: str) -> None:
    for secrets in ((rig.secret,), (rig.other_secret, rig.secret), (rig.secret, rig.other_secret)):
        demand_trust(rig.connected(secrets=secrets), rig.posted(name), now=NOW)


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_what_is_signed_with_no_key_of_ours_is_refused(rig: Rig) -> None:
    posted = rig.posted(rig.names()[0], secret=rig.other_secret)
    assert refused(rig.connected(), posted) == 401


@pytest.mark.parametrize(("rig", "name"), DELIVERIES)
def test_what_was_changed_on_the_way_is_refused(rig: Rig, name: str) -> None:
    posted = rig.posted(name)
    if rig.signs_body:
        assert refused(rig.connected(), replace(posted, raw=posted.raw + b" ")) == 401
    bare = Posted(raw=b"{}", headers={"content-type": "application/json"})
    assert refused(rig.connected(), bare) in (400, 401)


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_no_adapter_takes_anything_without_a_key_and_the_vendor_is_to_try_again(rig: Rig) -> None:
    with pytest.raises(Refused, match="no secret key is set") as refusal:
        demand_trust(rig.connected(secrets=()), rig.posted(rig.names()[0]), now=NOW)
    assert refusal.value.status == 503
    assert "NURTURE_ATS__HIRING__SECRETS" in (refusal.value.hint or "")


@pytest.mark.parametrize("rig", EVERY_RIG)
@pytest.mark.parametrize(
    "raw",
    [b"", b"not JSON", b"null", b"[]", b"3", b'"x"', b"\xff\xfe{}", b"{}", b'{"data": 3, "payload": 4}', b"[" * 9_000],
    ids=repr,
)
def test_what_is_signed_and_makes_no_sense_is_refused_in_words(rig: Rig, raw: bytes) -> None:
    """An event whose name is in a header, and of which nothing follows, is not read any further."""
    posted = rig.signed(rig.names()[0], raw, rig.secret)
    assert outcome(rig.connected(), posted) in (400, 401, "ignored")


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_signatures_in_strange_characters_are_refused_in_words(rig: Rig) -> None:
    posted = rig.posted(rig.names()[0])
    for strange in ("☃", "é" * 64, "=" * 5_000, "v1,☃ v1,===", ";;;"):
        headers = {name: strange if "signature" in name.lower() else value for name, value in posted.headers.items()}
        if headers != dict(posted.headers):
            assert refused(rig.connected(), replace(posted, headers=headers)) == 401


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_two_deliveries_go_by_two_ids_and_one_by_the_same_always(rig: Rig) -> None:
    adapter = rig.connected().adapter
    events = [name for name in rig.names() if not adapter.is_ping(rig.posted(name))]
    ids = [adapter.delivery_id(rig.posted(name)) for name in events]
    assert len(set(ids)) == len(ids)
    assert ids == [adapter.delivery_id(rig.posted(name)) for name in events]
    assert all(re.fullmatch(r"[!-~]{1,250}", each) for each in ids), "they become part of workflow ids"


@pytest.mark.parametrize(("rig", "name"), DELIVERIES)
def test_every_event_that_the_vendor_publishes_is_understood_or_has_a_reason_why_not(rig: Rig, name: str) -> None:
    told = understood(rig, rig.posted(name))
    assert told.ignored or told.happenings or told.candidates or told.applications or told.related
    assert told.at.tzinfo is UTC
    assert told.at <= NOW
    for happening in told.happenings:
        assert happening.type in EVENTS
        assert happening.candidate_id or happening.application_id or happening.job_id or happening.of
    ours = [*told.candidates, *told.applications, *told.jobs]
    assert all(each.id.startswith("hiring:") and each.id != "hiring:" for each in ours)
    named = {each for each in told.happenings for each in (each.candidate_id, each.application_id, each.job_id) if each}
    assert all(each.startswith("hiring:") for each in named)


KNOWN_ONCE_READ = {"greenhouse_onboarding"}
"""Whose deliveries name an employee, and leave out whose application they were."""


@pytest.mark.parametrize(("rig", "name"), DELIVERIES)
def test_whom_a_delivery_is_about_it_names_before_anybody_is_asked(rig: Rig, name: str) -> None:
    posted = rig.posted(name)
    told, named = understood(rig, posted), rig.connected().adapter.tells_of(posted)
    people = {each.id for each in named if each.kind is SubjectKind.CANDIDATE}
    processes = {each.id for each in named if each.kind is SubjectKind.APPLICATION}
    assert len(people) + len(processes) == len(named), "each once"
    if rig.name in KNOWN_ONCE_READ:
        assert people
        return
    for each in (*told.happenings, *told.related):
        if each.candidate_id or each.application_id:
            assert each.candidate_id in people or each.application_id in processes
    for application in told.applications:
        assert application.id in processes or application.candidate_id in people
    for candidate in told.candidates:
        theirs = {each.id for each in told.applications if each.candidate_id == candidate.id}
        assert candidate.id in people or theirs & processes
    gone = {*told.deleted_candidates, *told.merged_into, *told.merged_into.values()}
    assert gone <= people
    assert set(told.deleted_applications) <= processes or people
    assert not told.erased or people or processes


@pytest.mark.parametrize("rig", EVERY_RIG)
@pytest.mark.parametrize("raw", [b"", b"not JSON", b"[]", b'{"data": 3, "payload": 4}', b"{}"], ids=repr)
def test_what_makes_no_sense_names_nobody(rig: Rig, raw: bytes) -> None:
    posted = rig.signed(rig.names()[0], raw, rig.secret)
    assert subjects_of(rig.connected().adapter, posted) == ()


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_whoever_is_said_to_tell_late_deliveries_tells_the_age_of_what_they_state(rig: Rig) -> None:
    told = [understood(rig, rig.posted(name)) for name in rig.names()]
    aged = [each.as_of for intake in told for each in intake.applications if each.as_of]
    vendor = VENDORS[rig.name]
    if aged:
        assert not isinstance(vendor.in_order, Cannot)
    else:
        is_state_of_now = not isinstance(vendor.read_back, Cannot)
        assert is_state_of_now or isinstance(vendor.in_order, Cannot)


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_an_event_that_nobody_knows_is_kept_with_a_reason(rig: Rig) -> None:
    posted = rig.signed("unknown", rig.unknown, rig.secret)
    adapter = rig.connected().adapter
    assert not adapter.is_ping(posted)
    assert "that we know" in (adapter.understand(posted, received_at=NOW).ignored or "")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("record") / "nurture.db"
    migrate(f"sqlite:///{path}")
    opened = open_store(f"sqlite:///{path}")
    yield opened
    opened.close()


class _TakenBack(Exception):
    """So that the next test finds the record empty."""


@contextmanager
def recording(store: Store) -> Iterator[Connection]:
    """A transaction that is taken back."""
    with suppress(_TakenBack), store.write() as conn:
        yield conn
        raise _TakenBack


@pytest.mark.parametrize(("rig", "name"), DELIVERIES)
def test_whatever_comes_first_goes_on_record_and_twice_is_once(store: Store, rig: Rig, name: str) -> None:
    told = understood(rig, rig.posted(name))
    with recording(store) as conn:
        if told.ignored is None:
            intake.apply(conn, told, NOW)
            again = intake.apply(conn, told, NOW)
            acting = {event.type for _, event in again.events}
            assert all(each in MAY_REPEAT or each.partition(".")[0] in MAY_REPEAT for each in acting)


CHANGES = [
    AtsChange(kind=ChangeKind.TAG, value="No response"),
    AtsChange(kind=ChangeKind.UNTAG, value="No response"),
    AtsChange(kind=ChangeKind.NOTE, value="Wrote twice."),
    AtsChange(kind=ChangeKind.STAGE, value="Onsite", of_application=True),
    AtsChange(kind=ChangeKind.REJECT, value="Not enough experience", of_application=True),
    AtsChange(kind=ChangeKind.FIELD, value="de", field="language"),
]
TARGET = Target(candidate_id="hiring:57683", application_id="hiring:6931")


@pytest.mark.parametrize("rig", EVERY_RIG)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.kind)
def test_what_cannot_be_written_is_refused_with_the_reason_that_the_page_gives(rig: Rig, change: AtsChange) -> None:
    ability = VENDORS[rig.name].writes[change.kind]
    if isinstance(ability, str):
        return
    with rig.api() as api:
        writer = VENDORS[rig.name].writer_for(rig.account(api))
        with pytest.raises(Rejected, match=re.escape(ability.why)):
            writer.write(change, TARGET)
        writer.close()


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_without_access_nothing_can_be_written_and_the_missing_settings_are_named(rig: Rig) -> None:
    vendor = VENDORS[rig.name]
    bare = Account(connection="hiring", vendor=rig.name, prefix="NURTURE_ATS__HIRING__")
    writer = vendor.writer_for(bare)
    with pytest.raises(NotSetUp):
        writer.check()
    for change in CHANGES:
        with pytest.raises(Rejected) as refusal:
            writer.write(change, TARGET)
        if isinstance(vendor.writes[change.kind], str):
            assert "NURTURE_ATS__HIRING__" in str(refusal.value)


def test_the_moment_of_the_rigs_is_one_of_everybodys_time() -> None:
    assert datetime(2026, 3, 2, 9, tzinfo=UTC) == NOW
