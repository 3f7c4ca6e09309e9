"""What Merge's deliveries mean once an application was read, and changes through it."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nurture.ats import NOTHING_READ, Posted, Reader, Writer, demand_trust
from nurture.ats.merge.adapter import sign
from nurture.ats.merge.events import EVENTS
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.events import EventType as E
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.errors import NotSetUp, OutcomeUnknown, Refused, Rejected, Released
from nurture.store import Store, intake, open_store, records
from nurture.store.migrate import migrate
from nurture.values import replace
from tests.doubles.api import Answer, Trouble
from tests.doubles.merge import MARA, MergeDouble, application
from tests.rigs.merge import RIG
from tests.rigs.rig import NOW

SIGNATURE = "X-Merge-Webhook-Signature"
TARGET = Target(candidate_id=f"hiring:{MARA}", application_id=f"hiring:{application(1)}")
NOTE = AtsChange(kind=ChangeKind.NOTE, value="Wrote twice.")
STAGE = AtsChange(kind=ChangeKind.STAGE, value="onsite", of_application=True)


@pytest.fixture
def api() -> Iterator[MergeDouble]:
    with MergeDouble() as double:
        yield double


@pytest.fixture
def reader(api: MergeDouble) -> Iterator[Reader]:
    opened = RIG.vendor.reader(RIG.account(api))
    yield opened
    opened.close()


@pytest.fixture
def writer(api: MergeDouble) -> Iterator[Writer]:
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


def take(store: Store, given: Intake) -> list[str]:
    with store.write() as conn:
        return [event.type for _, event in intake.apply(conn, given, NOW).events]


def test_the_signature_is_the_published_one() -> None:
    """“Security”: HMAC with SHA-256 of the body, in base64 for URLs."""
    digest = hmac.new(b"key", b"{}", hashlib.sha256).digest()
    assert sign(b"{}", "key") == base64.urlsafe_b64encode(digest).decode()


@pytest.mark.parametrize("padding", ["", "=", "=="])
def test_a_signature_counts_with_padding_and_without_and_names_one_delivery(padding: str) -> None:
    connected = RIG.connected()
    bare = RIG.posted("Candidate.added").headers[SIGNATURE].rstrip("=")
    posted = Posted(raw=RIG.body("Candidate.added"), headers={SIGNATURE: f"{bare}{padding}"})
    demand_trust(connected, posted, now=NOW)
    assert connected.adapter.delivery_id(posted) == bare


def test_a_signature_in_the_other_alphabet_is_none() -> None:
    raw = next(raw for number in range(100) if {"-", "_"} & set(sign(raw := str(number).encode(), RIG.secret)))
    other = sign(raw, RIG.secret).replace("-", "+").replace("_", "/")
    with pytest.raises(Refused):
        demand_trust(RIG.connected(), Posted(raw=raw, headers={SIGNATURE: other}), now=NOW)


def test_there_is_a_delivery_of_every_event_that_we_follow_and_no_other() -> None:
    assert {name.partition("@")[0] for name in RIG.names()} == set(EVENTS)


def test_deliveries_of_one_hook_are_told_apart_though_it_has_one_id() -> None:
    names = ("Candidate.changed", "Candidate.changed@deleted-there")
    assert len({RIG.connected().adapter.delivery_id(RIG.posted(name)) for name in names}) == 2


@pytest.mark.parametrize(
    ("name", "expected", "why"),
    [
        ("Application.added", [E.APPLICATION_CREATED], "they applied yesterday"),
        ("Application.added@of-first-sync", [], "the first sync brings all that there ever was"),
        (
            "Application.added@rejected-meanwhile",
            [E.APPLICATION_CREATED, E.APPLICATION_REJECTED],
            "the state is of now",
        ),
        ("Application.changed", [E.APPLICATION_UPDATED], "what changed shows against our record"),
        ("Application.changed@deleted-there", [E.APPLICATION_DELETED], "`remote_was_deleted`"),
        ("Application.removed", [E.APPLICATION_DELETED], ""),
        ("Candidate.added", [], "a person alone is no news"),
        ("Candidate.changed", [E.CANDIDATE_UPDATED], ""),
        ("Candidate.changed@deleted-there", [E.CANDIDATE_DELETED], "`remote_was_deleted`"),
        ("Candidate.removed", [E.CANDIDATE_DELETED], ""),
        ("Job.added", [E.JOB_OPENED], "it was made yesterday"),
        ("Job.added@of-first-sync", [E.JOB_UPDATED], "it has been open for years"),
        ("Job.added@draft", [E.JOB_UPDATED], "it is not open yet"),
        ("Job.changed", [E.JOB_UPDATED], "whether it closed shows against our record"),
        ("Job.changed@deleted-there", [E.JOB_CLOSED], "`remote_was_deleted`"),
        ("Job.removed", [E.JOB_CLOSED], ""),
        ("LinkedAccount.synced", [], "each record is told by itself"),
    ],
)
def test_a_delivery_means_this(reader: Reader, name: str, expected: list[str], why: str) -> None:
    assert [happening.type for happening in told(reader, name).happenings] == expected, why


def test_an_application_is_read_with_all_that_it_names(reader: Reader) -> None:
    given = told(reader, "Application.added@rejected-meanwhile")
    [mara], [update], [job] = given.candidates, given.applications, given.jobs
    assert (mara.id, mara.fields["email"]) == (f"hiring:{MARA}", "m.quist@work.example")
    assert (update.candidate_id, update.job_id) == (mara.id, job.id)
    assert update.fields["stage"] == "Application Review"
    assert update.fields["status"] is ApplicationStatus.REJECTED
    assert update.fields["rejection_reason"] == "Not enough experience"
    assert update.as_of == datetime(2026, 3, 2, 8, 20, tzinfo=UTC)
    assert job.fields == {"title": "Data Engineer", "status": JobStatus.OPEN}


def test_a_person_is_written_to_at_home_and_not_where_they_work(reader: Reader) -> None:
    [mara] = told(reader, "Candidate.added").candidates
    assert (mara.fields["email"], mara.emails) == ("mara@home.example", ("mara@home.example", "m.quist@work.example"))
    assert mara.fields["tags"] == ("Referral",)
    [mara] = told(reader, "Candidate.changed").candidates
    assert mara.fields["can_email"] is False


def test_what_a_model_leaves_null_takes_nothing_back(reader: Reader) -> None:
    posted = RIG.changed("Candidate.changed", "data", "can_email", to=None)
    [mara] = RIG.connected().adapter.understand(posted, received_at=NOW).candidates
    assert "can_email" not in mara.fields


def test_what_changed_is_news_by_what_is_on_record(store: Store, api: MergeDouble, reader: Reader) -> None:
    assert take(store, told(reader, "Application.added")) == [E.APPLICATION_CREATED]
    api.applications[application(1)] |= {"current_stage": "stage-1", "modified_at": "2026-03-02T08:30:00Z"}
    assert E.APPLICATION_STAGE_CHANGED in take(store, told(reader, "Application.changed"))
    api.applications[application(1)] |= {"current_stage": "stage-2", "modified_at": "2026-03-02T08:40:00Z"}
    assert E.APPLICATION_HIRED in take(store, told(reader, "Application.changed"))
    assert E.APPLICATION_HIRED not in take(store, told(reader, "Application.changed"))
    with store.read() as conn:
        around = records.around(conn, TARGET.candidate_id, TARGET.application_id)
    assert around.application.status is ApplicationStatus.HIRED


def test_who_came_with_the_first_sync_is_on_record_and_their_next_stage_is_news(
    store: Store, api: MergeDouble, reader: Reader
) -> None:
    assert take(store, told(reader, "Application.added@of-first-sync")) == []
    api.applications[application(2)]["current_stage"] = "stage-1"
    changed = RIG.changed("Application.changed", "data", "id", to=application(2))
    again = RIG.connected().adapter.understand(changed, received_at=NOW, read=reader.read(changed))
    assert E.APPLICATION_STAGE_CHANGED in take(store, again)


def test_deliveries_of_another_linked_account_are_passed_over(reader: Reader) -> None:
    posted = RIG.changed("Candidate.added", "linked_account", "id", to="another")
    adapter = RIG.connected().adapter
    assert adapter.understand(posted, received_at=NOW).ignored == "it is about another linked account"
    every = RIG.connected(company=None).adapter
    assert every.understand(posted, received_at=NOW).ignored is None


def test_an_application_that_was_not_read_back_is_refused_in_words() -> None:
    with pytest.raises(Refused, match=r"Application\.added was not read back"):
        RIG.connected().adapter.understand(RIG.posted("Application.added"), received_at=NOW, read=NOTHING_READ)


def test_only_applications_are_asked_for(api: MergeDouble, reader: Reader) -> None:
    for name in ("Application.removed", "Candidate.changed", "Job.changed", "LinkedAccount.synced"):
        assert reader.read(RIG.posted(name)) == {}
    assert api.asked == []


def test_an_application_that_is_gone_is_no_reason_to_ask_again(api: MergeDouble, reader: Reader) -> None:
    api.applications.clear()
    with pytest.raises(Rejected, match="404"):
        told(reader, "Application.changed")


def test_while_merge_is_down_or_busy_the_delivery_waits(api: MergeDouble, reader: Reader) -> None:
    api.script.extend([Answer(status=502), Answer(status=429, headers={"Retry-After": "60"})])
    for _ in range(2):
        with pytest.raises(Released):
            told(reader, "Application.changed")
    assert told(reader, "Application.changed").applications


@pytest.mark.parametrize("name", ["api_key", "client_secret"])
def test_without_access_deliveries_wait_and_say_for_what(name: str) -> None:
    account, says = replace(RIG.account(), **{name: None}), f"NURTURE_ATS__HIRING__{name.upper()} is not set"
    with pytest.raises(Released, match=says):
        RIG.vendor.reader(account).read(RIG.posted("Application.changed"))
    with pytest.raises(NotSetUp, match=says):
        RIG.vendor.writer_for(account).check()


def test_a_note_is_left_in_the_name_of_a_user(api: MergeDouble, writer: Writer) -> None:
    assert writer.write(NOTE, TARGET).said == "noted"
    assert [(each["body"], each["candidate"]) for each in api.notes] == [("Wrote twice.", MARA)]


def test_an_application_moves_to_a_stage_of_its_job_on_any_page_once(api: MergeDouble, writer: Writer) -> None:
    assert writer.write(replace(STAGE, value="Face to face", or_else=("onsite",)), TARGET).name == "Onsite"
    assert api.applications[application(1)]["current_stage"] == "stage-1"
    assert writer.write(STAGE, TARGET).said == "it was in that stage already"
    with pytest.raises(Rejected, match="no such stage"):
        writer.write(replace(STAGE, value="Face to face"), TARGET)


def test_a_rejected_application_is_not_moved(writer: Writer) -> None:
    with pytest.raises(Rejected, match="rejected"):
        writer.write(STAGE, replace(TARGET, application_id=f"hiring:{application(3)}"))


def test_what_the_ats_behind_it_refuses_is_refused(api: MergeDouble, writer: Writer) -> None:
    api.errors = [{"detail": "custom_fields is a required field on model.", "problem_type": "MISSING_REQUIRED_FIELD"}]
    with pytest.raises(Rejected) as refusal:
        writer.write(NOTE, TARGET)
    assert "custom_fields is a required field" in (refusal.value.hint or "")


def test_a_change_whose_answer_never_came_is_unknown(api: MergeDouble, writer: Writer) -> None:
    api.script.append(Trouble.CLOSE_AFTER_ACTING)
    with pytest.raises(OutcomeUnknown):
        writer.write(NOTE, TARGET)


def test_the_access_can_be_tried_out(api: MergeDouble, reader: Reader, writer: Writer) -> None:
    assert reader.check() == writer.check() == "Merge takes our key and the linked account's token."
    wrong = RIG.vendor.reader(RIG.account(api, client_secret="another"))
    with pytest.raises(NotSetUp, match="401"):
        wrong.check()
    wrong.close()


def test_a_reason_that_says_so_makes_it_a_withdrawal(api: MergeDouble, reader: Reader) -> None:
    api.reasons["reason-1"]["name"] = "Candidate withdrew"
    given = told(reader, "Application.added@rejected-meanwhile")
    assert [each.type for each in given.happenings] == [E.APPLICATION_CREATED, E.APPLICATION_WITHDRAWN]
    assert given.applications[0].fields["status"] is ApplicationStatus.WITHDRAWN
    assert given.applications[0].fields["rejection_reason"] == "Candidate withdrew"
