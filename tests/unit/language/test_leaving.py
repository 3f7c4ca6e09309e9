"""What exits may say about other runs."""

from pathlib import Path

import pytest

from tests.unit.language.test_flow_rules import found

HEAD = "for: {subject}\nenroll: {{on: application.created, again: never}}\n"
HEAD += "exit: {{on: candidate.replied, as: r, scope: {scope}}}\n"
STEPS = "  - {id: hello, email: hello}\n"


@pytest.mark.parametrize(
    ("subject", "scope", "codes"),
    [
        ("application", "application", []),
        ("candidate", "candidate", []),
        ("candidate", "everything", []),
        ("candidate", "application", ["N044"]),
        ("candidate", "all", ["N013"]),
    ],
)
def test_a_scope_is_one_that_the_run_has(tmp_path: Path, subject: str, scope: str, codes: list[str]) -> None:
    assert [code for code, _ in found(tmp_path, STEPS, HEAD.format(subject=subject, scope=scope))] == codes


def test_the_scope_of_an_exit_step_is_one_that_the_run_has(tmp_path: Path) -> None:
    steps = "  - {id: over, exit: over, scope: application}\n"
    head = HEAD.format(subject="candidate", scope="candidate")
    assert [code for code, _ in found(tmp_path, steps, head)] == ["N044"]
