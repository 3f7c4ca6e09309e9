"""What Workable's deliveries mean, by themselves and by what is read, and changes there."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations

import pytest

from nurture.ats import NOTHING_READ, Reader, Writer
from nurture.ats.workable.events import EVENTS
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.events import EventType as E
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus
from nurture.errors import NotSetUp, OutcomeUnknown, Rejected, Released
from nurture.store import Store, intake, open_store, records
from nurture.values import replace
from tests.doubles.api import Answer, Trouble
from tests.doubles.workable import MARA, WorkableDouble
from tests.rigs.rig import NOW
from tests.rigs.workable import RIG

TARGET = Target(candidate_id=f"hiring:{MARA}", application_id=f"hiring:{MARA}")
NOTE = AtsChange(kind=ChangeKind.NOTE, value="Wrote twice.")
STAGE = AtsChange(kind=ChangeKind.STAGE, value="onsite", of_application=True)
REJECT = AtsChange(kind=ChangeKind.REJECT, value="not enough experience", of_application=True)


@pytest.fixture
def api() -> Iterator[WorkableDouble]:
    with WorkableDouble() as double:
        yield double


@pytest.fixture
def reader(api: WorkableDouble) -> Iterator[Reader]:
    opened = RIG.vendor.reader(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def writer(api: WorkableDouble) -> Iterator[Writer]:
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


def types(name: str) -> list[str]:
    return [happening.type for happening in told(name).happenings]


def take(store: Store, given: Intake) -> list[str]:
    with store.write() as conn:
        return [event.type for _, event in intake.apply(conn, given, NOW).events]


def test_the_signature_is_the_published_one() -> None:
    """“Encryption”: HMAC with SHA-256 of the payload; that it is in hexadecimal is what receivers report."""
    posted = RIG.posted("candidate_moved")
    assert posted.headers == {
        "X-Workable-Signature": hmac.new(RIG.secret.encode(), posted.raw, hashlib.sha256).hexdigest()
    }


def test_there_is_a_delivery_of_every_event_and_no_other() -> None:
    assert {name.partition("@")[0] for name in RIG.names()} == set(EVENTS)


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("candidate_created", [E.APPLICATION_CREATED], "somebody applied"),
        ("candidate_created@sourced", [E.PROSPECT_CREATED], "whoever was sourced did not apply"),
        (
            "candidate_created@hired-meanwhile",
            [E.APPLICATION_CREATED, E.APPLICATION_HIRED],
            "the state is that of sending: nobody may learn of the hire later",
        ),
        ("candidate_moved", [E.APPLICATION_STAGE_CHANGED], "another stage"),
        ("candidate_moved@hired", [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_HIRED], "by the kind of the stage"),
        ("candidate_moved@disqualified", [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_REJECTED], "by the state"),
        ("candidate_moved@withdrew", [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_WITHDRAWN], "they said no themselves"),
        ("candidate_moved@requalified", [E.APPLICATION_STAGE_CHANGED], "that it was taken back shows on record"),
        ("candidate_deleted", [E.CANDIDATE_DELETED], ""),
        ("employee_created", [], "nobody says whose application it was"),
    ],
)
def test_a_delivery_means_this(name: str, expected: list[str], why: str) -> None:
    assert types(name) == expected, why


def test_what_is_said_of_the_person_and_the_job_goes_on_their_records() -> None:
    given = told("candidate_created")
    [mara], [application], [job] = given.candidates, given.applications, given.jobs
    assert (mara.fields["first_name"], mara.fields["last_name"]) == ("Mara", "Lena Quist")
    assert (mara.fields["email"], mara.fields["phone"]) == ("mara@home.example", "+4917012345678")
    assert (application.id, application.candidate_id, application.job_id) == (
        "hiring:57ab",
        "hiring:57ab",
        "hiring:DATA001",
    )
    assert application.fields["stage"] == "Applied"
    assert application.as_of == datetime(2026, 3, 2, 8, tzinfo=UTC), "the state's time, not the event's"
    assert given.at == datetime(2026, 3, 2, 8, 0, 5, 217000, tzinfo=UTC)
    assert job.fields == {"title": "Data Engineer"}
    assert told("candidate_created@sourced").applications[0].fields["is_prospect"] is True


@pytest.mark.parametrize("stage", ["Hired", "hired"])
def test_without_its_kind_a_stage_of_that_name_is_where_people_are_hired(stage: str) -> None:
    posted = RIG.changed("candidate_created", "data", "stage", to=stage)
    given = RIG.connected().adapter.understand(posted, received_at=NOW)
    assert given.applications[0].fields["status"] is ApplicationStatus.HIRED


def test_what_happens_to_one_candidate_is_several_deliveries_though_they_have_one_id() -> None:
    names = [name for name in RIG.names() if name.startswith("candidate_moved")]
    assert len({RIG.connected().adapter.delivery_id(RIG.posted(name)) for name in names}) == len(names)


def test_a_last_stage_of_another_name_is_told_by_when_they_were_hired() -> None:
    posted = RIG.changed("candidate_moved", "data", "stage", to="Joined us")
    document = json.loads(posted.raw)
    document["data"].pop("stage_kind", None)
    document["data"]["hired_at"] = "2026-03-02T08:00:00Z"
    posted = RIG.signed("hired", json.dumps(document).encode(), RIG.secret)
    given = RIG.connected().adapter.understand(posted, received_at=NOW)
    assert [each.type for each in given.happenings] == [E.APPLICATION_STAGE_CHANGED, E.APPLICATION_HIRED]


@pytest.mark.parametrize("order", [*permutations(["candidate_created", "candidate_moved", "candidate_moved@hired"])])
def test_a_hire_acts_once_in_whichever_order_it_is_told(store: Store, order: tuple[str, ...]) -> None:
    acted = [type_ for name in order for type_ in take(store, told(name))]
    assert acted.count(E.APPLICATION_HIRED) == 1
    assert acted.count(E.APPLICATION_CREATED) == 1, "they applied, however late we hear of it"
    with store.read() as conn:
        assert records.around(conn, "hiring:57ab", "hiring:57ab").application.status is ApplicationStatus.HIRED


def test_a_rejection_that_is_taken_back_is_news(store: Store) -> None:
    for name in ("candidate_created", "candidate_moved", "candidate_moved@disqualified"):
        take(store, told(name))
    assert take(store, told("candidate_moved@requalified")) == [E.APPLICATION_UNREJECTED]


def test_a_replay_with_the_state_of_then_says_nothing_new(store: Store) -> None:
    take(store, told("candidate_moved@hired"))
    replayed = RIG.changed("candidate_moved@hired", "fired_at", to="2026-03-02T08:10:05Z")
    again = RIG.connected().adapter.understand(replayed, received_at=NOW)
    assert take(store, again) == []


def test_what_is_read_goes_before_what_came(store: Store, api: WorkableDouble, reader: Reader) -> None:
    api.candidate |= {"disqualified": True, "withdrew": True, "updated_at": "2026-03-02T08:50:00Z"}
    given = told("candidate_moved", reader)
    assert given.applications[0].fields["status"] is ApplicationStatus.WITHDRAWN
    assert E.APPLICATION_WITHDRAWN in take(store, given)


def test_only_candidates_are_asked_for(api: WorkableDouble, reader: Reader) -> None:
    for name in ("candidate_deleted", "employee_created", "timeoff_updated"):
        assert reader.read(RIG.posted(name)) == {}
    assert api.asked == []


def test_a_candidate_who_is_gone_is_no_reason_to_ask_again(api: WorkableDouble, reader: Reader) -> None:
    api.candidates.clear()
    with pytest.raises(Rejected, match="404"):
        reader.read(RIG.posted("candidate_moved"))


def test_an_id_leads_to_no_other_address(api: WorkableDouble, reader: Reader) -> None:
    with pytest.raises(Rejected):
        reader.read(RIG.changed("candidate_moved", "data", "id", to="../members"))
    assert api.asked == ["GET /candidates/..%2Fmembers"]


def test_too_many_questions_wait_for_as_long_as_they_are_told(api: WorkableDouble, reader: Reader) -> None:
    in_an_hour = int(datetime.now(UTC).timestamp()) + 3600
    api.script.append(Answer(status=429, headers={"X-Rate-Limit-Reset": str(in_an_hour)}))
    with pytest.raises(Released) as refusal:
        reader.read(RIG.posted("candidate_moved"))
    assert refusal.value.retry_at == datetime.fromtimestamp(in_an_hour, UTC)


def test_without_a_token_the_deliveries_have_to_do() -> None:
    reader = RIG.vendor.reader(replace(RIG.account(), api_key=None))
    assert reader.read(RIG.posted("candidate_moved")) == {}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("company", None, "NURTURE_ATS__HIRING__COMPANY is not set"),
        ("api", "http://api.acme.example", "NURTURE_ATS__HIRING__API is no address that a secret may be sent to"),
    ],
)
def test_half_of_the_access_is_a_mistake(name: str, value: str | None, says: str) -> None:
    account = replace(RIG.account(), **{name: value})
    for opened in (RIG.vendor.reader(account), RIG.vendor.writer_for(account)):
        with pytest.raises(NotSetUp, match=says):
            opened.check()


def test_a_note_is_left_in_the_name_of_a_member(api: WorkableDouble, writer: Writer) -> None:
    assert writer.write(NOTE, TARGET).said == "noted"
    assert api.comments == ["Wrote twice."]


def test_a_candidate_moves_once(api: WorkableDouble, writer: Writer) -> None:
    assert (writer.write(STAGE, TARGET).said, api.candidate["stage"]) == ("moved", "onsite")
    assert writer.write(STAGE, TARGET).said == "it was in that stage already"
    assert len([each for each in api.asked if each.endswith("/move")]) == 1


def test_of_several_names_the_first_that_there_is_is_meant(api: WorkableDouble, writer: Writer) -> None:
    assert writer.write(replace(STAGE, value="face-to-face", or_else=("loop", "onsite")), TARGET).name == "onsite"
    with pytest.raises(Rejected) as refusal:
        writer.write(replace(STAGE, value="loop"), TARGET)
    assert "target_stage is invalid" in (refusal.value.hint or "")


def test_who_is_disqualified_is_not_moved(api: WorkableDouble, writer: Writer) -> None:
    api.candidate["disqualified"] = True
    with pytest.raises(Rejected, match="disqualified"):
        writer.write(STAGE, TARGET)


def test_a_candidate_is_disqualified_once_with_a_reason_of_ours(api: WorkableDouble, writer: Writer) -> None:
    assert writer.write(REJECT, TARGET).name == "Not enough experience"
    assert (api.candidate["disqualified"], api.candidate["withdrew"]) == (True, False)
    assert writer.write(REJECT, TARGET).said == "it was disqualified already"


def test_a_reason_of_candidates_own_rejects_nobody(api: WorkableDouble, writer: Writer) -> None:
    with pytest.raises(Rejected, match="no such disqualification reason"):
        writer.write(replace(REJECT, value="Took another offer"), TARGET)
    assert api.candidate["disqualified"] is False


def test_a_change_whose_answer_never_came_is_unknown(api: WorkableDouble, writer: Writer) -> None:
    api.script.append(Trouble.CLOSE_AFTER_ACTING)
    with pytest.raises(OutcomeUnknown):
        writer.write(NOTE, TARGET)


def test_the_token_can_be_tried_out(reader: Reader, writer: Writer) -> None:
    assert reader.check() == writer.check() == "Workable takes our token."
