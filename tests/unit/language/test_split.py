from collections import Counter
from collections.abc import Mapping

import pytest
from pydantic import ValidationError

from nurture.language.steps import SplitStep
from nurture.language.steps.pick import pick_step


def split(weights: Mapping[str, object], step: str = "which") -> SplitStep:
    read = pick_step({"id": step, "split": {name: {"weight": weight} for name, weight in weights.items()}})
    assert isinstance(read, SplitStep)
    return read


def competing(sample: object = "20%", **arms: object) -> SplitStep:
    mail = [{"id": "mail", "email": "hello"}]
    weighted = {name: {"weight": 1, "steps": steps} for name, steps in (arms or {"a": mail, "b": mail}).items()}
    decide = {"sample": sample, "after": "4 hours", "by": "application.created"}
    read = pick_step({"id": "which", "split": weighted, "decide": decide})
    assert isinstance(read, SplitStep)
    return read


PEOPLE = [f"greenhouse:{number}" for number in range(100_000)]
TEST = split({"a": 45, "b": 45, "holdout": 10})


def arms(step: SplitStep, sequence: str = "wake-up", people: int = 10_000) -> list[str]:
    return [step.arm_of(person, sequence) for person in PEOPLE[:people]]


def test_the_arms_of_100_000_people_are_as_large_as_the_weights_say() -> None:
    drawn = Counter(arms(TEST, people=len(PEOPLE)))
    for arm, share in {"a": 0.45, "b": 0.45, "holdout": 0.10}.items():
        expected, deviation = share * len(PEOPLE), (share * (1 - share) * len(PEOPLE)) ** 0.5
        assert abs(drawn[arm] - expected) < 4 * deviation


def test_the_arms_of_some_people_are_these_for_ever() -> None:
    drawn = [TEST.arm_of(f"greenhouse:{number}", "wake-up") for number in range(1, 11)]
    assert " ".join(drawn) == "holdout a a holdout b b holdout b b b"


def test_the_order_and_the_scale_of_the_weights_draw_nobody_anew() -> None:
    assert arms(split({"holdout": 10, "b": 45, "a": 45})) == arms(TEST)
    assert arms(split({"a": 4.5, "b": 4.5, "holdout": 1})) == arms(TEST)


def test_another_step_and_another_sequence_draw_anew() -> None:
    for other in (arms(split({"a": 45, "b": 45, "holdout": 10}, step="other")), arms(TEST, "other")):
        same = sum(one == two for one, two in zip(other, arms(TEST), strict=True)) / len(other)
        assert same == pytest.approx(0.45**2 + 0.45**2 + 0.1**2, abs=0.03)


def test_a_larger_weight_moves_people_into_its_arm_and_nowhere_else() -> None:
    moved = {
        (before, after)
        for before, after in zip(arms(TEST), arms(split({"a": 45, "b": 45, "holdout": 20})), strict=True)
        if before != after
    }
    assert moved == {("a", "holdout"), ("b", "holdout")}


@pytest.mark.parametrize(
    ("weights", "code", "said"),
    [
        ({"a": 1}, "N055", "two arms"),
        ({"a": 1, "b": 0}, "N056", "above 0"),
        ({"a": 1, "b": -3}, "N056", "above 0"),
        ({"a": 1, "b": float("inf")}, "N056", "1,000,000"),
        ({"a": 1, "b": 10**400}, "N056", "1,000,000"),
        ({"a": 1, "b": "many"}, "N012", "not text"),
        ({"a": 1, "b": True}, "N012", "not true or false"),
        ({"a": 1, "Arm B": 2}, "N015", "arm-b"),
    ],
)
def test_a_split_that_nobody_could_draw_from_is_refused(weights: dict[str, object], code: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        split(weights)
    [error] = refused.value.errors()
    assert (error["type"], said in f"{error['msg']} {error['ctx']['hint']}") == (code, True)


def test_nobody_gets_past_a_split_only_when_everybody_leaves_in_each_arm() -> None:
    leave = [{"id": "gone", "exit": "gone"}]
    some = pick_step({"id": "s", "split": {"a": {"weight": 1, "steps": leave}, "b": {"weight": 1}}})
    others = [{"id": "gone-too", "exit": "gone"}]
    every = pick_step({"id": "s", "split": {"a": {"weight": 1, "steps": leave}, "b": {"weight": 1, "steps": others}}})
    assert (some.always_exits(), every.always_exits()) == (False, True)


def test_as_many_are_drawn_at_once_as_the_sample_says_and_each_is_for_ever() -> None:
    drawn = [competing().is_drawn(person, "wake-up") for person in PEOPLE]
    assert abs(sum(drawn) - 20_000) < 4 * (100_000 * 0.2 * 0.8) ** 0.5
    more = [competing("40%").is_drawn(person, "wake-up") for person in PEOPLE]
    assert all(after for before, after in zip(drawn, more, strict=True) if before)


def test_the_drawn_are_spread_over_the_arms_as_everybody_is() -> None:
    step = competing()
    arms = Counter(step.arm_of(person, "wake-up") for person in PEOPLE if step.is_drawn(person, "wake-up"))
    assert abs(arms["a"] / arms.total() - 0.5) < 0.02


@pytest.mark.parametrize("sample", ["0%", "100%", "20", 20, "a fifth", "5.5%"])
def test_a_sample_is_some_of_100_people_and_not_all(sample: object) -> None:
    with pytest.raises(ValidationError) as refused:
        competing(sample)
    [error] = refused.value.errors()
    assert error["type"] == "N079"


def test_a_holdout_can_t_be_the_better_arm() -> None:
    with pytest.raises(ValidationError) as refused:
        competing(a=[{"id": "mail", "email": "hello"}], b=[])
    [error] = refused.value.errors()
    assert error["type"] == "N018"
    assert "in `b` nothing is done" in error["msg"]
