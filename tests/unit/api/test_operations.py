"""What the command line does is done over the API, or it is said why not; and errors say what to do over the API."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import nurture
from nurture.api.operations import ELSEWHERE, OPERATIONS, over_http
from nurture.cli import SECTIONS
from tests.unit.api.conftest import Served
from tests.unit.api.test_scopes import API

COMMANDS: Final = [name for commands in SECTIONS.values() for name in commands]
SERVED: Final = {
    f"{method.upper()} {path}" for path, operations in API.openapi()["paths"].items() for method in operations
}
HERE: Final = Path(nurture.__file__).parent
AT_THE_TERMINAL: Final = {"cli", "demo", "devserver"}
"""Parts that no request comes to."""
IN_THE_TERMINAL: Final = {"Go on with: --resume": "an import over the API goes on by itself"}
"""What is told of options where no request comes to, and why."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_an_operation_or_a_reason(command: str) -> None:
    named = {phrase.partition(" ")[0] for phrase in OPERATIONS}
    assert command in named or ELSEWHERE.get(command), command


def test_no_command_is_made_up() -> None:
    assert {phrase.partition(" ")[0] for phrase in (*OPERATIONS, *ELSEWHERE)} <= set(COMMANDS)


def test_every_operation_is_that_of_a_command_and_is_served() -> None:
    assert {operation for operations in OPERATIONS.values() for operation in operations} == SERVED


@pytest.mark.parametrize(
    ("told", "over_the_api", "why"),
    [
        ("See what has: nurture breakers", "See what has: GET /breakers", "a command"),
        ("End that run first: nurture exit", "End that run first: POST /enrollments/{enrollment_id}/exit", "of an id"),
        ("`nurture tasks` lists the open ones.", "`GET /tasks` lists the open ones.", "in a sentence"),
        (
            "mend the cause, then: nurture ats again 12",
            "mend the cause, then: POST /deliveries/12/again",
            "with its id",
        ),
        (
            "see what there was, and get in touch: nurture show import:fair/7",
            "see what there was, and get in touch: GET /candidates/import:fair%2F7/timeline",
            "with an id that holds a slash",
        ),
        (
            "nurture why lever:8f1c says who stayed out and why; nurture enroll lets them in",
            "GET /candidates/lever:8f1c/why says who stayed out and why; POST /enrollments lets them in",
            "two commands",
        ),
        (
            "Lift it first: nurture hold --lift",
            "Lift it first: POST /candidates/{candidate_id}/lift-hold",
            "a command with an option of its own",
        ),
        ("Pick one by --application: a, b", "Pick one by `application`: a, b", "an option"),
        ("Run: nurture migrate", "Run: nurture migrate", "only the command line can"),
        ("did you mean `silver-medalist`?", "did you mean `silver-medalist`?", "no command"),
    ],
)
def test_what_to_do_is_told_over_http(told: str, over_the_api: str, why: str) -> None:
    assert over_http(told) == over_the_api, why


def hints() -> Iterator[tuple[str, str]]:
    """Every hint of an error that a request may meet, with its file; what is put into it stands as `1`."""
    for path in sorted(HERE.rglob("*.py")):
        if path.relative_to(HERE).parts[0] in AT_THE_TERMINAL:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == "hint":
                for part in ast.walk(node.value):
                    if isinstance(part, ast.JoinedStr):
                        yield (
                            path.name,
                            "".join(str(each.value) if isinstance(each, ast.Constant) else "1" for each in part.values),
                        )
                    elif isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield path.name, part.value


def test_no_hint_tells_of_a_command_or_an_option_where_there_is_an_operation() -> None:
    left = [
        (name, told)
        for name, hint in hints()
        if hint not in IN_THE_TERMINAL
        and re.search(r"--\w|nurture (?!" + "|".join(ELSEWHERE.keys() - {"retention"}) + ")", told := over_http(hint))
    ]
    assert left == []
    assert len(list(hints())) > 100, "else they are looked for in the wrong place"


def test_an_error_says_what_to_do_over_the_api(api: Served, token: str) -> None:
    refused = api.post("/tasks/none/done", token, {"outcome": "x"})
    assert refused.json()["hint"] == "`GET /tasks` lists the open ones."
