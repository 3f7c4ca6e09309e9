"""Groups of sequences that a person is in one at a time."""

import pytest

from nurture.domain.events import EventType
from nurture.errors import Conflict
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAYA, MAYAS, Desk, maya, maya_is_rejected, sequence

STEPS = "- {id: hello, email: one}\n- {id: a-month, wait: 1 month}\n"
COMPANY = {"groups": {"outreach": "campaigns", "other": "more"}}
AGAIN = "{on: application.updated, again: never}"


def campaign(name: str, **changes: str) -> str:
    return sequence(STEPS, name=name, **{"exclusive": "outreach", **changes})


def run(name: str) -> str:
    return f"{name}/application/{MAYAS}/1"


def test_of_a_group_the_highest_priority_has_the_person_and_the_others_say_who(desk: Desk) -> None:
    desk.publish(campaign("a"), campaign("b", priority="10"), campaign("c", exclusive="other"), company=COMPANY)
    desk.hear(maya_is_rejected())
    assert sorted(desk.carriers) == [run("b"), run("c")]
    [kept_out] = [each for each in desk.why() if each.rule == "exclusive"]
    assert kept_out.sentence.startswith("stayed out: is in b, since Mon 2 Mar")
    assert kept_out.sentence.endswith("and outreach takes one at a time")


def test_whoever_is_inside_stays_whatever_the_priority_of_what_comes_later(desk: Desk) -> None:
    desk.publish(campaign("a"), campaign("b", priority="10", enroll=AGAIN), company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    assert sorted(desk.carriers) == [run("a")]
    assert desk.standing(run("a")).status is EnrollmentStatus.ACTIVE


def test_once_a_run_has_ended_the_door_is_open(desk: Desk) -> None:
    desk.publish(campaign("a"), campaign("b", enroll=AGAIN), company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.run(days=40)
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    assert run("b") in desk.carriers


def test_another_application_of_the_same_person_stays_out_too(desk: Desk) -> None:
    desk.publish(campaign("a"), company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.hear(maya_is_rejected(application="greenhouse:6932"))
    assert sorted(desk.carriers) == [run("a")]
    assert desk.rules().count("exclusive") == 1


def test_by_hand_nobody_comes_in_who_does_not_meet_the_manual_trigger(desk: Desk) -> None:
    desk.publish(campaign("a", enroll="{on: manual, where: candidate.country == 'FR'}"), company=COMPANY)
    desk.hear(maya_is_rejected())
    with pytest.raises(Conflict, match="is for people of whom this is true"):
        enroll_by_hand(desk.parts, ByHand(sequence="a", candidate_id=MAYA, by="kim"))
    desk.publish(campaign("a", enroll="{on: manual, where: candidate.country != 'FR'}"), company=COMPANY)
    assert enroll_by_hand(desk.parts, ByHand(sequence="a", candidate_id=MAYA, by="kim")).run.enrollment_id == run("a")


def test_by_hand_it_is_refused_with_the_reason(desk: Desk) -> None:
    desk.publish(campaign("a"), campaign("b", enroll="{on: manual}"), company=COMPANY)
    desk.hear(maya_is_rejected())
    with pytest.raises(Conflict, match="is in a, since"):
        enroll_by_hand(desk.parts, ByHand(sequence="b", candidate_id=MAYA, by="kim"))
