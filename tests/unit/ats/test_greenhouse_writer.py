"""Changes in Greenhouse, asked of a double that keeps to the published rules."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from nurture.ats import Writer, writers_from
from nurture.config import Settings
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import NotSetUp, OutcomeUnknown, Rejected, Released
from tests.doubles.harvest import Answer, HarvestDouble, Trouble

MAYA = Target(candidate_id="greenhouse:57683", application_id="greenhouse:6931")


def settings(double: HarvestDouble, **changes: object) -> Settings:
    client_id, _, secret = double.client.partition(":")
    return Settings(
        greenhouse_client_id=client_id,
        greenhouse_client_secret=secret,
        greenhouse_user_id=double.user_id,
        greenhouse_api=f"{double.url}/v3",
        greenhouse_token_url=f"{double.url}/token",
        send_timeout=5,
    ).model_copy(update=changes)


@pytest.fixture
def double() -> Iterator[HarvestDouble]:
    with HarvestDouble() as double:
        yield double


@pytest.fixture
def writer(double: HarvestDouble) -> Iterator[Writer]:
    writer = writers_from(settings(double))["greenhouse"]
    yield writer
    writer.close()


def change(kind: ChangeKind, value: str | bool = "x", **more: object) -> AtsChange:
    return AtsChange(kind=kind, value=value, **more)


NO_RESPONSE = change(ChangeKind.TAG, "no response")
A_NOTE = change(ChangeKind.NOTE, "Wrote twice.")


def test_a_tag_is_found_by_its_name_on_any_page_and_set_once(double: HarvestDouble, writer: Writer) -> None:
    assert writer.write(NO_RESPONSE, MAYA).said == "tagged"
    assert writer.write(NO_RESPONSE, MAYA).said == "the tag was there already"
    assert [(each["candidate_id"], each["candidate_tag_id"]) for each in double.account.applied] == [(57683, 2)]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (NO_RESPONSE, "No response"),
        (AtsChange(kind=ChangeKind.STAGE, value="onsite"), "Onsite"),
        (AtsChange(kind=ChangeKind.REJECT, value=" not enough EXPERIENCE"), "Not enough experience"),
    ],
    ids=str,
)
def test_a_name_comes_back_as_greenhouse_spells_it(writer: Writer, change: AtsChange, name: str) -> None:
    assert writer.write(change, MAYA).name == name


def test_a_tag_that_greenhouse_does_not_have_is_not_made_up(double: HarvestDouble, writer: Writer) -> None:
    with pytest.raises(Rejected, match="no such tag"):
        writer.write(change(ChangeKind.TAG, "no respnse"), MAYA)
    assert double.account.applied == []


def test_a_tag_is_taken_off_once(double: HarvestDouble, writer: Writer) -> None:
    writer.write(NO_RESPONSE, MAYA)
    untag = change(ChangeKind.UNTAG, "No Response")
    assert writer.write(untag, MAYA).said == "the tag was taken off"
    assert writer.write(untag, MAYA).said == "the tag was not there"
    assert double.account.applied == []


def test_a_note_stands_at_the_candidate_and_the_application(double: HarvestDouble, writer: Writer) -> None:
    assert writer.write(A_NOTE, MAYA).said == "noted"
    [note] = double.account.notes
    assert (note["candidate_id"], note["application_id"], note["body"]) == (57683, 6931, "Wrote twice.")


def test_an_application_moves_to_a_stage_of_its_own_job(double: HarvestDouble, writer: Writer) -> None:
    assert writer.write(change(ChangeKind.STAGE, "onsite"), MAYA).said == "moved"
    assert double.account.applications[0]["job_interview_stage_id"] == 72
    assert writer.write(change(ChangeKind.STAGE, "Onsite"), MAYA).said == "it was in that stage already"
    with pytest.raises(Rejected, match="no such stage"):
        writer.write(change(ChangeKind.STAGE, "Reference check"), MAYA)


def test_of_several_names_of_a_stage_the_first_that_there_is_counts(double: HarvestDouble, writer: Writer) -> None:
    asked = change(ChangeKind.STAGE, "Face to face", or_else=("onsite", "Loop"))
    assert writer.write(asked, MAYA).name == "Onsite"
    assert double.account.applications[0]["job_interview_stage_id"] == 72


def test_an_application_is_rejected_for_a_reason_that_there_is(double: HarvestDouble, writer: Writer) -> None:
    with pytest.raises(Rejected, match="no such rejection reason"):
        writer.write(change(ChangeKind.REJECT, "Mars in retrograde"), MAYA)
    assert writer.write(change(ChangeKind.REJECT, "not enough experience"), MAYA).said == "rejected"
    assert writer.write(change(ChangeKind.REJECT, "not enough experience"), MAYA).said == "it was rejected already"
    with pytest.raises(Rejected, match="is rejected in Greenhouse, and can't be moved"):
        writer.write(change(ChangeKind.STAGE, "Onsite"), MAYA)
    assert double.account.applications[0]["status"] == "rejected"


def test_fields_are_set_on_the_record_whose_they_are(double: HarvestDouble, writer: Writer) -> None:
    writer.write(change(ChangeKind.FIELD, "late", field="shift", of_application=True), MAYA)
    writer.write(change(ChangeKind.FIELD, True, field="pool"), MAYA)
    assert double.account.fields == {"application 6931 shift": "late", "candidate 57683 pool": True}


@pytest.mark.parametrize(
    ("scripted", "wanted"),
    [
        (Answer(status=422), Rejected),
        (Answer(status=403), Rejected),
        (Answer(status=429), Released),
        (Answer(status=500), OutcomeUnknown),
        (Trouble.CLOSE_BEFORE_ACTING, OutcomeUnknown),
        (Trouble.CLOSE_AFTER_ACTING, OutcomeUnknown),
    ],
    ids=str,
)
def test_what_is_known_of_a_change_is_told(
    double: HarvestDouble, writer: Writer, scripted: Answer | Trouble, wanted: type[Exception]
) -> None:
    double.script.append(scripted)
    with pytest.raises(wanted) as raised:
        writer.write(A_NOTE, MAYA)
    assert "Wrote twice" not in str(raised.value)


@pytest.mark.parametrize(
    ("header", "counts_from"),
    [("Retry-After", lambda: 0.0), ("X-RateLimit-Reset", lambda: datetime.now(UTC).timestamp())],
)
def test_a_limit_says_when_it_is_lifted(
    double: HarvestDouble, writer: Writer, header: str, counts_from: Callable[[], float]
) -> None:
    double.script.append(Answer(status=429, headers={header: str(int(counts_from()) + 3600)}))
    with pytest.raises(Released) as raised:
        writer.write(A_NOTE, MAYA)
    assert raised.value.retry_at is not None
    assert abs(raised.value.retry_at - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)


def test_one_token_is_used_until_it_is_refused(double: HarvestDouble, writer: Writer) -> None:
    writer.write(A_NOTE, MAYA)
    writer.write(A_NOTE, MAYA)
    assert double.tokens == 1
    double.valid = "another"  # the secret was rotated
    writer.write(A_NOTE, MAYA)
    assert (double.tokens, len(double.account.notes)) == (2, 3)


def test_a_server_that_is_away_has_changed_nothing(double: HarvestDouble) -> None:
    writer = writers_from(settings(double, greenhouse_token_url="http://127.0.0.1:9/token"))["greenhouse"]
    with pytest.raises(Released, match="no access token"):
        writer.write(A_NOTE, MAYA)
    writer.close()


def test_credentials_that_are_refused_are_told_by_the_settings_that_hold_them(double: HarvestDouble) -> None:
    writer = writers_from(settings(double, greenhouse_client_id="somebody"))["greenhouse"]
    with pytest.raises(Released, match="NURTURE_GREENHOUSE_CLIENT_SECRET"):
        writer.write(A_NOTE, MAYA)
    with pytest.raises(NotSetUp, match="answers 401"):
        writer.check()
    writer.close()


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"greenhouse_client_secret": None}, "NURTURE_GREENHOUSE_CLIENT_SECRET is not set"),
        (
            {"greenhouse_client_id": None, "greenhouse_user_id": ""},
            "NURTURE_GREENHOUSE_CLIENT_ID and NURTURE_GREENHOUSE_USER_ID are not set",
        ),
        ({"greenhouse_api": "http://harvest.example/v3"}, "NURTURE_GREENHOUSE_API is no address"),
    ],
)
def test_without_access_every_change_is_refused_and_the_setting_named(
    double: HarvestDouble, missing: dict[str, object], said: str
) -> None:
    writer = writers_from(settings(double, **missing))["greenhouse"]
    with pytest.raises(Rejected, match=said):
        writer.write(A_NOTE, MAYA)
    with pytest.raises(NotSetUp, match=said):
        writer.check()
    assert double.asked == []


def test_a_record_of_another_ats_is_none_of_greenhouses(writer: Writer) -> None:
    with pytest.raises(Rejected, match="no record of Greenhouse"):
        writer.write(A_NOTE, Target(candidate_id="log:maya"))


def test_a_check_asks_for_a_token_alone(double: HarvestDouble, writer: Writer) -> None:
    assert writer.check() == "Greenhouse gives us access tokens."
    assert double.asked == []
