"""`split` on a virtual clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from nurture.domain.records import Candidate
from tests.rehearsal import MAYA, Played, facts_for, plan_from, play

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

SPLIT = """\
- id: which
  split:
    letters:
      weight: 60
      steps:
        - {id: first, email: a}
        - {id: pause, wait: 3 days}
        - {id: second, email: b}
    holdout:
      weight: 40
"""
PLAN = plan_from(SPLIT + "- {id: a-month, wait: 30 days}\n- {id: done, exit: done}\n")


def run_of(candidate: Candidate, **changes: object) -> Played:
    facts = facts_for(candidate, entered_at=MONDAY)
    facts = replace(facts, enrollment=replace(facts.enrollment, **changes))
    return play(PLAN, facts, start=MONDAY)


def in_arm(arm: str) -> Candidate:
    """Somebody who is in that arm."""
    people = (replace(MAYA, id=f"greenhouse:{number}") for number in range(1_000))
    return next(person for person in people if arm == drawn(run_of(person)))


def drawn(played: Played) -> str:
    return played.moves[-1].progress.outcomes["which"].result


def test_an_arm_does_its_steps_and_a_holdout_waits_on_the_same_clock_without_mail() -> None:
    letters, holdout = run_of(in_arm("letters")), run_of(in_arm("holdout"))
    assert (letters.steps, holdout.steps) == (["first", "second"], [])
    assert (letters.outcome, holdout.outcome) == ("done", "done")
    assert holdout.moves[0].at == MONDAY + timedelta(days=30, hours=-1)  # Berlin's clocks go forward in between


def test_the_arm_stays_the_same_on_every_entry_and_in_every_version() -> None:
    for arm in ("letters", "holdout"):
        again = run_of(in_arm(arm), id="a-test/application/greenhouse:10/2", cycle=2, version=7)
        assert drawn(again) == arm


def test_the_draw_is_told_with_the_weights() -> None:
    reason = run_of(in_arm("holdout")).moves[0].because[0]
    assert (reason.rule, reason.step) == ("split", "which")
    assert reason.sentence.startswith("is in arm holdout, which gets nothing here: drawn by a hash")
    assert reason.inputs == {"weight of letters": "60", "weight of holdout": "40"}


def test_later_steps_can_ask_for_the_arm() -> None:
    plan = plan_from(
        SPLIT + '- {id: ask, branch: [{when: steps.which.outcome == "holdout", steps: [{id: out, exit: left-out}]}]}\n'
    )
    for arm, outcome in (("letters", "completed"), ("holdout", "left-out")):
        assert play(plan, facts_for(in_arm(arm), entered_at=MONDAY), start=MONDAY).outcome == outcome
