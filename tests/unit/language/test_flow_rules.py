"""Rules about steps that lead along several ways."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.codes import Example


def found(folder: Path, steps: str) -> list[tuple[str, int]]:
    """What is wrong with these steps: codes, and lines of the steps from 1."""
    files = Example(text=f"steps:\n{steps}").folder()
    before = files["welcome.yaml"].splitlines().index("steps:") + 1
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [(each.code, each.line - before) for each in check_folder(folder).diagnostics]


@pytest.mark.parametrize(
    ("weights", "codes"),
    [
        ((45, 45, 10), []),
        ((50, 40), [("N057", 2)]),
        ((60, 60), [("N057", 2)]),
        ((33.3, 33.3, 33.3), []),
        ((1, 2), []),
        ((70, 2), []),
    ],
)
def test_weights_that_nearly_make_100_are_pointed_at(
    tmp_path: Path, weights: tuple[float, ...], codes: list[tuple[str, int]]
) -> None:
    hello = "steps: [{id: hello, email: hello}]"
    arms = [f"      arm-{number}: {{weight: {weight}}}\n" for number, weight in enumerate(weights)]
    steps = "  - id: which\n    split:\n" + "".join(arms).replace("}", f", {hello}}}", 1)
    assert found(tmp_path, steps) == codes


MAIL = "{id: one, email: hello}"
BRANCH = "  - {id: way, branch: [{when: candidate.can_email, steps: [%s]}]}\n"
SPLIT = "  - {id: way, split: {a: {weight: 1, steps: [%s]}, b: {weight: 1}}}\n"


@pytest.mark.parametrize("way", [BRANCH, SPLIT], ids=["branch", "split"])
@pytest.mark.parametrize(
    ("before", "inside", "after", "codes"),
    [
        ("  - {id: first, email: hello}\n", MAIL, "", [("N063", 2)]),
        ("", MAIL, "  - {id: last, email: hello}\n", [("N063", 2)]),
        ("", MAIL, "  - {id: last, email: hello, to: recruiter}\n", []),
        ("  - {id: first, email: hello}\n", "{id: pause, wait: 1 day}, " + MAIL, "", []),
        ("", MAIL + ", {id: pause, wait: 1 day}", "  - {id: last, email: hello}\n", []),
    ],
)
def test_two_mails_in_a_row_are_seen_across_the_edge_of_a_block(
    tmp_path: Path, way: str, before: str, inside: str, after: str, codes: list[tuple[str, int]]
) -> None:
    assert found(tmp_path, before + way % inside + after) == codes


def test_what_stands_after_an_end_in_an_arm_is_never_reached(tmp_path: Path) -> None:
    steps = "  - id: way\n    split:\n      a:\n        weight: 1\n        steps:\n"
    steps += "          - {id: gone, exit: gone}\n          - {id: late, email: hello}\n      b: {weight: 1}\n"
    assert found(tmp_path, steps) == [("N041", 7)]


def test_an_id_is_taken_in_other_arms_too(tmp_path: Path) -> None:
    arm = "{weight: 1, steps: [{id: one, email: hello}]}"
    assert found(tmp_path, f"  - id: way\n    split:\n      a: {arm}\n      b: {arm}\n") == [("N040", 4)]


def test_an_event_of_one_arm_is_unknown_in_the_other(tmp_path: Path) -> None:
    condition = 'event.to_stage == "Onsite"'
    steps = f"""\
  - id: way
    split:
      a:
        weight: 1
        steps:
          - id: moved
            wait_for: {{event: application.stage_changed}}
            then: [{{id: in-a, email: hello, if: '{condition}'}}]
      b:
        weight: 1
        steps:
          - {{id: in-b, email: hello, if: '{condition}'}}
"""
    assert found(tmp_path, steps) == [("N022", 12)]
