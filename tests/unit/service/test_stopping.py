"""Runs that end because of another run of the person: its exit, its start, its priority."""

import pytest

from nurture.domain.events import EventType
from nurture.errors import Conflict
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAYA, MAYAS, Desk, maya, maya_is_rejected, sequence

STEPS = "- {id: a-week, wait: 1 week}\n- {id: hello, email: one}\n"
OTHER = "greenhouse:6932"
COMPANY = {"groups": {"outreach": "campaigns"}}


def run(name: str, application: str = MAYAS, cycle: int = 1) -> str:
    return f"{name}/application/{application}/{cycle}"


def warm(name: str, **changes: str) -> str:
    return sequence(STEPS, name=name, **changes)


def stands(desk: Desk, *runs: str) -> list[str | None]:
    """The outcomes of runs; None while they are open."""
    return [desk.standing(each).outcome for each in runs]


def test_whoever_is_inside_starts_over_and_only_the_new_run_mails(desk: Desk) -> None:
    desk.publish(warm("warm", enroll="{on: application.updated, again: restart}"))
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    desk.run(days=3)
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at))
    desk.run(days=5)
    assert (stands(desk, run("warm"), run("warm", cycle=2)), desk.sent) == (["restarted", None], [])
    desk.run(days=3)
    assert (desk.standing(run("warm", cycle=2)).outcome, len(desk.sent)) == ("completed", 1)


def test_a_run_that_nobody_wakes_ends_all_the_same_before_it_sends(desk: Desk) -> None:
    desk.publish(warm("warm", enroll="{on: application.updated, again: restart}"))
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    desk.run(days=3)
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at), pokes=False)
    desk.run(days=5)
    assert (desk.standing(run("warm")).outcome, desk.sent) == ("restarted", [])


def test_by_hand_one_starts_over_where_the_sequence_says_so(desk: Desk) -> None:
    desk.publish(warm("warm", enroll="{on: manual, again: restart}"))
    desk.hear(maya_is_rejected())
    by_hand = ByHand(sequence="warm", candidate_id=MAYA, by="kim")
    first = enroll_by_hand(desk.parts, by_hand)
    desk.start(first.run)
    desk.note_started(first.run.enrollment_id)
    second = enroll_by_hand(desk.parts, by_hand)
    assert [poke.enrollment_id for poke in second.pokes] == [run("warm")]
    assert second.run.enrollment_id == run("warm", cycle=2)


@pytest.mark.parametrize(
    ("scope", "ended"),
    [
        (None, []),
        ("application", ["same-application", "same-purpose"]),
        ("purpose", ["same-purpose", "other-application"]),
        ("candidate", ["same-application", "same-purpose", "other-application"]),
        ("everything", ["same-application", "same-purpose", "other-application"]),
    ],
)
def test_an_exit_ends_what_its_scope_says(desk: Desk, scope: str | None, ended: list[str]) -> None:
    said = f", scope: {scope}" if scope else ""
    never = "[{on: candidate.replied, as: replied, where: '1 == 2'}]"
    desk.publish(
        warm("stops", exit=f"[{{on: candidate.updated, as: gone{said}}}]"),
        warm("same-purpose", exit=never),
        warm("same-application", exit=never, purpose="internal", enroll="{on: application.rejected}"),
    )
    desk.hear(maya_is_rejected())
    desk.publish(warm("other-application", exit=never, enroll="{on: application.updated, again: never}"))
    desk.hear(maya(EventType.APPLICATION_CREATED, EventType.APPLICATION_UPDATED, application=OTHER))
    keys = {
        "same-application": run("same-application"),
        "same-purpose": run("same-purpose"),
        "other-application": run("other-application", OTHER),
    }
    desk.hear(maya(EventType.CANDIDATE_UPDATED))
    desk.run(days=0.1)
    assert desk.standing(run("stops")).outcome == "gone"
    assert [name for name, key in keys.items() if desk.standing(key).outcome == "gone"] == ended


def test_an_exit_step_ends_what_its_scope_says(desk: Desk) -> None:
    never = "[{on: candidate.replied, as: replied, where: '1 == 2'}]"
    desk.publish(
        sequence("- {id: a-day, wait: 1 day}\n- {id: over, exit: gone, scope: purpose}\n", name="stops"),
        warm("same-purpose", exit=never),
        warm("same-application", exit=never, purpose="internal", enroll="{on: application.rejected}"),
    )
    desk.hear(maya_is_rejected())
    desk.run(days=2)
    ended = stands(desk, run("stops"), run("same-purpose"), run("same-application"))
    assert ended == ["gone", "gone", None]


def test_after_an_exit_for_everything_no_event_lets_anybody_in_and_a_person_may(desk: Desk) -> None:
    desk.publish(
        warm("stops", exit="[{on: candidate.updated, as: gone, scope: everything}]"),
        warm("later", enroll="{on: application.updated, again: never}"),
    )
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.CANDIDATE_UPDATED))
    desk.run(days=1)
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    assert run("later") not in desk.carriers
    [kept_out] = [each for each in desk.why() if each.rule == "doors-closed"]
    assert kept_out.sentence.startswith(f"stayed out: {run('stops')} ended by an exit for everything")
    entered = enroll_by_hand(desk.parts, ByHand(sequence="later", candidate_id=MAYA, by="kim"))
    assert entered.run.enrollment_id == run("later")


def campaign(name: str, **changes: str) -> str:
    return warm(name, exclusive="outreach", **changes)


AGAIN = "{on: application.updated, again: never}"


def test_a_higher_priority_pushes_whoever_is_inside_a_lower_one_out(desk: Desk) -> None:
    desk.publish(campaign("a"), campaign("b", priority="10", displaces="true", enroll=AGAIN), company=COMPANY)
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    desk.run(days=0.1)
    assert stands(desk, run("a"), run("b")) == ["displaced", None]
    assert "stopped displaced" in desk.rules()


def test_the_same_priority_pushes_nobody_out(desk: Desk) -> None:
    desk.publish(
        campaign("a", priority="10"), campaign("b", priority="10", displaces="true", enroll=AGAIN), company=COMPANY
    )
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    desk.run(days=0.1)
    assert (run("b") in desk.carriers, desk.standing(run("a")).status) == (False, EnrollmentStatus.ACTIVE)


def test_without_the_word_by_hand_it_is_still_refused(desk: Desk) -> None:
    desk.publish(campaign("a"), campaign("b", priority="10", enroll="{on: manual}"), company=COMPANY)
    desk.hear(maya_is_rejected())
    with pytest.raises(Conflict, match="is in a, since"):
        enroll_by_hand(desk.parts, ByHand(sequence="b", candidate_id=MAYA, by="kim"))


def test_within_a_grace_nothing_leaves_and_the_reason_is_told_once(desk: Desk) -> None:
    exits = "[{on: application.unrejected, as: back, grace: 2 days, unless: application.rejected}]"
    desk.publish(sequence(STEPS.replace("1 week", "1 day"), exit=exits))
    desk.hear(maya_is_rejected())
    desk.run(days=0.5)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at))
    desk.run(days=1)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at))
    desk.run(days=0.5)
    assert (desk.sent, desk.rules().count("grace")) == ([], 1)
    desk.run(days=1)
    assert (desk.standing(run("warm")).outcome, desk.sent) == ("back", [])
