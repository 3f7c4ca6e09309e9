"""One name of the company's for what its ATSs call apart, on both databases."""

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.store import records
from nurture.values import replace
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.outside import outside

STAGES = {"stages": {"Screening": [], "Onsite": ["Face to face", "On-site interview", {"greenhouse": "loop"}]}}
VISIT = sequence(
    "- {id: first, email: one}\n- {id: later, wait: 3 days}\n- {id: second, email: two}\n",
    purpose="application",
    enroll="{on: application.stage_changed, where: \"application.stage == 'Onsite'\", every_visit: true}",
    exit="[{on: application.rejected, as: rejected}]",
)
RUN = f"warm/application/{MAYAS}/1"


def moved(desk: Desk, stage: str) -> Intake:
    """Her ATS says that she stands in that stage."""
    told = maya(EventType.APPLICATION_STAGE_CHANGED, at=desk.clock.at, email=MAIL, team={"recruiter": KIM})
    return replace(told, applications=tuple(replace(each, fields={"stage": stage}) for each in told.applications))


def on_record(desk: Desk) -> str | None:
    with desk.parts.store.read() as conn:
        return records.applications_of(conn, MAYA)[0].stage


@pytest.mark.parametrize("theirs", ["Face to face", "on-site interview", "Loop", "Onsite"])
def test_whatever_it_is_called_there_it_is_one_stage(desk: Desk, theirs: str) -> None:
    desk.publish(VISIT, company=STAGES)
    desk.hear(moved(desk, "Screening"))
    assert desk.hear(moved(desk, theirs)) == (RUN,)
    assert on_record(desk) == theirs, "our record says it as the ATS does"


def test_a_move_between_two_that_are_one_is_no_news(desk: Desk) -> None:
    desk.publish(VISIT, company=STAGES)
    desk.hear(moved(desk, "Screening"))
    desk.hear(moved(desk, "Face to face"))
    desk.run(days=1)
    assert desk.hear(moved(desk, "On-site interview")) == ()
    desk.run(days=4)
    assert desk.sent == ["one for you", "two for you"]
    assert desk.standing(RUN).outcome == "completed"
    assert on_record(desk) == "On-site interview"


def test_what_is_told_of_a_move_is_in_the_companys_words(desk: Desk) -> None:
    told = "{on: application.stage_changed, where: \"event.from_stage == 'Onsite' and event.to_stage == 'Screening'\"}"
    desk.publish(sequence("- {id: first, email: one}\n", purpose="application", enroll=told), company=STAGES)
    desk.hear(moved(desk, "loop"))
    assert desk.hear(moved(desk, "screening")) == (RUN,)


def test_a_name_that_is_given_later_counts_at_once_and_changes_nothing_else(desk: Desk) -> None:
    steps = """\
    - id: there
      wait_for: {when: application.stage == 'Onsite', timeout: 10 days}
      then: [{id: first, email: one}]
      otherwise: []
    """
    opens = sequence(steps, purpose="application", enroll="{on: application.stage_changed}", exit="[]")
    desk.publish(opens, company={"stages": {"Onsite": ["Face to face"]}})
    assert desk.hear(moved(desk, "Final talk")) == (RUN,)
    desk.run(days=1)
    desk.publish(company={"stages": {"Onsite": ["Face to face", "Final talk"]}})
    assert desk.hear(moved(desk, "Final talk")) == (), "that it is called otherwise by us now is no move"
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, title="Engineer"))
    desk.run(days=1)
    assert desk.sent == ["one for you"]


def test_a_step_moves_her_to_what_her_ats_calls_it(desk: Desk) -> None:
    world = outside(desk)
    desk.publish(sequence("- {id: move, ats: {stage: Onsite}}\n"), company=STAGES)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    [(change, _)] = world.ats.changes
    assert change.names == ("loop", "Onsite", "Face to face", "On-site interview")
