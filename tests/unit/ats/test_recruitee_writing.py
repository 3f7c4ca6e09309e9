"""What can be written to Recruitee, and what is refused."""

from collections.abc import Iterator

import pytest

from nurture.ats import Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import OutcomeUnknown, Rejected
from nurture.values import replace
from tests.doubles.api import Trouble
from tests.doubles.recruitee import JOB, MARA, RecruiteeDouble
from tests.rigs.recruitee import RIG

NOTE = AtsChange(kind=ChangeKind.NOTE, value="Wrote twice.")
TARGET = Target(candidate_id=f"hiring:{MARA}", application_id=f"hiring:{MARA}-{JOB}")


@pytest.fixture
def api() -> Iterator[RecruiteeDouble]:
    with RecruiteeDouble() as double:
        yield double


@pytest.fixture
def writer(api: RecruiteeDouble) -> Iterator[Writer]:
    opened = RIG.vendor.writer_for(RIG.account(api))
    yield opened
    opened.close()


def test_a_note_is_left(api: RecruiteeDouble, writer: Writer) -> None:
    assert writer.write(NOTE, TARGET).said == "noted"
    assert api.notes == ["Wrote twice."]


def test_a_note_whose_answer_never_came_is_not_left_again(api: RecruiteeDouble, writer: Writer) -> None:
    api.script.append(Trouble.CLOSE_AFTER_ACTING)
    with pytest.raises(OutcomeUnknown):
        writer.write(NOTE, TARGET)
    assert api.notes == ["Wrote twice."]


HIRE = AtsChange(kind=ChangeKind.STAGE, value=" hired ", of_application=True)


def test_an_application_moves_to_a_stage_of_its_own_job_once(api: RecruiteeDouble, writer: Writer) -> None:
    assert (writer.write(HIRE, TARGET).said, api.placement["stage_id"], api.in_pool["stage_id"]) == ("moved", 59, 71)
    assert writer.write(HIRE, TARGET).said == "it was in that stage already"
    assert sum(each.startswith("PATCH") for each in api.asked) == 1


@pytest.mark.parametrize(
    ("stage", "application", "why"),
    [
        pytest.param("Contacted", f"{MARA}-{JOB}", "no such stage", id="a stage of another job"),
        pytest.param("Hired", f"100-{JOB}", "not placed with that offer", id="somebody who is not placed there"),
        pytest.param("Hired", f"59-{JOB}", "would requalify", id="somebody who was turned down"),
        pytest.param("Hired", f"../admins-{JOB}", "no application", id="an id that is no number"),
        pytest.param("Hired", "57", "no application", id="no job"),
    ],
)
def test_a_move_that_can_not_be_made_is_refused_and_not_tried(
    api: RecruiteeDouble, writer: Writer, stage: str, application: str, why: str
) -> None:
    with pytest.raises(Rejected, match=why):
        writer.write(replace(HIRE, value=stage), replace(TARGET, application_id=f"hiring:{application}"))
    assert not any(each.startswith("PATCH") for each in api.asked)


def test_a_move_that_is_taken_and_not_made_is_said_to_be_none(api: RecruiteeDouble, writer: Writer) -> None:
    api.makes_moves = False
    with pytest.raises(Rejected, match="did not make it"):
        writer.write(HIRE, TARGET)
