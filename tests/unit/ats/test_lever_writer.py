"""Changes in Lever, asked of a double that keeps to the published rules."""

from collections.abc import Iterator

import pytest

from nurture.ats import Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import OutcomeUnknown, Rejected
from tests.doubles.api import Trouble
from tests.doubles.lever import USER, LeverDouble
from tests.rigs.lever import RIG

TARGET = Target(candidate_id="hiring:c-mara", application_id="hiring:o-new")


@pytest.fixture
def double() -> Iterator[LeverDouble]:
    with LeverDouble() as double:
        yield double


@pytest.fixture
def writer(double: LeverDouble) -> Iterator[Writer]:
    writer = RIG.vendor.writer_for(RIG.account(double, user_id=USER))
    yield writer
    writer.close()


def change(kind: ChangeKind, value: str) -> AtsChange:
    return AtsChange(kind=kind, value=value, of_application=True)


def test_a_tag_is_set_once_and_taken_off_once(double: LeverDouble, writer: Writer) -> None:
    assert writer.write(change(ChangeKind.TAG, "no response"), TARGET).said == "tagged"
    assert writer.write(change(ChangeKind.TAG, "No Response"), TARGET).name == "no response"
    assert double.opportunities["o-new"]["tags"] == ["math", "no response"]
    assert writer.write(change(ChangeKind.UNTAG, "NO response"), TARGET).said == "the tag was taken off"
    assert writer.write(change(ChangeKind.UNTAG, "no response"), TARGET).said == "the tag was not there"
    assert double.opportunities["o-new"]["tags"] == ["math"]


def test_a_note_is_left_in_the_name_of_the_user(double: LeverDouble, writer: Writer) -> None:
    assert writer.write(change(ChangeKind.NOTE, "Wrote twice."), TARGET).said == "noted"
    assert double.notes == [{"of": "o-new", "value": "Wrote twice."}]
    assert double.performed_as == [USER]


def test_an_opportunity_moves_to_a_stage_on_any_page_once(double: LeverDouble, writer: Writer) -> None:
    assert writer.write(change(ChangeKind.STAGE, "offer"), TARGET).name == "Offer"
    assert double.opportunities["o-new"]["stage"] == "offer"
    assert writer.write(change(ChangeKind.STAGE, "Offer"), TARGET).said == "it was in that stage already"


def test_an_opportunity_is_rejected_by_archiving_it_once(double: LeverDouble, writer: Writer) -> None:
    assert writer.write(change(ChangeKind.REJECT, "underqualified"), TARGET).name == "Underqualified"
    assert writer.write(change(ChangeKind.REJECT, "underqualified"), TARGET).said == "it was archived already"


@pytest.mark.parametrize(
    ("kind", "value", "target", "why"),
    [
        (ChangeKind.STAGE, "Ofer", TARGET, "no such stage"),
        (ChangeKind.REJECT, "bad hair", TARGET, "no such archive reason"),
        (ChangeKind.REJECT, "Hired", TARGET, "no such archive reason"),
        (ChangeKind.STAGE, "Offer", Target(candidate_id="hiring:c", application_id="hiring:o-archived"), "is archived"),
        (ChangeKind.TAG, "x", Target(candidate_id="hiring:c"), "this run is about none"),
        (ChangeKind.TAG, "x", Target(candidate_id="hiring:c", application_id="hiring:o-gone"), "answers 404"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    double: LeverDouble, writer: Writer, kind: ChangeKind, value: str, target: Target, why: str
) -> None:
    with pytest.raises(Rejected, match=why):
        writer.write(change(kind, value), target)
    assert double.performed_as == []


def test_a_note_whose_answer_never_came_may_stand_there(double: LeverDouble, writer: Writer) -> None:
    double.script.append(Trouble.CLOSE_AFTER_ACTING)
    with pytest.raises(OutcomeUnknown):
        writer.write(change(ChangeKind.NOTE, "Wrote twice."), TARGET)
    assert len(double.notes) == 1
