"""Arms that compete: counted from the record once, the same for everybody of the occasion, for ever."""

from datetime import datetime, timedelta

from nurture.contracts import Look
from nurture.domain.contests import Contest, Tally
from nurture.language.steps import SplitStep
from nurture.service import journeys
from nurture.store import contests, decisions
from nurture.store.contests import Key
from nurture.store.situations import situation
from tests.unit.service.desk import Desk, sequence
from tests.unit.service.test_runs_about_jobs import applies, opens, somebody

STEPS = """\
- id: which
  split:
    a: {weight: 1, steps: [{id: mail-a, email: one}]}
    b: {weight: 1, steps: [{id: mail-b, email: two}]}
  decide: {sample: 20%, after: 4 hours, by: application.created}
- {id: a-week, wait: 1 week}
"""
INVITATION = sequence(
    STEPS,
    name="invitation",
    enroll="{on: job.opened, where: job.department in candidate.tags, again: always}",
    exit="[{when: job.applied_at, as: applied}, {on: candidate.replied, as: replied}]",
    **{"for": "candidate"},
)
KEY = "job.opened/greenhouse:7/2026-03-02T09:00:00Z"


def people(desk: Desk) -> dict[str, list[int]]:
    """Three of the sample in each arm, and three who wait, all on record."""
    step = SplitStep.model_validate(
        {
            "id": "which",
            "split": {name: {"weight": 1, "steps": [{"id": name, "email": "one"}]} for name in ("a", "b")},
            "decide": {"sample": "20%", "after": "4 hours", "by": "application.created"},
        }
    )
    found: dict[str, list[int]] = {"a": [], "b": [], "waits": []}
    for number in range(1_000, 2_000):
        name = f"greenhouse:{number}"
        of = found[step.arm_of(name, "invitation") if step.is_drawn(name, "invitation") else "waits"]
        if len(of) < 3:
            of.append(number)
            somebody(desk, number)
    return found


def step_of(desk: Desk, number: int) -> str | None:
    with desk.parts.store.read() as conn:
        progress = situation(conn, f"invitation/candidate/greenhouse:{number}/1", after_event=None).progress
    outcome = progress.outcomes.get("which") if progress else None
    return outcome.result if outcome else None


def contest(desk: Desk) -> Contest | None:
    with desk.parts.store.read() as conn:
        return contests.find(conn, Key(sequence="invitation", step="which", occasion=KEY))


def until(desk: Desk, moment: datetime) -> None:
    desk.run(until=moment)


def test_the_others_get_the_arm_of_which_more_applied(desk: Desk) -> None:
    desk.publish(INVITATION)
    who, start = people(desk), desk.clock.at
    assert len(opens(desk)) == 9
    desk.run(days=0.05)
    assert sorted(desk.sent) == sorted([f"one for P{n}" for n in who["a"]] + [f"two for P{n}" for n in who["b"]])
    applies(desk, who["a"][0])
    for number in who["b"][:2]:
        applies(desk, number)
    until(desk, start + timedelta(hours=3))
    assert [step_of(desk, number) for number in who["waits"]] == [None] * 3
    until(desk, start + timedelta(hours=5))
    assert [step_of(desk, number) for number in who["waits"]] == ["b"] * 3
    assert contest(desk) == Contest(
        opened_at=start, winner="b", tallies={"a": Tally(drawn=3, did=1), "b": Tally(drawn=3, did=2)}
    )
    with desk.parts.store.read() as conn:
        told = decisions.of_candidate(conn, f"greenhouse:{who['waits'][0]}")
    assert any("came by" in each.sentence and "1 of 3 in a, 2 of 3 in b" in each.sentence for each in told)


def test_what_is_heard_later_changes_nothing_that_was_decided(desk: Desk) -> None:
    desk.publish(INVITATION)
    who, start = people(desk), desk.clock.at
    opens(desk)
    desk.run(days=0.05)
    applies(desk, who["b"][0])
    until(desk, start + timedelta(hours=5))
    for number in who["a"]:
        applies(desk, number)
    waiting = f"invitation/candidate/greenhouse:{who['waits'][0]}/1"
    again = journeys.look(desk.parts, Look(enrollment_id=waiting, progress=None))
    assert again.progress.outcomes["which"].result == "b"
    decided = contest(desk)
    assert decided is not None
    assert (decided.winner, decided.tallies["a"].did) == ("b", 0)


def test_an_application_for_another_job_does_not_count(desk: Desk) -> None:
    desk.publish(INVITATION)
    who, start = people(desk), desk.clock.at
    opens(desk)
    desk.run(days=0.05)
    for number in who["b"]:
        applies(desk, number, job_id="greenhouse:8")
    until(desk, start + timedelta(hours=5))
    assert [step_of(desk, number) for number in who["waits"]] == ["a"] * 3


def test_each_occasion_has_a_contest_of_its_own(desk: Desk) -> None:
    desk.publish(INVITATION)
    people(desk)
    opens(desk)
    desk.run(days=8)
    first = contest(desk)
    with desk.parts.store.read() as conn:
        other = contests.find(conn, Key(sequence="invitation", step="which", occasion="job.opened/another"))
    assert first is not None
    assert other is None
