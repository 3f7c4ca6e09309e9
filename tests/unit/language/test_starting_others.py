"""Sequences that start others."""

import pytest

from nurture.language.check import check_files, check_folder
from tests.unit.language.welcome import HEAD, HELLO, Write

ON = "steps:\n  - id: on\n    enroll: %s\n"


def test_a_sequence_that_is_to_start_must_be_in_the_folder(write: Write) -> None:
    another = HEAD.replace("welcome", "another") + HELLO
    folder = write({"welcome.yaml": HEAD + ON % "anoter", "another.yaml": another})
    [wrong] = check_folder(folder).diagnostics
    assert (wrong.code, wrong.line, wrong.hint) == ("N048", 9, "did you mean `another`?")
    assert [each.sequence.sequence for each in check_folder(folder).sequences] == ["another"]


def test_one_file_alone_may_start_another_of_its_folder(write: Write) -> None:
    another = HEAD.replace("welcome", "another") + HELLO
    folder = write({"welcome.yaml": HEAD + ON % "another", "another.yaml": another})
    assert check_files([folder / "welcome.yaml"]).diagnostics == ()


def test_a_sequence_does_not_start_itself(write: Write) -> None:
    text = HEAD + "steps:\n  - {id: hello, email: hello}\n  - {id: on, enroll: welcome}\n"
    assert [each.code for each in check_folder(write({"welcome.yaml": text})).diagnostics] == ["N048"]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("", 2),
        ("  - {id: hi, email: hello}\n", 2),
        ("  - {id: pause, wait: 1 day}\n", 0),
        ("  - {id: pause, wait_for: {event: job.opened}}\n", 0),
        ("  - {id: pause, wait_for: {when: now}}\n", 2),
    ],
)
def test_sequences_that_start_each_other_wait_on_the_way(write: Write, before: str, found: int) -> None:
    welcome = HEAD + (ON % "another").replace("steps:\n", "steps:\n" + before) + "  - {id: hello, email: hello}\n"
    another = HEAD.replace("welcome", "another") + ON % "welcome"
    checked = check_folder(write({"welcome.yaml": welcome, "another.yaml": another}))
    assert [each.code for each in checked.diagnostics] == ["N068"] * found
