"""Changes in Ashby, asked of a double that keeps to the published rules."""

from collections.abc import Iterator

import pytest

from nurture.ats import Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import NotSetUp, OutcomeUnknown, Rejected, Released
from nurture.values import replace
from tests.doubles.api import Answer, Trouble
from tests.doubles.ashby import APPLICATION, MARA, AshbyDouble
from tests.rigs.ashby import RIG

TARGET = Target(candidate_id=f"hiring:{MARA}", application_id=f"hiring:{APPLICATION}")


@pytest.fixture
def double() -> Iterator[AshbyDouble]:
    with AshbyDouble() as double:
        yield double


@pytest.fixture
def writer(double: AshbyDouble) -> Iterator[Writer]:
    writer = RIG.vendor.writer_for(RIG.account(double))
    yield writer
    writer.close()


def change(kind: ChangeKind, value: str | bool, **more: object) -> AtsChange:
    return AtsChange(kind=kind, value=value, **more)


NOTE = change(ChangeKind.NOTE, "Wrote twice.")
STAGE = change(ChangeKind.STAGE, "onsite", of_application=True)


def test_a_tag_is_found_by_its_title_on_any_page_and_set_once(double: AshbyDouble, writer: Writer) -> None:
    made = writer.write(change(ChangeKind.TAG, " no RESPONSE"), TARGET)
    assert (made.said, made.name) == ("tagged", "No response")
    assert writer.write(change(ChangeKind.TAG, "No response"), TARGET).said == "the tag was there already"
    assert [each["id"] for each in double.theirs] == ["2"]


def test_a_tag_is_taken_off_and_others_stay(double: AshbyDouble, writer: Writer) -> None:
    double.theirs = list(double.tags)
    made = writer.write(change(ChangeKind.UNTAG, " no RESPONSE"), TARGET)
    assert (made.said, made.name) == ("the tag was taken off", "No response")
    assert [each["title"] for each in double.theirs] == ["Referral"]
    assert writer.write(change(ChangeKind.UNTAG, "No response"), TARGET).said == "the tag was not there"


def test_a_note_is_left(double: AshbyDouble, writer: Writer) -> None:
    assert writer.write(NOTE, TARGET).said == "noted"
    assert double.notes == ["Wrote twice."]


def test_an_application_moves_to_a_stage_of_its_own_plan_once(double: AshbyDouble, writer: Writer) -> None:
    assert writer.write(STAGE, TARGET).name == "Onsite"
    assert double.application["currentInterviewStage"]["title"] == "Onsite"
    assert writer.write(STAGE, TARGET).said == "it was in that stage already"


def test_of_several_names_of_a_stage_the_first_that_there_is_counts(double: AshbyDouble, writer: Writer) -> None:
    asked = change(ChangeKind.STAGE, "Face to face", or_else=("onsite",), of_application=True)
    assert writer.write(asked, TARGET).name == "Onsite"


def test_an_application_is_rejected_by_archiving_it_with_a_reason_once(double: AshbyDouble, writer: Writer) -> None:
    reject = change(ChangeKind.REJECT, "not enough experience", of_application=True)
    assert writer.write(reject, TARGET).name == "Not enough experience"
    assert double.application["status"] == "Archived"
    assert writer.write(reject, TARGET).said == "it was archived already"


@pytest.mark.parametrize(
    ("field", "of_application", "expected"),
    [("shift", True, (APPLICATION, "Application", "90")), ("preferred_language", False, (MARA, "Candidate", "91"))],
)
def test_a_field_is_found_by_its_title_and_its_record(
    double: AshbyDouble, writer: Writer, field: str, of_application: bool, expected: tuple[str, str, str]
) -> None:
    writer.write(change(ChangeKind.FIELD, "night", field=field, of_application=of_application), TARGET)
    [value] = double.values
    assert (value["objectId"], value["objectType"], value["fieldId"]) == expected
    assert value["fieldValue"] == "night"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (change(ChangeKind.TAG, "no respnse"), "no such tag"),
        (change(ChangeKind.UNTAG, "no respnse"), "no such tag"),
        (change(ChangeKind.STAGE, "reference check", of_application=True), "no such stage"),
        (change(ChangeKind.STAGE, "Archived", of_application=True), "no such stage"),
        (change(ChangeKind.REJECT, "bad hair", of_application=True), "no such archive reason"),
        (change(ChangeKind.FIELD, "x", field="shift"), "no such field of candidates"),
    ],
)
def test_what_ashby_does_not_have_is_refused_and_nothing_is_made_up(
    double: AshbyDouble, writer: Writer, asked: AtsChange, why: str
) -> None:
    with pytest.raises(Rejected, match=why):
        writer.write(asked, TARGET)
    assert (double.theirs, double.values, double.application["status"]) == ([], [], "Active")


def test_an_application_that_is_decided_is_not_moved(double: AshbyDouble, writer: Writer) -> None:
    double.application["status"] = "Hired"
    with pytest.raises(Rejected, match="is Hired in Ashby"):
        writer.write(STAGE, TARGET)


def test_a_refusal_that_comes_as_a_success_is_one(writer: Writer) -> None:
    with pytest.raises(Rejected, match="Ashby refuses it") as refusal:
        writer.write(STAGE, Target(candidate_id=f"hiring:{MARA}", application_id="hiring:elsewhere"))
    assert "application_not_found" in (refusal.value.hint or "")
    assert "application_not_found" not in refusal.value.message, "a message becomes part of histories"


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Answer(status=429, headers={"Retry-After": "30"}), Released),
        (Answer(status=401), Released),
        (Answer(status=403), Rejected),
        (Answer(status=503), OutcomeUnknown),
        (Trouble.CLOSE_BEFORE_ACTING, OutcomeUnknown),
        (Trouble.CLOSE_AFTER_ACTING, OutcomeUnknown),
    ],
    ids=str,
)
def test_whether_a_change_was_made_is_told_by_the_answer(
    double: AshbyDouble, writer: Writer, trouble: Answer | Trouble, error: type[Exception]
) -> None:
    double.script.append(trouble)
    with pytest.raises(error):
        writer.write(NOTE, TARGET)


def test_while_names_are_looked_up_nothing_has_changed_and_trying_again_is_safe(
    double: AshbyDouble, writer: Writer
) -> None:
    double.script.append(Answer(status=503))
    with pytest.raises(Released):
        writer.write(change(ChangeKind.TAG, "No response"), TARGET)


def test_the_key_is_tried_without_changing_anything(double: AshbyDouble, writer: Writer) -> None:
    assert writer.check() == "Ashby takes our API key."
    assert double.asked == ["POST /apiKey.info"]
    double.script.append(Answer(status=401))
    with pytest.raises(NotSetUp) as error:
        writer.check()
    assert "NURTURE_ATS__HIRING__API_KEY" in (error.value.hint or "")


def test_a_key_does_not_leave_in_the_open() -> None:
    account = replace(RIG.account(), api="http://ashby.acme.example")
    with pytest.raises(NotSetUp, match="NURTURE_ATS__HIRING__API is no address"):
        RIG.vendor.writer_for(account).check()
