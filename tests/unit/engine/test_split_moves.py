"""`split` on a virtual clock."""

from datetime import UTC, datetime, timedelta

from nurture.domain.contests import Contest, Tally, winner_of
from nurture.domain.moves import Move
from nurture.domain.records import Candidate
from nurture.engine.next_move import begin, next_move
from nurture.language.steps import SplitStep
from nurture.values import replace
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


COMPETING = plan_from("""\
- id: which
  split:
    a: {weight: 1, steps: [{id: mail-a, email: a}]}
    b: {weight: 1, steps: [{id: mail-b, email: b}]}
  decide: {sample: 20%, after: 4 hours, by: application.created}
""")
FOUR_LATER = MONDAY + timedelta(hours=4)


def waiting(contest: Contest | None) -> Move:
    """What comes next for somebody who was not drawn and arrives an hour after the first."""
    step = COMPETING.steps["which"]
    assert isinstance(step, SplitStep)
    people = (replace(MAYA, id=f"greenhouse:{number}") for number in range(1_000))
    other = next(each for each in people if not step.is_drawn(each.id, COMPETING.sequence.sequence))
    facts = facts_for(other, entered_at=MONDAY)
    facts = replace(facts, contests={"which": contest} if contest else {})
    arrived = MONDAY + timedelta(hours=1)
    return next_move(COMPETING, begin(COMPETING, entered_at=arrived, seen_event=0), facts, (), arrived)


def test_whoever_is_not_drawn_waits_for_the_moment_that_the_first_one_set() -> None:
    alone, later = waiting(None), waiting(Contest(opened_at=MONDAY))
    assert (alone.at, later.at) == (FOUR_LATER + timedelta(hours=1), FOUR_LATER)
    assert later.summary == "which: waits until Mon 2 Mar 14:00 Europe/Berlin for the arm that does better by " + (
        "application.created"
    )


def test_once_it_is_decided_everybody_else_gets_the_better_arm_and_is_told_the_count() -> None:
    tallies = {"a": Tally(drawn=5, did=1), "b": Tally(drawn=4, did=3)}
    early = Contest(opened_at=MONDAY - timedelta(hours=4), winner="b", tallies=tallies)
    move = waiting(early)
    assert (move.step, move.at, move.progress.outcomes["which"].result) == ("mail-b", MONDAY + timedelta(hours=1), "b")
    [told] = [each.sentence for each in move.because if each.rule == "split-decided"]
    assert told == (
        "is in arm b: application.created came by Mon 2 Mar 10:00 Europe/Berlin for 1 of 5 in a, 3 of 4 in b"
    )


def test_of_equals_the_first_arm_wins() -> None:
    assert winner_of({"a": Tally(drawn=9, did=2), "b": Tally(drawn=3, did=2)}) == "a"
